"""What passes: who is writing, how far others have read. Not stored, may be lost."""

from collections.abc import Callable
from uuid import UUID

from conversations import queries
from conversations.events import PersonTyping, Receipts, ReceiptsChanged, TypingPerson
from conversations.queries import signals
from conversations.queries.signals import Switch
from conversations.verbs import TellTyping
from people import actions as people
from people.models import User
from people.queries import are_blocked
from protocol import publish, topics
from protocol.action import action
from protocol.wire import Event, Noted

#: Seconds for which somebody is shown as writing.
WRITING = 6


@action
def typing(ask: TellTyping, *, by: User) -> Noted:
    conversation = queries.present(ask.conversation, user=by).public_id
    person = TypingPerson(conversation=conversation, person=by.public_id)
    key = f"typing.{conversation}.{by.pk}"
    _pass_on(PersonTyping(data=person, ttl=WRITING), key, conversation, "shows_typing", by)
    return Noted()


def receipt(conversation: UUID, number: int, *, by: User) -> None:
    """How far this person has read now; absolute, so only the last one matters."""
    data = Receipts(conversation=conversation, read={by.public_id: number})
    key = f"receipts.{conversation}.{by.pk}"
    _pass_on(ReceiptsChanged(data=data), key, conversation, "shows_receipts", by)


def _pass_on(event: Event, key: str, conversation: UUID, switch: Switch, by: User) -> None:
    """Of each `key` only the newest counts, where it is handed out."""
    audience = signals.audience(conversation, switch, of_user=by)
    if audience:
        topic = topics.conversation(conversation)
        part = publish.Part(publish.frame(event, topic), audience)
        publish.publish([publish.Publication(key, None, [part])])


@people.when_blocked("user")
def stop_observing(blocker: User, blocked: User) -> Callable[[], object] | None:
    """Neither sees any more whether the other is here."""
    if are_blocked(blocker.pk, blocked.pk):
        publish.publish(
            [
                publish.Unwatched(f"presence.{blocker.pk}", [blocked.pk]),
                publish.Unwatched(f"presence.{blocked.pk}", [blocker.pk]),
            ]
        )
    return None
