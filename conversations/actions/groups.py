"""Groups: who is in them, from when to when, and who may change that."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from conversations import acquaintance, queries
from conversations.actions import inbox
from conversations.actions.messages import say_as_system
from conversations.actions.reaching import reach
from conversations.actions.topic import (
    change_head,
    enter,
    lock,
    next_version,
    people_of,
    publish_places,
    seat,
)
from conversations.models import Conversation, Participant, Stint
from conversations.sentences import Facts
from conversations.verbs import (
    AddPeople,
    Changed,
    LeaveConversation,
    RemovePerson,
    RenameConversation,
    SetRole,
)
from core import clock
from core.refused import Refused, not_found
from core.sql import XID
from people import queries as people
from people.models import User
from people.time_zones import zone
from protocol.action import action
from protocol.buckets import spent_until


def open_group(members: list[User], title: str, *, by: User) -> Conversation:
    """A new group of the opener, who is its admin, and these people; locked."""
    _guard_apart(members, [by.pk])
    made = Conversation.objects.create(
        kind=Conversation.GROUP, title=title.strip(), opened_by=by, accepted_at=clock.now()
    )
    conversation = lock(made)
    seat(conversation, [by], role=Participant.ADMIN)
    seat(conversation, members)
    change_head(conversation)
    _tell(conversation, "started", by, title=conversation.title)
    return conversation


def acquaintances(wanted: list[UUID], *, by: User) -> list[User]:
    """People whom one may bring into a group: nobody is drawn into one by a stranger."""
    found = [people.person(public_id, seen_by=by) for public_id in dict.fromkeys(wanted)]
    for person in found:
        if person.pk != by.pk and not _are_in_contact(by, person):
            raise Refused(
                "forbidden",
                f"{person.display_name} does not know you yet: write to them first.",
                reasons=["stranger"],
            )
    return [person for person in found if person.pk != by.pk]


def _guard_apart(new: list[User], present: Iterable[int]) -> None:
    """No group is made around a block: its members must be able to meet each other."""
    joining = [person.pk for person in new]
    if people.are_apart(joining, [*joining, *present]):
        raise Refused(
            "forbidden",
            "Some of these people are not in contact with each other: they cannot be in one group.",
            reasons=["apart"],
        )


def bring(by: User, people: list[User]) -> None:
    """Bringing the same people into groups again and again comes to an end."""
    if people:
        reach(by, "group", *people)


#: After somebody has left a group for the second time, or was removed, they have rest from it for
#: a day, and each time twice as long. Once one may have erred.
REST = timedelta(days=1)
LONGEST_REST = timedelta(days=64)


def _guard_rest(conversation: Conversation, new: list[User], by: User) -> None:
    now = clock.now()
    ended = Stint.objects.filter(conversation=conversation, user__in=new, to_number__isnull=False)
    times = Counter(ended.values_list("user_id", flat=True))
    places = conversation.participants.filter(user__in=new, left_at__isnull=False)
    for place in places.select_related("user").order_by("pk"):
        if times[place.user_id] < 2 or place.left_at is None:
            continue
        free_at = place.left_at + min(REST * 2 ** (times[place.user_id] - 2), LONGEST_REST)
        if now < free_at:
            at = free_at.astimezone(zone(by.time_zone))
            raise spent_until(
                free_at,
                f"{place.user.display_name} has left this group more than once. They can be added"
                f" again from {at:%d %B, %H:%M}.",
                now=now,
                reasons=["rest"],
            )


def _are_in_contact(by: User, person: User) -> bool:
    if people.are_blocked(by.pk, person.pk):
        raise Refused("blocked", f"You and {person.display_name} are not in contact any more.")
    direct = queries.between(by, person)
    accepted = direct is not None and direct.accepted_at is not None
    return accepted or acquaintance.are_acquainted(by.pk, person.pk)


@action
def add(ask: AddPeople, *, by: User) -> Changed:
    """They see what is said from now on and nothing from before."""
    found = queries.present(ask.conversation, user=by)
    wanted = acquaintances(ask.people, by=by)
    bring(by, [person for person in wanted if person.pk not in people_of(found)])
    conversation = _group(ask.conversation, by, admin=True)
    present = people_of(conversation)
    new = [person for person in wanted if person.pk not in present]
    if len(present) + len(new) > settings.LIMITS.group_people:
        raise Refused(
            "conflict", f"A group holds {settings.LIMITS.group_people} people and no more."
        )
    if not new:
        return Changed(version=conversation.version)
    _guard_apart(new, present)
    _guard_rest(conversation, new, by)
    back = conversation.participants.filter(user__in=new).values_list("user_id", flat=True)
    returning = list(back)
    places = seat(conversation, new)
    publish_places(conversation, places, people_of(conversation))
    changed = _tell(conversation, "added", by, new)
    inbox.tell_places(conversation, returning)
    return changed


@action
def remove(ask: RemovePerson, *, by: User) -> Changed:
    conversation = _group(ask.conversation, by, admin=True)
    place = _place(conversation, ask.person)
    if place.user_id == by.pk:
        raise Refused(
            "bad_request", "You leave a group, you do not remove yourself.", field="person"
        )
    _unseat(conversation, place)
    return _tell(conversation, "removed", by, [place.user])


@action
def leave(ask: LeaveConversation, *, by: User) -> Changed:
    return go(_group(ask.conversation, by), by)


def go(conversation: Conversation, by: User) -> Changed:
    """Leave a locked group. Without an admin it gets its oldest member as one."""
    _unseat(conversation, _place(conversation, by.public_id))
    remaining = conversation.participants.filter(left_at=None).order_by("pk")
    if not remaining.filter(role=Participant.ADMIN).exists():
        oldest = remaining.select_related("user").first()
        if oldest is not None:
            _set_role(conversation, oldest, Participant.ADMIN)
    return _tell(conversation, "left", by)


@action
def rename(ask: RenameConversation, *, by: User) -> Changed:
    conversation = _group(ask.conversation, by, admin=True)
    title = ask.title.strip()
    if conversation.title == title:
        return Changed(version=conversation.version)
    conversation.title = title
    change_head(conversation)
    return _tell(conversation, "renamed", by, title=title)


@action
def set_role(ask: SetRole, *, by: User) -> Changed:
    conversation = _group(ask.conversation, by, admin=True)
    place = _place(conversation, ask.person)
    if place.role != ask.role:
        admins = conversation.participants.filter(left_at=None, role=Participant.ADMIN)
        if ask.role == Participant.MEMBER and admins.count() == 1:
            raise Refused("conflict", "A group needs an admin: name another one first.")
        _set_role(conversation, place, ask.role)
    return Changed(version=conversation.version)


def _group(public_id: UUID, by: User, *, admin: bool = False) -> Conversation:
    """A group that one is in, locked; for what only admins do, as one of them."""
    conversation = enter(public_id, by=by)
    if conversation.kind != Conversation.GROUP:
        raise Refused("bad_request", "This is a conversation of two.", field="conversation")
    if admin and _place(conversation, by.public_id).role != Participant.ADMIN:
        raise Refused("forbidden", "Only an admin of the group can do this.")
    return conversation


def _place(conversation: Conversation, person: UUID) -> Participant:
    places = conversation.participants.select_related("user")
    place = places.filter(user__public_id=person, left_at=None).first()
    if place is None:
        raise not_found()
    return place


def _set_role(conversation: Conversation, place: Participant, role: str) -> None:
    place.role, place.version = role, next_version(conversation)
    place.save(update_fields=["role", "version"])
    publish_places(conversation, [place], people_of(conversation))


def _unseat(conversation: Conversation, place: Participant) -> None:
    """Their stint ends here, edits included; that is the last thing that they hear of it."""
    audience = people_of(conversation)
    place.version, place.left_at = next_version(conversation), clock.now()
    place.role = Participant.MEMBER
    Participant.objects.filter(pk=place.pk).update(
        version=place.version,
        role=place.role,
        left_at=place.left_at,
        left_title=conversation.title,
        left_number=conversation.last_number,
        left_updated_at=conversation.updated_at,
        left_xid=XID,
    )
    Stint.objects.filter(conversation=conversation, user=place.user_id, to_number=None).update(
        to_number=conversation.last_number, to_version=place.version
    )
    publish_places(conversation, [place], audience)


def _tell(
    conversation: Conversation,
    what: str,
    by: User,
    people: list[User] | None = None,
    title: str = "",
) -> Changed:
    """A line for those who are there now: what changed, and by whom."""
    data: Facts = {
        "type": f"group.{what}",
        "by": _named(by),
        "people": [_named(person) for person in people or ()],
        "title": title,
    }
    summary = f"{by.display_name} {what} {', '.join(p['name'] for p in data['people'])}".strip()
    written = say_as_system(conversation, data, summary=summary, actor=by)
    return Changed(version=written.version)


def _named(person: User) -> dict[str, str]:
    return {"id": str(person.public_id), "name": person.display_name}
