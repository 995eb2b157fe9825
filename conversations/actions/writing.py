"""The one way in which messages are stored, numbered and told to those who take part.

Both roads lead here: an action that holds its conversations, and the batch that takes texts of
many people at once. They differ in how they come to the rows of `said`, and in nothing after.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from conversations import events
from conversations.events import MessageCreated
from conversations.models import Conversation
from conversations.queries.messages import message
from conversations.queries.unread import tail
from conversations.topics import CONVERSATION
from core.sql import rows
from people.models import User
from protocol import publish


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


#: What is asked for, as columns of `i`, gathered by conversation: one row of `said` each.
GATHERED = """count(*) AS n, array_agg(i.position ORDER BY i.position) AS positions,
               array_agg(i.sender_id ORDER BY i.position) AS senders,
               array_agg(i.actor_id ORDER BY i.position) AS actors,
               array_agg(i.key ORDER BY i.position) AS keys,
               array_agg(i.kind ORDER BY i.position) AS kinds,
               array_agg(i.content ORDER BY i.position) AS contents,
               array_agg(i.data ORDER BY i.position) AS data,
               array_agg(i.reply_to ORDER BY i.position) AS replies,
               array_agg(i.via ORDER BY i.position) AS vias,
               array_agg(i.own ORDER BY i.position) AS owns"""

#: Comes after `said`, whose conversations are locked. A message is later than anything said there
#: before, whatever the clock says: a pointer by time and one by number count the same.
STORED = """
    moved AS (
        UPDATE conversations c
        SET last_number = c.last_number + n, version = c.version + n,
            updated_at = greatest(callboard_now(), c.updated_at + interval '1 microsecond')
                + (n - 1) * interval '1 microsecond',
            changed_xid = callboard_xid()
        FROM said WHERE c.id = said.id
        RETURNING c.last_number - n AS number, c.version - n AS version,
                  c.updated_at - n * interval '1 microsecond' AS before, said.*),
    placed AS (
        SELECT id AS conversation_id, position, sender_id, actor_id, key, kind, content, t.data,
               reply_to, via, own, number + step AS number, version + step AS version,
               before + step * interval '1 microsecond' AS created_at
        FROM moved CROSS JOIN unnest(positions, senders, actors, keys, kinds, contents,
                                     moved.data, replies, vias, owns)
             WITH ORDINALITY
             AS t(position, sender_id, actor_id, key, kind, content, data, reply_to, via, own,
                  step)),
    written AS (
        INSERT INTO messages
            (conversation_id, number, version, sender_id, key, kind, content, data, reply_to, via,
             created_at)
        SELECT conversation_id, number, version, sender_id, key, kind, content, data, reply_to, via,
               created_at
        FROM placed),
    pointed AS (
        UPDATE conversation_participants p
        SET last_read_number = own.last, last_read_at = own.read_at
        FROM (SELECT conversation_id, coalesce(sender_id, actor_id) AS user_id,
                     min(number) AS first, max(number) AS last, max(created_at) AS read_at,
                     bool_or(own) AS own_words
              FROM placed GROUP BY 1, 2) own
        WHERE p.conversation_id = own.conversation_id AND p.user_id = own.user_id
          AND p.left_at IS NULL
          AND (own.own_words OR p.last_read_number >= own.first - 1))"""

WRITE = f"""
    WITH said AS (
        SELECT i.conversation_id AS id, {GATHERED}
        FROM unnest(%(conversations)s::bigint[], %(senders)s::bigint[], %(actors)s::bigint[],
                    %(keys)s::uuid[], %(kinds)s::text[], %(contents)s::text[], %(data)s::jsonb[],
                    %(replies)s::bigint[], %(vias)s::text[], %(own)s::boolean[])
             WITH ORDINALITY
             AS i(conversation_id, sender_id, actor_id, key, kind, content, data, reply_to,
                  via, own, position)
        GROUP BY 1),
    {STORED}
    SELECT number, version, created_at FROM placed ORDER BY position"""


def write(messages: Sequence[NewMessage]) -> list[Written]:
    """Number, store and publish messages in conversations that the caller has locked.

    One's own text moves one's pointer to it. A line of the system that tells of one's own act,
    and what a program says for one, move it only if everything before was read; and nothing
    moves that of a former member.
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
            "vias": [m.sender.via if m.sender else None for m in messages],
            "own": [m.sender is not None and m.sender.is_here for m in messages],
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
    if new.sender is not None:
        pointers = ((reader.user.pk, reader.last_read_number) for reader in readers)
        return to_readers(_as_read(new, place, new.sender), pointers)
    topic = CONVERSATION.topic(new.conversation.public_id)
    parts = []
    for reader in readers:
        event = MessageCreated(data=_as_read(new, place, reader.user))
        frame = publish.frame(event, topic, place.version)
        unread = tail(place.number, reader.last_read_number)
        parts.append(publish.Part(frame, [reader.user.pk], [unread]))
    return publish.Publication(topic, place.version, parts)


def to_readers(said: events.Message, pointers: Iterable[tuple[int, int]]) -> publish.Publication:
    """Somebody's own words, which are the same for all; `pointers`: up to where each has read."""
    topic = CONVERSATION.topic(said.conversation)
    tails = {user: tail(said.number, last_read) for user, last_read in pointers}
    return publish.to_people(MessageCreated(data=said), topic, said.version, tails, tails)


def _as_read(new: NewMessage, place: Written, reader: User) -> events.Message:
    row = {
        "number": place.number,
        "version": place.version,
        "kind": new.kind,
        "sender": new.sender.public_id if new.sender else None,
        "via": new.sender.via if new.sender else None,
        "content": new.content,
        "data": new.data,
        "reply_to": new.reply_to,
        "key": new.key,
        "created_at": place.created_at,
        "edited_at": None,
        "deleted_at": None,
    }
    return message(row, new.conversation.public_id, reader)
