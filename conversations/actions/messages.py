"""Writing messages: one function that takes a list, for texts and for the system's lines."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from conversations import events
from conversations.actions.topic import accept, enter
from conversations.events import MessageCreated
from conversations.models import Conversation, Image, Message
from conversations.queries.messages import message, visible
from conversations.verbs import SendMessage, Sent
from people.models import User
from people.queries import require_confirmed_email
from protocol import locks, publish, topics
from protocol.action import action
from protocol.refused import Refused, not_found
from protocol.sql import rows

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


class NewMessage(NamedTuple):
    """What is to be written. `sender` None: the system; `actor`: whose act it tells of."""

    conversation: Conversation
    kind: str
    content: str
    sender: User | None = None
    actor: User | None = None
    key: UUID | None = None
    data: dict[str, Any] | None = None
    reply_to: int | None = None


class Written(NamedTuple):
    number: int
    version: int
    created_at: datetime


@action
def send_message(ask: SendMessage, *, by: User) -> Sent:
    """Say something in a conversation of one's own."""
    conversation = enter(ask.conversation, by=by)
    if ask.reply_to is not None:
        visible(conversation, ask.reply_to, reader=by)
    if ask.kind == Message.IMAGE:
        written = _show(conversation, ask, by)
    else:
        if not ask.content:
            raise Refused("bad_request", "There is nothing in it yet.", field="content")
        written = say(conversation, ask.content, key=ask.key, by=by, reply_to=ask.reply_to)
    return Sent(number=written.number, version=written.version)


def say(
    conversation: Conversation, content: str, *, key: UUID, by: User, reply_to: int | None = None
) -> Written:
    """A text by one of its people, in a locked conversation, inside the caller's transaction."""
    may_write(conversation, content, by)
    _answer(conversation, by)
    text = NewMessage(conversation, Message.TEXT, content, sender=by, key=key, reply_to=reply_to)
    return write([text])[0]


def _show(conversation: Conversation, ask: SendMessage, by: User) -> Written:
    """An image of one's own that the worker has made safe; shown once."""
    may_write(conversation, ask.content, by)
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


def may_write(conversation: Conversation, content: str, by: User) -> None:
    require_confirmed_email(by)
    if conversation.blocked:
        raise Refused("blocked", "You two are not in contact any more.")
    if conversation.accepted_at is not None or conversation.opened_by_id != by.pk:
        return
    if conversation.last_number > 0:
        raise Refused(
            "forbidden", "You can write more when they have answered.", reasons=["awaiting_answer"]
        )
    refuse_links(content)


def refuse_links(content: str) -> None:
    if LINK.search(content):
        raise Refused(
            "forbidden", "A first message cannot have links.", reasons=["awaiting_answer"]
        )


# --- the write path --------------------------------------------------------------------------

#: Later than anything said there before, whatever the clock says: a pointer by time and one by
#: number count the same.
LATER = "greatest(callboard_now(), c.updated_at + interval '1 microsecond')"

WRITE = f"""
    WITH input AS (
        SELECT *, row_number() OVER (PARTITION BY conversation_id ORDER BY position) AS step
        FROM unnest(%(conversations)s::bigint[], %(senders)s::bigint[], %(actors)s::bigint[],
                    %(keys)s::uuid[], %(kinds)s::text[], %(contents)s::text[], %(data)s::jsonb[],
                    %(replies)s::bigint[])
             WITH ORDINALITY
             AS i(conversation_id, sender_id, actor_id, key, kind, content, data, reply_to,
                  position)),
    moved AS (
        UPDATE conversations c
        SET last_number = c.last_number + t.n, version = c.version + t.n,
            updated_at = {LATER} + (t.n - 1) * interval '1 microsecond',
            changed_xid = callboard_xid()
        FROM (SELECT conversation_id, count(*) AS n FROM input GROUP BY 1) t
        WHERE c.id = t.conversation_id
        RETURNING c.id, c.last_number - t.n AS number, c.version - t.n AS version,
                  c.updated_at - t.n * interval '1 microsecond' AS before),
    placed AS (
        SELECT input.*, moved.number + step AS number, moved.version + step AS version,
               before + step * interval '1 microsecond' AS created_at
        FROM input JOIN moved ON moved.id = input.conversation_id),
    written AS (
        INSERT INTO messages
            (conversation_id, number, version, sender_id, key, kind, content, data, reply_to,
             created_at)
        SELECT conversation_id, number, version, sender_id, key, kind, content, data, reply_to,
               created_at
        FROM placed),
    own AS (
        SELECT conversation_id, coalesce(sender_id, actor_id) AS user_id,
               min(number) AS first, max(number) AS last, max(created_at) AS read_at,
               bool_or(sender_id IS NOT NULL) AS own_words
        FROM placed GROUP BY 1, 2),
    pointed AS (
        UPDATE conversation_participants p
        SET last_read_number = own.last, last_read_at = own.read_at,
            marked_unread = p.marked_unread AND NOT own.own_words
        FROM own
        WHERE p.conversation_id = own.conversation_id AND p.user_id = own.user_id
          AND (own.own_words OR p.last_read_number >= own.first - 1))
    SELECT number, version, created_at FROM placed ORDER BY position"""


