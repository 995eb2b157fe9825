"""The system's lines in the conversation of a host and a model: one for each decision."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from conversations.actions.topic import accept, lock_all
from conversations.actions.writing import NewMessage, write
from conversations.models import Conversation, Message
from people.models import User
from workflows import sentences
from workflows.models import Application, Booking, CalendarSession, JobOffer

#: What is an answer: whoever asked is no stranger any more.
ANSWERS = ("application.accepted", "offer.accepted")


class Line(NamedTuple):
    """`what` happened between the two of a conversation, about a session."""

    what: str
    conversation: Conversation | None
    host: User
    model: User
    session: CalendarSession


def of_application(application: Application, what: str) -> Line:
    call = application.open_call
    return Line(
        f"application.{what}",
        application.conversation,
        call.host,
        application.model.user_profile,
        call.calendar_session,
    )


def of_offer(offer: JobOffer, what: str) -> Line:
    session = offer.calendar_session
    return Line(
        f"offer.{what}", offer.conversation, session.host, offer.model.user_profile, session
    )


def of_booking(booking: Booking, what: str) -> Line:
    source = booking.application or booking.offer
    session = booking.calendar_session
    conversation = source.conversation if source else None
    return Line(f"booking.{what}", conversation, session.host, booking.model.user_profile, session)


def write_lines(lines: Sequence[Line], *, now: datetime, actor: User | None) -> None:
    """Host and model read the same line in their own words; `actor` has read it already."""
    wanted = [line for line in lines if line.conversation is not None]
    if not wanted:
        return
    locked = lock_all(line.conversation.pk for line in lines if line.conversation is not None)
    messages = []
    for line in wanted:
        facts = sentences.facts(
            line.what, host=line.host, model=line.model, session=line.session, now=now
        )
        assert line.conversation is not None
        conversation = locked[line.conversation.pk]
        if line.what in ANSWERS and conversation.accepted_at is None:
            accept(conversation)
        content = sentences.summary(facts)
        messages.append(NewMessage(conversation, Message.SYSTEM, content, actor=actor, data=facts))
    write(messages)
