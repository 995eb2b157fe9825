"""Group commit: texts of many people in one transaction, each durable before its reply.

A batch of one when nothing else waits; otherwise whatever came while the last batch was
committing. Claims, locks and writes are statements of their own, sent at once: a single
statement with `ON CONFLICT` leaves holes when twins race. A conversation that somebody else
holds is skipped, so that one locked row does not hold up everybody.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from conversations.actions.messages import LATER
from conversations.events import Message, MessageCreated
from conversations.verbs import SendMessage, Sent
from protocol import topics
from protocol.commands import body_hash
from protocol.pipeline import Pipeline, Row, array, hashes, texts
from protocol.publish import Publication, to_people

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

#: Only for who may: the rest gets its exact refusal on the ordinary way, which claims anew.
#: OFFSET 0 keeps the planner from anything but one look by an index for each text.
WRITE = f"""
    WITH asked AS MATERIALIZED (
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::bigint[],
                             $6::bigint[])
             WITH ORDINALITY
             AS i(conversation, user_id, key, content, reply_to, sign_in_id, position)),
    allowed AS (
        SELECT c.id, count(*) AS n, array_agg(i.position ORDER BY i.position) AS positions,
               array_agg(i.user_id ORDER BY i.position) AS users,
               array_agg(i.key ORDER BY i.position) AS keys,
               array_agg(i.content ORDER BY i.position) AS contents,
               array_agg(i.reply_to ORDER BY i.position) AS replies
        FROM asked i CROSS JOIN LATERAL (
            SELECT id FROM conversations c
            WHERE c.public_id = i.conversation AND NOT c.blocked AND c.accepted_at IS NOT NULL
            OFFSET 0) c
        WHERE c.id = ANY({LOCKED}) AND EXISTS (
            SELECT FROM conversation_participants p, commands k, sign_ins s, user_profiles u
            WHERE p.conversation_id = c.id AND p.user_id = i.user_id AND p.left_at IS NULL
              AND k.user_id = i.user_id AND k.key = i.key AND k.result IS NULL
              AND s.id = i.sign_in_id AND s.revoked_at IS NULL
              AND (s.expires_at IS NULL OR s.expires_at > now())
              AND u.id = i.user_id AND u.is_active AND u.email_confirmed_at IS NOT NULL
            OFFSET 0) AND (i.reply_to IS NULL OR EXISTS (
            SELECT FROM messages m JOIN conversation_stints s
              ON s.conversation_id = m.conversation_id AND s.user_id = i.user_id
             AND s.to_number IS NULL AND m.number > s.from_number
            WHERE m.conversation_id = c.id AND m.number = i.reply_to
            OFFSET 0))
        GROUP BY c.id),
    moved AS (
        UPDATE conversations c
        SET last_number = c.last_number + n, version = c.version + n,
            updated_at = {LATER} + (n - 1) * interval '1 microsecond',
            changed_xid = callboard_xid()
        FROM allowed WHERE c.id = allowed.id
        RETURNING c.last_number - n AS number, c.version - n AS version,
                  c.updated_at - n * interval '1 microsecond' AS before, allowed.*),
    placed AS (
        SELECT id AS conversation_id, position, user_id, key, content, reply_to,
               number + step AS number, version + step AS version,
               before + step * interval '1 microsecond' AS created_at
        FROM moved CROSS JOIN unnest(positions, users, keys, contents, replies)
             WITH ORDINALITY AS t(position, user_id, key, content, reply_to, step)),
    written AS (
        INSERT INTO messages
            (conversation_id, number, version, sender_id, key, kind, content, reply_to, created_at)
        SELECT conversation_id, number, version, user_id, key, 'text', content, reply_to, created_at
        FROM placed),
    pointed AS (
        UPDATE conversation_participants p
        SET last_read_number = own.number, last_read_at = own.created_at, marked_unread = false
        FROM (SELECT DISTINCT ON (conversation_id, user_id) * FROM placed
              ORDER BY conversation_id, user_id, number DESC) own
        WHERE p.conversation_id = own.conversation_id AND p.user_id = own.user_id),
    answered AS (
        UPDATE commands k
        SET result = format('{{"number":%s,"version":%s}}', placed.number, placed.version)
        FROM placed WHERE k.user_id = placed.user_id AND k.key = placed.key),
    unclaimed AS (
        DELETE FROM commands k USING asked i
        WHERE k.user_id = i.user_id AND k.key = i.key AND k.result IS NULL
          AND i.position NOT IN (SELECT position FROM placed))
    SELECT position, conversation_id, number, version,
           (extract(epoch FROM created_at) * 1000000)::bigint
    FROM placed"""

READERS = f"""
    SELECT conversation_id, user_id, last_read_number FROM conversation_participants
    WHERE conversation_id = ANY({LOCKED}) AND left_at IS NULL"""

STATEMENTS = (CLAIM, LOCK, WRITE, READERS)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def takes(ask: SendMessage) -> bool:
    """Texts; an image or an empty one goes the ordinary way."""
    return ask.kind == "text" and ask.content != ""


class Asked(NamedTuple):
    """A text on its way: who asks, by which sign-in, and their public id for the frame."""

    ask: SendMessage
    user: int
    public_id: UUID
    sign_in: int


class Placed(NamedTuple):
    conversation: int
    number: int
    version: int
    created_at: datetime


class Outcome(NamedTuple):
    """What was done: an answer for each, None where the ordinary way must decide."""

    answers: list[Sent | None]
    publications: list[Publication]


async def open_connection() -> Pipeline:
    """A connection of the batches' own, in the event loop."""
    return await Pipeline.open(STATEMENTS)


