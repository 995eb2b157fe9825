"""What a person may see of conversations. The lookup is the authorisation."""

from collections.abc import Collection
from uuid import UUID

from conversations.models import Conversation, Participant
from core.refused import not_found
from core.sql import objects, rows
from people.models import User
from people.queries import are_blocked

#: Whether somebody writes as they like, by their place `p` in a conversation `c`. Anybody else is
#: refused, or may write a first message or a first answer: `messages.require_may_write`.
MAY_WRITE = "NOT c.blocked AND c.accepted_at IS NOT NULL AND p.left_at IS NULL"


def may_write(conversation: Conversation, user: User) -> bool:
    found = rows(
        "SELECT FROM conversations c JOIN conversation_participants p ON p.conversation_id = c.id"
        f" WHERE c.id = %s AND p.user_id = %s AND {MAY_WRITE}",
        [conversation.pk, user.pk],
    )
    return len(found) == 1


def conversation(public_id: UUID, *, of_user: User) -> Conversation:
    """One of this person's, for reading: to who has left it is as it was then."""
    return place(public_id, of_user=of_user).conversation


def place(public_id: UUID, *, of_user: User) -> Participant:
    """This person's place in a conversation of theirs, with the conversation as they see it."""
    found = places([public_id], of_user=of_user).get(public_id)
    if found is None:
        raise not_found()
    return found


def places(public_ids: Collection[UUID], *, of_user: User) -> dict[UUID, Participant]:
    """Of these conversations those that are theirs, with one look."""
    found = {}
    for place in _places(public_ids, of_user):
        place.user = of_user
        as_seen_from(place)
        found[place.conversation.public_id] = place
    return found


def present(public_id: UUID, *, user: User) -> Conversation:
    """The same for those who take part now: who has left may read, and not write."""
    for place in _places([public_id], user):
        if place.left_at is None:
            return place.conversation
    raise not_found()


def as_seen_from(place: Participant) -> Conversation:
    """Not to be saved: for who has left, title, numbers and versions stand still."""
    seen = place.conversation
    if place.left_at is not None:
        assert place.left_title is not None
        assert place.left_number is not None
        assert place.left_updated_at is not None
        seen.title, seen.last_number = place.left_title, place.left_number
        seen.updated_at, seen.version = place.left_updated_at, place.version
        seen.head_version = min(seen.head_version, place.version)
    return seen


def between(one: User, other: User) -> Conversation | None:
    low, high = sorted((one.pk, other.pk))
    return Conversation.objects.filter(low_id=low, high_id=high).first()


def is_closed(conversation: Conversation) -> bool:
    """Whether nobody writes in a conversation of two: one blocked the other, or has no account."""
    assert conversation.low_id is not None
    assert conversation.high_id is not None
    pair = (conversation.low_id, conversation.high_id)
    here = User.objects.filter(pk__in=pair, is_active=True).count()
    return here < len(pair) or are_blocked(*pair)


def is_unheard_of(conversation: Conversation, person: int) -> bool:
    """A direct conversation without a message is there for its opener alone."""
    direct = conversation.kind == Conversation.DIRECT
    return direct and conversation.last_number == 0 and conversation.opened_by_id != person


PLACES = """
    SELECT {p}, {c}
    FROM conversation_participants p JOIN conversations c ON c.id = p.conversation_id
    WHERE p.user_id = %(user)s AND c.public_id = ANY(%(conversations)s)"""


def _places(public_ids: Collection[UUID], user: User) -> list[Participant]:
    asked = {"user": user.pk, "conversations": list(public_ids)}
    found = []
    for place, conversation in objects(PLACES, asked, p=Participant, c=Conversation):
        place.conversation = conversation
        if not is_unheard_of(conversation, user.pk):
            found.append(place)
    return found
