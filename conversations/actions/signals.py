"""What passes: who is writing, how far others have read. Not stored, may be lost."""

from collections.abc import Callable
from uuid import UUID

from conversations import queries
from conversations.events import PersonTyping, Receipts, ReceiptsChanged, TypingPerson
from conversations.queries import signals
from conversations.topics import CONVERSATION, RECEIPTS, TYPING
from conversations.verbs import TellTyping
from people import actions as people
from people.models import User
from protocol import publish
from protocol.action import action
from protocol.wire import Event, Noted

#: Seconds for which somebody is shown as writing.
WRITING = 6


@action
def typing(ask: TellTyping, *, by: User) -> Noted:
    conversation = queries.present(ask.conversation, user=by).public_id
    person = TypingPerson(conversation=conversation, person=by.public_id)
    event = PersonTyping(data=person, ttl=WRITING)
    audience = signals.audience(conversation, "shows_typing", of_user=by)
    if audience:
        key = TYPING.about(conversation, by.pk)
        publish.publish([_passing(event, key, conversation, audience)])
    return Noted()


def receipt(conversation: UUID, number: int, *, by: User) -> None:
    """How far this person has read now; absolute, so only the last one matters."""
    audience = signals.audience(conversation, "shows_receipts", of_user=by)
    if audience:
        publish.publish([told_receipt(conversation, number, audience, by.pk, by.public_id)])


def told_receipt(
    conversation: UUID, number: int, audience: list[int], reader: int, public_id: UUID
) -> publish.Publication:
    event = ReceiptsChanged(data=Receipts(conversation=conversation, read={public_id: number}))
    return _passing(event, RECEIPTS.about(conversation, reader), conversation, audience)


def _passing(
    event: Event, key: str, conversation: UUID, audience: list[int]
) -> publish.Publication:
    """Of each `key` only the newest counts, where it is handed out."""
    frame = publish.frame(event, CONVERSATION.topic(conversation))
    return publish.Publication(key, None, [publish.Part(frame, audience)])


@people.when_blocked("user")
def stop_observing(parting: people.Parting) -> Callable[[], object] | None:
    """Neither sees any more whether the other is here."""
    if parting.apart:
        one, other = parting.by.pk, parting.other.pk
        publish.publish(
            [
                publish.unobserved(one, [other]),
                publish.unobserved(other, [one]),
            ]
        )
    return None