async def send_batch(database: Pipeline, batch: Sequence[Asked]) -> Outcome:
    """Write what can be written at once. Keys in a batch are of different commands."""
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
    )
    _, _, placed, readers = await database.run(enumerate((claim, (conversations,), write, ())))
    return _outcome(batch, placed, readers)


def _outcome(batch: Sequence[Asked], written: Sequence[Row], rows: Sequence[Row]) -> Outcome:
    placed = {int(row[0]): _placed(row) for row in written}
    readers: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for conversation, user, last_read in rows:
        readers[int(conversation)].append((int(user), int(last_read)))
    answers: list[Sent | None] = []
    publications = []
    for position, asked in enumerate(batch, start=1):
        place = placed.get(position)
        if place is None:
            answers.append(None)
            continue
        answers.append(Sent(number=place.number, version=place.version))
        publications.append(_publication(asked, place, readers[place.conversation]))
    publications.sort(key=lambda publication: publication.version or 0)
    return Outcome(answers, publications)


def _placed(row: Row) -> Placed:
    _, conversation, number, version, created_at = map(int, row)
    return Placed(conversation, number, version, EPOCH + timedelta(microseconds=created_at))


def _publication(asked: Asked, place: Placed, readers: list[tuple[int, int]]) -> Publication:
    message = Message(
        conversation=asked.ask.conversation,
        number=place.number,
        version=place.version,
        kind="text",
        sender=asked.public_id,
        content=asked.ask.content,
        data=None,
        reply_to=asked.ask.reply_to,
        reactions=[],
        key=asked.ask.key,
        created_at=place.created_at,
        edited_at=None,
        deleted_at=None,
    )
    topic = topics.conversation(asked.ask.conversation)
    tails = {user: tail(place.number, last_read) for user, last_read in readers}
    return to_people(MessageCreated(data=message), topic, place.version, tails, tails)


def tail(number: int, last_read_number: int) -> bytes:
    """Spliced into each recipient's frame; both numbers are absolute, so nothing can drift."""
    unread = max(0, number - last_read_number)
    return b',"last_read_number":%d,"unread":%d' % (last_read_number, unread)
