"""Texts: claims, locks and writes are statements of their own, sent at once.

A single statement with `ON CONFLICT` would leave holes when twins race. A conversation that
somebody else holds is skipped, so that one locked row does not hold up everybody.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from conversations.actions.batch.asked import Answer, Asked, at, micros
from conversations.actions.writing import GATHERED, STORED, to_readers
from conversations.events import Message
from conversations.queries import MAY_WRITE
from conversations.verbs import SendMessage, Sent
from core.pipeline import Row, array, hashes, texts
from people.queries import LIVE
from protocol.commands import body_hash
from protocol.publish import Publication

Text = Asked[SendMessage]

#: In the order of (user, key), as every other transaction claims.
CLAIM = """
    INSERT INTO commands (user_id, key, body_hash)
    SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bytea[])
    ORDER BY 1, 2 ON CONFLICT DO NOTHING"""

#: Ascending, and only what is free; the ids are kept for the statements that follow.
LOCK = """
    SELECT set_config('callboard.locked', coalesce(string_agg(id::text, ','), ''), true)
    FROM (SELECT id FROM conversations WHERE public_id = ANY($1::uuid[])
          ORDER BY id FOR NO KEY UPDATE SKIP LOCKED) free"""

LOCKED = "string_to_array(current_setting('callboard.locked'), ',')::bigint[]"

#: Texts of those who may write at once. Any other gets its exact refusal from the ordinary action,
#: which claims its key anew. OFFSET 0 keeps the planner from anything but one look by an index
#: for each text.
WRITE = f"""
    WITH asked AS MATERIALIZED (
        SELECT *, NULL::bigint AS actor_id, 'text' AS kind, NULL::jsonb AS data
        FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::bigint[],
                    $6::bigint[], $7::text[], $8::boolean[])
             WITH ORDINALITY
             AS i(conversation, sender_id, key, content, reply_to, sign_in_id, via, own,
                  position)),
    said AS (
        SELECT c.id, {GATHERED}
        FROM asked i CROSS JOIN LATERAL (
            SELECT id, blocked, accepted_at FROM conversations WHERE public_id = i.conversation
            OFFSET 0) c
        WHERE c.id = ANY({LOCKED}) AND EXISTS (
            SELECT FROM conversation_participants p, commands k, sign_ins s, user_profiles u
            WHERE p.conversation_id = c.id AND p.user_id = i.sender_id AND {MAY_WRITE}
              AND NOT p.marked_unread
              AND k.user_id = i.sender_id AND k.key = i.key AND k.result IS NULL
              AND s.id = i.sign_in_id AND u.id = i.sender_id AND {LIVE.format(now="now()")}
              AND u.email_confirmed_at IS NOT NULL
            OFFSET 0) AND (i.reply_to IS NULL OR EXISTS (
            SELECT FROM messages m JOIN conversation_stints s
              ON s.conversation_id = m.conversation_id AND s.user_id = i.sender_id
             AND s.to_number IS NULL AND m.number > s.from_number
            WHERE m.conversation_id = c.id AND m.number = i.reply_to
            OFFSET 0))
        GROUP BY c.id),
    {STORED},
    answered AS (
        UPDATE commands k
        SET result = format('{{"number":%s,"version":%s}}', placed.number, placed.version)
        FROM placed WHERE k.user_id = placed.sender_id AND k.key = placed.key),
    unclaimed AS (
        DELETE FROM commands k USING asked i
        WHERE k.user_id = i.sender_id AND k.key = i.key AND k.result IS NULL
          AND i.position NOT IN (SELECT position FROM placed))
    SELECT position, conversation_id, number, version,
           {micros("created_at")}
    FROM placed"""

READERS = f"""
    SELECT conversation_id, user_id, last_read_number FROM conversation_participants
    WHERE conversation_id = ANY({LOCKED}) AND left_at IS NULL"""


def takes(ask: SendMessage) -> bool:
    """An image, an empty text and one that calls somebody by name go the ordinary way."""
    return ask.kind == "text" and ask.content != "" and "@" not in ask.content


def values(batch: Sequence[Text]) -> tuple[tuple[bytes, ...], ...]:
    """For each of these statements. Keys in a batch are of different commands."""
    users = array(asked.user for asked in batch)
    keys = array(asked.ask.key for asked in batch)
    conversations = array(asked.ask.conversation for asked in batch)
    claim = users, keys, hashes(body_hash(asked.ask) for asked in batch)
    write = (
        conversations,
        users,
        keys,
        texts(asked.ask.content for asked in batch),
        array(asked.ask.reply_to for asked in batch),
        array(asked.sign_in for asked in batch),
        texts(asked.via for asked in batch),
        array(asked.present for asked in batch),
    )
    return claim, (conversations,), write, ()


class Placed(NamedTuple):
    conversation: int
    number: int
    version: int
    created_at: int


def answers(batch: Sequence[Text], written: Sequence[Row], rows: Sequence[Row]) -> list[Answer]:
    placed = {int(row[0]): Placed(*map(int, row[1:])) for row in written}
    readers: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for conversation, user, last_read in rows:
        readers[int(conversation)].append((int(user), int(last_read)))
    found = []
    for position, asked in enumerate(batch, start=1):
        place = placed.get(position)
        if place is None:
            found.append(Answer())
        else:
            sent = Sent(number=place.number, version=place.version)
            told = _publication(asked, place, readers[place.conversation])
            found.append(Answer(sent, [told]))
    return found


def _publication(asked: Text, place: Placed, readers: list[tuple[int, int]]) -> Publication:
    message = Message(
        conversation=asked.ask.conversation,
        number=place.number,
        version=place.version,
        kind="text",
        sender=asked.public_id,
        via=asked.via,
        content=asked.ask.content,
        data=None,
        reply_to=asked.ask.reply_to,
        reactions=[],
        key=asked.ask.key,
        created_at=at(place.created_at),
        edited_at=None,
        deleted_at=None,
    )
    return to_readers(message, readers)