def write(messages: Sequence[NewMessage]) -> list[Written]:
    """Number, store and publish messages in conversations that the caller has locked.

    One's own text moves one's pointer to it and answers one's flag; a line of the system that
    tells of one's own act moves the pointer only if everything before was read.
    """
    found = rows(
        WRITE,
        {
            "conversations": [m.conversation.pk for m in messages],
            "senders": [m.sender.pk if m.sender else None for m in messages],
            "actors": [m.actor.pk if m.actor else None for m in messages],
            "keys": [m.key for m in messages],
            "kinds": [m.kind for m in messages],
            "contents": [m.content for m in messages],
            "data": [msgspec.json.encode(m.data).decode() if m.data else None for m in messages],
            "replies": [m.reply_to for m in messages],
        },
    )
    written = [Written(**row) for row in found]
    readers = _readers([m.conversation.pk for m in messages])
    publish.publish(
        [
            _publication(new, place, readers[new.conversation.pk])
            for new, place in zip(messages, written, strict=True)
        ]
    )
    return written


class Reader(NamedTuple):
    user: User
    last_read_number: int


def _readers(conversations: list[int]) -> dict[int, list[Reader]]:
    """Who takes part, with their pointers as they are now."""
    found = rows(
        "SELECT conversation_id, user_id, last_read_number, u.public_id, u.language"
        " FROM conversation_participants p JOIN user_profiles u ON u.id = p.user_id"
        " WHERE p.conversation_id = ANY(%s) AND p.left_at IS NULL",
        [conversations],
    )
    readers = defaultdict(list)
    for row in found:
        user = User(pk=row["user_id"], public_id=row["public_id"], language=row["language"])
        readers[row["conversation_id"]].append(Reader(user, row["last_read_number"]))
    return readers


def _publication(new: NewMessage, place: Written, readers: list[Reader]) -> publish.Publication:
    topic = topics.conversation(new.conversation.public_id)
    tails = {r.user.pk: _tail(place.number, r.last_read_number) for r in readers}
    if new.sender is not None:
        event = MessageCreated(data=_as_read(new, place, new.sender))
        return publish.to_people(event, topic, place.version, tails, tails)
    parts = []
    for reader in readers:
        event = MessageCreated(data=_as_read(new, place, reader.user))
        frame = publish.frame(event, topic, place.version)
        parts.append(publish.Part(frame, [reader.user.pk], [tails[reader.user.pk]]))
    return publish.Publication(topic, place.version, parts)


def _as_read(new: NewMessage, place: Written, reader: User) -> events.Message:
    row = {
        "number": place.number,
        "version": place.version,
        "kind": new.kind,
        "sender": new.sender.public_id if new.sender else None,
        "content": new.content,
        "data": new.data,
        "reply_to": new.reply_to,
        "key": new.key,
        "created_at": place.created_at,
        "edited_at": None,
        "deleted_at": None,
    }
    return message(row, new.conversation.public_id, reader)


def _tail(number: int, last_read_number: int) -> bytes:
    """Spliced into each recipient's frame; both numbers are absolute, so nothing can drift."""
    unread = max(0, number - last_read_number)
    return b',"last_read_number":%d,"unread":%d' % (last_read_number, unread)
