"""What people do, in short words: each calls the product's own action in this process."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ObjectDoesNotExist

from conversations.actions import editing, groups, inbox, messages, opening
from conversations.models import Conversation, Participant
from conversations.verbs import (
    AddPeople,
    ArchiveConversation,
    Changed,
    DeleteMessage,
    EditMessage,
    InboxState,
    LeaveConversation,
    MarkUnread,
    MuteConversation,
    React,
    ReadConversation,
    RemovePerson,
    RenameConversation,
    SendMessage,
    Sent,
    SetRole,
    StartConversation,
    Started,
)
from core import clock
from people import actions as people
from people.models import User
from people.verbs import BlockPerson
from tests.people import person
from workflows.actions import applying, calls, choosing, fanout, sessions
from workflows.answers import ApplicationDecided, Applied, Confirmed
from workflows.models import Application, CalendarSession
from workflows.models import OpenCall as OpenCallRow
from workflows.queries import terms as terms_of
from workflows.verbs import Apply, Confirm, CreateSession, OpenCall, Withdraw

# --- talking ---------------------------------------------------------------------------------


def start(by: User, other: User, content: str | None = None, key: UUID | None = None) -> Started:
    ask = StartConversation(key=key or uuid.uuid4(), people=[other.public_id], content=content)
    return opening.start(ask, by=by)


Role = Literal["member", "admin"]
HEART = "\N{HEAVY BLACK HEART}"


def say(
    by: User,
    conversation: UUID,
    content: str = "Hello!",
    key: UUID | None = None,
    reply_to: int | None = None,
) -> Sent:
    ask = SendMessage(
        key=key or uuid.uuid4(), conversation=conversation, content=content, reply_to=reply_to
    )
    return messages.send_message(ask, by=by)


def edit(by: User, conversation: UUID, number: int, content: str) -> Changed:
    ask = EditMessage(key=uuid.uuid4(), conversation=conversation, number=number, content=content)
    return editing.edit(ask, by=by)


def unsend(by: User, conversation: UUID, number: int) -> Changed:
    ask = DeleteMessage(key=uuid.uuid4(), conversation=conversation, number=number)
    return editing.delete(ask, by=by)


def react(
    by: User,
    conversation: UUID,
    number: int,
    emoji: str = HEART,
    *,
    on: bool = True,
) -> Changed:
    ask = React(conversation=conversation, number=number, emoji=emoji, on=on)
    return editing.react(ask, by=by)


def group(by: User, *others: User, title: str = "Tuesday crew") -> UUID:
    """A group of this person and others, who all have talked to them before."""
    for other in others:
        talking(by, other)
    people = [other.public_id for other in others]
    ask = StartConversation(key=uuid.uuid4(), people=people, title=title)
    return opening.start(ask, by=by).conversation


def add(by: User, conversation: UUID, *others: User) -> Changed:
    people = [other.public_id for other in others]
    return groups.add(AddPeople(key=uuid.uuid4(), conversation=conversation, people=people), by=by)


def remove(by: User, conversation: UUID, person: User) -> Changed:
    ask = RemovePerson(key=uuid.uuid4(), conversation=conversation, person=person.public_id)
    return groups.remove(ask, by=by)


def rename(by: User, conversation: UUID, title: str) -> Changed:
    ask = RenameConversation(key=uuid.uuid4(), conversation=conversation, title=title)
    return groups.rename(ask, by=by)


def set_role(
    by: User, conversation: UUID, person: User, role: Literal["member", "admin"]
) -> Changed:
    ask = SetRole(key=uuid.uuid4(), conversation=conversation, person=person.public_id, role=role)
    return groups.set_role(ask, by=by)


def mute(by: User, conversation: UUID, seconds: int | None) -> InboxState:
    return inbox.mute(MuteConversation(conversation=conversation, seconds=seconds), by=by)


def leave(by: User, conversation: UUID) -> Changed:
    return groups.leave(LeaveConversation(key=uuid.uuid4(), conversation=conversation), by=by)


def read(by: User, conversation: UUID, number: int) -> InboxState:
    return inbox.read(ReadConversation(conversation=conversation, number=number), by=by)


def flag(by: User, conversation: UUID, *, on: bool = True) -> InboxState:
    return inbox.mark_unread(MarkUnread(conversation=conversation, on=on), by=by)


def archive(by: User, conversation: UUID, *, on: bool = True) -> InboxState:
    return inbox.archive(ArchiveConversation(conversation=conversation, on=on), by=by)


def talking(one: User, other: User) -> UUID:
    """The conversation of two who both have written, so that neither is a stranger."""
    conversation = start(one, other, "Hello!").conversation
    say(other, conversation, "Good evening.")
    return conversation


def block(by: User, other: User) -> None:
    people.block(BlockPerson(person=other.public_id, bookings="keep"), by=by)


def befriended(one: User, name: str) -> User:
    """Somebody new whom this person has talked to."""
    other = person(name)
    talking(one, other)
    return other


def row_of(conversation: UUID) -> Conversation:
    return Conversation.objects.get(public_id=conversation)


def place_of(person: User, conversation: UUID) -> Participant:
    return Participant.objects.get(user=person, conversation__public_id=conversation)


DYNAMIC: dict[str, Any] = {"pose_style": "dynamic"}

# --- calls -----------------------------------------------------------------------------------


def session(
    by: User,
    *,
    starts_at: datetime | None = None,
    hours: float = 2,
    zone: str = "UTC",
    positions: int = 1,
    title: str = "Life drawing",
    **fields: Any,
) -> UUID:
    """A session of this host; without `starts_at` it begins in two days."""
    begin = starts_at or clock.now().replace(microsecond=0) + timedelta(days=2)
    ask = CreateSession(
        key=uuid.uuid4(),
        title=title,
        local_start=begin.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(),
        minutes=int(hours * 60),
        time_zone=zone,
        place="Attic, ring twice",
        district="Kreuzberg",
        positions=positions,
        **fields,
    )
    return sessions.create_session(ask, by=by).session


def open_call(
    by: User,
    of_session: UUID | None = None,
    *,
    closes: timedelta = timedelta(hours=1),
    requirements: dict[str, Any] | None = None,
    key: UUID | None = None,
    **fields: Any,
) -> UUID:
    """A call of this host that is for Ana and Jane; for a session of its own if none is given."""
    ask = OpenCall(
        key=key or uuid.uuid4(),
        session=of_session or session(by),
        expires_at=fields.pop("expires_at", None) or clock.now() + closes,
        requirements=DYNAMIC if requirements is None else requirements,
        **fields,
    )
    return calls.open_call(ask, by=by).call


def fan_out(call: UUID) -> None:
    """What the worker does after a call was opened."""
    after: int | None = 0
    while after is not None:
        after = fanout.tell_chunk(call_row(call).pk, after)


def apply(
    by: User, call: UUID, note: str = "", key: UUID | None = None, terms: str | None = None
) -> Applied:
    """On the terms that the call has now, or on those of an earlier look."""
    seen = terms or shown("call.apply", call)
    return applying.apply(Apply(key=key or uuid.uuid4(), call=call, terms=seen, note=note), by=by)


def withdraw(by: User, application: UUID, key: UUID | None = None) -> ApplicationDecided:
    return applying.withdraw(Withdraw(key=key or uuid.uuid4(), application=application), by=by)


def confirm(
    by: User, application: UUID, key: UUID | None = None, terms: str | None = None
) -> Confirmed:
    seen = terms or shown("call.confirm", application)
    ask = Confirm(key=key or uuid.uuid4(), application=application, terms=seen)
    return choosing.confirm(ask, by=by)


def booked(host: User, model: User, **fields: Any) -> Confirmed:
    """A model who has been booked for a session of this host."""
    return confirm(host, apply(model, open_call(host, session(host, **fields))).application)


def shown(verb: str, of: UUID) -> str:
    """What somebody who looks now agrees to by this verb; of nothing nobody sees any terms."""
    try:
        return terms_of.shown(verb, of)
    except ObjectDoesNotExist:
        return "there is nothing"


def call_row(call: UUID) -> OpenCallRow:
    return OpenCallRow.objects.get(public_id=call)


def application_row(application: UUID) -> Application:
    return Application.objects.get(public_id=application)


def session_row(of_session: UUID) -> CalendarSession:
    return CalendarSession.objects.get(public_id=of_session)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
