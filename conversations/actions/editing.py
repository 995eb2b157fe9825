"""Changing what was said: edit, take back, react. Who cannot see a message only counts it."""

from datetime import timedelta

from conversations.actions.topic import (
    enter,
    guard_contact,
    lock,
    next_version,
    people_of,
    refuse_links,
)
from conversations.events import MessageChanged, ReactionChanged, ReactionOf
from conversations.models import (
    Conversation,
    Message,
    MessageRevision,
    Reaction,
    ReactionRevision,
)
from conversations.queries import messages
from conversations.topics import CONVERSATION
from conversations.verbs import Changed, DeleteMessage, EditMessage, React
from core import clock
from core.refused import Refused
from core.transaction import transaction
from people.models import User
from protocol import publish
from protocol.action import action
from protocol.publish import Part, Publication
from protocol.wire import Event

EDITABLE, DELETABLE = timedelta(minutes=15), timedelta(hours=24)
#: Signs of one person on one message, taken back ones included.
SIGNS = 20


@action
def edit(ask: EditMessage, *, by: User) -> Changed:
    conversation, message = _own(ask, by)
    guard_contact(conversation, by=by)
    if message.kind == Message.SYSTEM or message.kind == Message.IMAGE:
        raise Refused("bad_request", "Only texts can be edited.", field="number")
    now = clock.now()
    if now >= message.created_at + EDITABLE:
        raise Refused("forbidden", "A text can be edited for 15 minutes.", reasons=["too_late"])
    if conversation.accepted_at is None:
        refuse_links(ask.content)
    if message.content == ask.content:
        return Changed(version=conversation.version)
    message.content, message.edited_at = ask.content, now
    return _store(conversation, message, by)


@action
def delete(ask: DeleteMessage, *, by: User) -> Changed:
    """Only a tombstone stays: that there was a message, whose and when."""
    conversation, message = _own(ask, by)
    now = clock.now()
    if now >= message.created_at + DELETABLE:
        raise Refused(
            "forbidden", "A message can be taken back for 24 hours.", reasons=["too_late"]
        )
    message.content, message.data, message.deleted_at = "", None, now
    return _store(conversation, message, by)


def take_down(message: Message) -> None:
    """By the staff: however old it is, and whether or not its author is still there."""
    with transaction():
        conversation = lock(message.conversation)
        row = Message.objects.get(pk=message.pk)
        if row.deleted_at is None:
            _empty(conversation, row)
        # Former members still saw it as it was before.
        MessageRevision.objects.filter(message=row).update(
            content=row.content, data=row.data, deleted_at=row.deleted_at, words=None
        )


def _empty(conversation: Conversation, row: Message) -> None:
    """Of a line of the system only a title is in anybody's words."""
    if row.kind == Message.SYSTEM:
        row.data = {name: "" if name == "title" else it for name, it in (row.data or {}).items()}
    else:
        row.content, row.data, row.via, row.deleted_at = "", None, None, clock.now()
    there = User.objects.filter(pk__in=messages.who_sees(conversation, row.number)).first()
    if there is not None:
        _store(conversation, row, there)
    else:
        row.version = next_version(conversation)
        row.save(update_fields=["content", "data", "via", "deleted_at", "version"])


def take_reactions_down(message: Message, person: User) -> None:
    """By the staff: all that this person has put on a message of anybody's."""
    with transaction():
        conversation = lock(message.conversation)
        for sign in Reaction.objects.filter(message=message, user=person, on=True).order_by("pk"):
            sign.on, sign.version = False, next_version(conversation)
            sign.save(update_fields=["on", "version"])
            _tell_reaction(conversation, message, sign)
        ReactionRevision.objects.filter(reaction__message=message, reaction__user=person).delete()


@action
def react(ask: React, *, by: User) -> Changed:
    """The sign is a row of its own, so a message does not change under those who have left."""
    conversation = enter(ask.conversation, by=by)
    message = messages.changeable(conversation, ask.number, by=by)
    _may_react(conversation, message, by)
    mine = Reaction.objects.filter(message=message, user=by)
    known = mine.filter(emoji=ask.emoji).first()
    if ask.on == (known is not None and known.on):
        return Changed(version=conversation.version)
    if known is None and mine.count() >= SIGNS:
        raise Refused("conflict", "That is as many signs as one message bears.")
    version = next_version(conversation)
    sign, _ = Reaction.objects.update_or_create(
        message=message,
        user=by,
        emoji=ask.emoji,
        defaults={"conversation": conversation, "on": ask.on, "version": version},
    )
    _tell_reaction(conversation, message, sign)
    return Changed(version=version)


def _tell_reaction(conversation: Conversation, message: Message, sign: Reaction) -> None:
    data = ReactionOf(
        conversation=conversation.public_id,
        number=message.number,
        person=sign.user.public_id,
        emoji=sign.emoji,
        on=sign.on,
        version=sign.version,
    )
    _publish(ReactionChanged(data=data), conversation, message.number, sign.version)


def _may_react(conversation: Conversation, message: Message, by: User) -> None:
    guard_contact(conversation, by=by)
    if conversation.accepted_at is None:
        raise Refused("forbidden", "Answer first.", reasons=["awaiting_answer"])
    if message.deleted_at is not None:
        raise Refused("conflict", "This message was taken back.")


def _own(ask: EditMessage | DeleteMessage, by: User) -> tuple[Conversation, Message]:
    conversation = enter(ask.conversation, by=by)
    message = messages.changeable(conversation, ask.number, by=by)
    if message.sender_id != by.pk:
        raise Refused("forbidden", "This is not your message.")
    if message.deleted_at is not None:
        raise Refused("conflict", "It was taken back already.")
    return conversation, message


def _store(conversation: Conversation, message: Message, by: User) -> Changed:
    message.version = next_version(conversation)
    message.save(update_fields=["content", "data", "via", "edited_at", "deleted_at", "version"])
    data = messages.one(conversation, message.number, reader=by)
    _publish(MessageChanged(data=data), conversation, message.number, message.version)
    return Changed(version=message.version)


def _publish(event: Event, conversation: Conversation, number: int, version: int) -> None:
    """Those who came later hear only that something changed."""
    topic = CONVERSATION.topic(conversation.public_id)
    seeing = messages.who_sees(conversation, number)
    others = [person for person in people_of(conversation) if person not in set(seeing)]
    parts = [Part(publish.frame(event, topic, version), seeing)]
    if others:
        parts.append(Part(publish.skip(topic, version), others))
    publish.publish([Publication(topic, version, parts)])
