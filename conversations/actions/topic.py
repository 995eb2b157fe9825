"""Changes of the conversation itself: who is in it, whether it is open to both."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from conversations import queries
from conversations.acquaintance import are_acquainted
from conversations.actions.reaching import answer
from conversations.events import ConversationChanged, ParticipantChanged
from conversations.links import has_link
from conversations.models import Conversation, Participant, Reach, Stint
from conversations.queries import changes
from conversations.topics import CONVERSATION
from core import clock, locks
from core.refused import Refused
from core.sql import XID
from people.models import User
from protocol import publish

#: What is set anew when somebody who had left comes back.
SEAT = [
    *("role", "version", "last_read_number", "last_read_at"),
    *("left_at", "left_title", "left_number", "left_updated_at", "left_xid"),
]


def lock(conversation: Conversation) -> Conversation:
    """The conversation as it is now, held until the commit."""
    locks.taking("conversation", [conversation.pk])
    return Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)


def enter(public_id: UUID, *, by: User) -> Conversation:
    """A conversation that one takes part in, locked; also who was removed meanwhile is refused."""
    conversation = lock(queries.present(public_id, user=by))
    if conversation.kind == Conversation.GROUP:
        queries.present(public_id, user=by)
    return conversation


def lock_all(ids: Iterable[int]) -> dict[int, Conversation]:
    """Several at once, ascending: two actions that share some of them cannot deadlock."""
    wanted = locks.taking("conversation", ids)
    found = Conversation.objects.select_for_update(no_key=True).order_by("pk")
    return {conversation.pk: conversation for conversation in found.filter(pk__in=wanted)}


def open_direct(one: User, other: User, *, by: User | None, accepted: bool) -> Conversation:
    """The one conversation of two people, made if need be and locked either way."""
    low, high = sorted((one.pk, other.pk))
    Conversation.objects.bulk_create(
        [Conversation(kind=Conversation.DIRECT, low_id=low, high_id=high, opened_by=by)],
        ignore_conflicts=True,
    )
    conversation = lock(Conversation.objects.get(low_id=low, high_id=high))
    if conversation.version == 0:
        seat(conversation, [one, other])
    if accepted and conversation.accepted_at is None:
        accept(conversation)
    return conversation


def seat(
    conversation: Conversation, people: Sequence[User], *, role: str = Participant.MEMBER
) -> list[Participant]:
    """They take part from now on, maybe again: nothing from before is new to them."""
    first = next_version(conversation, len(people)) - len(people) + 1
    number = conversation.last_number
    places = [
        Participant(
            conversation=conversation,
            user=person,
            role=role,
            version=version,
            last_read_number=number,
            last_read_at=conversation.updated_at if number else None,
        )
        for version, person in enumerate(people, start=first)
    ]
    Participant.objects.bulk_create(
        places, update_conflicts=True, unique_fields=["conversation", "user"], update_fields=SEAT
    )
    stints = [
        Stint(
            conversation=conversation,
            user=place.user,
            from_number=number,
            from_version=place.version,
        )
        for place in places
    ]
    Stint.objects.bulk_create(stints)
    return places


def publish_places(
    conversation: Conversation, places: Iterable[Participant], to: list[int]
) -> None:
    topic = CONVERSATION.topic(conversation.public_id)
    publish.publish(
        [
            publish.to_people(
                ParticipantChanged(data=changes.participant(place)), topic, place.version, to
            )
            for place in places
        ]
    )


def guard_contact(conversation: Conversation, *, by: User) -> None:
    """Refuse where nobody writes any more: after a block, or to somebody without an account."""
    if not conversation.blocked:
        return
    others = conversation.participants.exclude(user=by)
    if others.filter(user__is_active=False).exists():
        raise Refused("not_found", "This person is not on Callboard any more.")
    raise Refused("blocked", "You two are not in contact any more.")


def approach(by: User, other: User, content: str) -> Conversation:
    """The conversation of two in which the system tells of what `by` asks of the other side.

    That opens nothing by itself: it waits for an answer like a first text, and has no links. Where
    the other side has written first it is the answer.
    """
    conversation = open_direct(by, other, by=by, accepted=are_acquainted(by.pk, other.pk))
    if conversation.accepted_at is None:
        if conversation.opened_by_id != by.pk:
            accept(conversation)
        else:
            refuse_links(content)
    return conversation


def refuse_links(content: str) -> None:
    """What somebody writes to a person who has not answered yet leads nowhere else."""
    if has_link(content):
        raise Refused(
            "forbidden", "A first message cannot have links.", reasons=["awaiting_answer"]
        )


def accept(conversation: Conversation) -> None:
    """From now on both may write as they like; what the opener has asked is answered."""
    conversation.accepted_at = clock.now()
    both = (conversation.low_id, conversation.high_id)
    asked = Reach.objects.filter(by=conversation.opened_by_id, other__in=both)
    answer(asked, conversation.accepted_at)
    change_head(conversation)


def change_head(conversation: Conversation) -> None:
    """Store what is set on the conversation itself and tell its people."""
    version = next_version(conversation)
    conversation.head_version = version
    conversation.save(update_fields=["accepted_at", "blocked", "title", "head_version"])
    event = ConversationChanged(data=changes.info(conversation))
    topic = CONVERSATION.topic(conversation.public_id)
    publish.publish([publish.to_people(event, topic, version, people_of(conversation))])


def next_version(conversation: Conversation, changes: int = 1) -> int:
    """Move the topic on by so many changes; the caller holds its lock."""
    conversation.version += changes
    Conversation.objects.filter(pk=conversation.pk).update(
        version=conversation.version, changed_xid=XID
    )
    return conversation.version


def people_of(conversation: Conversation) -> list[int]:
    """Who takes part and may hear of it."""
    present = conversation.participants.filter(left_at=None).values_list("user_id", flat=True)
    return [person for person in present if not queries.is_unheard_of(conversation, person)]
