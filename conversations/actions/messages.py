"""What somebody says in a conversation, and what the system tells there."""

from typing import Any
from uuid import UUID

from conversations import mentions, queries
from conversations.actions import inbox
from conversations.actions.reaching import reach
from conversations.actions.topic import accept, enter, guard_contact, refuse_links
from conversations.actions.writing import NewMessage, Written, write
from conversations.models import Conversation, Image, Message
from conversations.queries.messages import visible
from conversations.verbs import SendMessage, Sent
from core import locks
from core.refused import Refused, not_found
from people.models import User
from protocol.action import action


@action
def send_message(ask: SendMessage, *, by: User) -> Sent:
    """Say something in a conversation of one's own."""
    _reach_called(ask, by)
    conversation = enter(ask.conversation, by=by)
    if ask.reply_to is not None:
        visible(conversation, ask.reply_to, reader=by)
    if ask.kind == Message.IMAGE:
        written = _show(conversation, ask, by)
    else:
        if not ask.content:
            raise Refused("bad_request", "There is nothing in it yet.", field="content")
        written = say(conversation, ask.content, key=ask.key, by=by, reply_to=ask.reply_to)
    inbox.answer_flag(conversation, by)
    return Sent(number=written.number, version=written.version)


def _reach_called(ask: SendMessage, by: User) -> None:
    """Members of a group who are called by name hear it, also those who do not know one."""
    handles = mentions.called(ask.content)
    conversation = queries.present(ask.conversation, user=by) if handles else None
    if conversation is None or conversation.kind != Conversation.GROUP:
        return
    called = User.objects.filter(
        handle__in=handles, participations__conversation=conversation, participations__left_at=None
    )
    others = list(called.exclude(pk=by.pk).order_by("pk"))
    if others:
        reach(by, "mention", *others)


def say(
    conversation: Conversation, content: str, *, key: UUID, by: User, reply_to: int | None = None
) -> Written:
    """A text by one of its people, in a locked conversation, inside the caller's transaction."""
    require_may_write(conversation, content, by)
    _answer(conversation, by)
    text = NewMessage(conversation, Message.TEXT, content, sender=by, key=key, reply_to=reply_to)
    return write([text])[0]


def _show(conversation: Conversation, ask: SendMessage, by: User) -> Written:
    """An image of one's own that the worker has made safe; shown once."""
    require_may_write(conversation, ask.content, by)
    if conversation.accepted_at is None and conversation.opened_by_id == by.pk:
        raise Refused(
            "forbidden", "A first message cannot be an image.", reasons=["awaiting_answer"]
        )
    if ask.image is None:
        raise Refused("bad_request", "Which image?", field="image")
    _answer(conversation, by)
    locks.taking("image", [0])
    image = Image.objects.select_for_update().filter(public_id=ask.image, owner=by).first()
    if image is None or image.message_id is not None:
        raise not_found()
    if image.state == Image.REFUSED:
        raise Refused("conflict", image.problem)
    if image.state != Image.READY:
        raise Refused("conflict", "This image is not ready yet.")
    data = {"image": str(image.public_id), "width": image.width, "height": image.height}
    shown = NewMessage(
        conversation,
        Message.IMAGE,
        ask.content,
        sender=by,
        key=ask.key,
        data=data,
        reply_to=ask.reply_to,
    )
    written = write([shown])[0]
    image.message = Message.objects.get(conversation=conversation, number=written.number)
    image.save(update_fields=["message"])
    return written


def _answer(conversation: Conversation, by: User) -> None:
    """Whoever answers a first contact opens it for both."""
    if conversation.accepted_at is None and conversation.opened_by_id != by.pk:
        accept(conversation)


def say_as_system(
    conversation: Conversation, data: dict[str, Any], *, summary: str, actor: User | None
) -> Written:
    """A line of the system, in a locked conversation, inside the caller's transaction.

    `data["type"]` names the sentence, which each reader gets in their own words; `summary` is
    what the row itself says, for exports and search.
    """
    line = NewMessage(conversation, Message.SYSTEM, summary, actor=actor, data=data)
    return write([line])[0]


def require_may_write(conversation: Conversation, content: str, by: User) -> None:
    """Raise with the reason. A first message is one text without links; an answer is free."""
    if queries.may_write(conversation, by):
        return
    guard_contact(conversation, by=by)
    if conversation.opened_by_id != by.pk:
        return
    if conversation.messages.filter(sender=by).exists():
        raise Refused(
            "forbidden", "You can write more when they have answered.", reasons=["awaiting_answer"]
        )
    refuse_links(content)
