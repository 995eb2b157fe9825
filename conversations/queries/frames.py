"""Changed messages as the frames that tell of them, put together by the database itself: for whom
a thousand were missed, they are read, joined and encoded in one place."""

from typing import Any

import msgspec

from conversations.models import Conversation
from conversations.queries.messages import MESSAGES, change
from conversations.queries.visibility import IN_STINT, REACTED
from core.sql import planned, rows
from people.models import User
from protocol.wire import Change, Framed


def _text(sql: str) -> str:
    """As a JSON string, of what needs no escape."""
    return f"""'"' || {sql} || '"'"""


def _instant(sql: str) -> str:
    return _text(f"""to_char({sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""")


def _object(**fields: str) -> str:
    """JSON by concatenation: json_build_object takes more than twice the time."""
    pairs = (f"""'"{name}":' || coalesce({sql}, 'null')""" for name, sql in fields.items())
    return f"""'{{' || {" || ',' || ".join(pairs)} || '}}'"""


#: Who reacted to a message that is new since then, did so since then: that is asked once.
REACTIONS = f"""
    CASE WHEN m.edited_at IS NOT NULL OR m.deleted_at IS NOT NULL OR m.id IN (
        SELECT r.message_id FROM message_reactions r
        WHERE r.conversation_id = %(conversation)s AND r.version > %(version)s)
    THEN ({REACTED})::text END"""
#: Those who have ever been here are few, and each is made a text once.
SENDERS = f"""
    SELECT u.id, {_text("u.public_id::text")} AS person FROM user_profiles u
    WHERE u.id IN (SELECT p.user_id FROM conversation_participants p
                   WHERE p.conversation_id = %(conversation)s) OFFSET 0"""

DATA = _object(
    conversation=_text("%(public_id)s::text"),
    number="m.number::text",
    version="m.version::text",
    kind=_text("m.kind"),
    sender="sender.person",
    via="to_json(m.via)::text",
    content="to_json(m.content)::text",
    data="""(m.data || '{"type": "image"}')::text""",
    reply_to="m.reply_to::text",
    key=_text("m.key::text"),
    created_at=_instant("m.created_at"),
    edited_at=_instant("m.edited_at"),
    deleted_at=_instant("m.deleted_at"),
    reactions=f"coalesce(({REACTIONS}), '[]')",
)

FRAME = _object(
    type="""CASE WHEN m.edited_at IS NULL AND m.deleted_at IS NULL
            THEN '"message.created"' ELSE '"message.changed"' END""",
    version="m.version::text",
    data=DATA,
)

#: Of a message in bytes, at least; its text is not read for that.
SIZE = """octet_length(m.content) + 100 * CASE
    WHEN m.edited_at IS NOT NULL OR m.deleted_at IS NOT NULL
    THEN (SELECT count(*) FROM message_reactions g WHERE g.message_id = m.id)
    ELSE coalesce(n.reactions, 0) END::int"""
#: How many messages have less than `size` bytes together, and the one that goes over. Asked apart,
#: and of narrow rows: in the statement that makes the frames it would cost as much as those.
FITTING = f"""
    SELECT count(*) FROM (
        SELECT sum({SIZE}) OVER (ORDER BY m.version ROWS BETWEEN UNBOUNDED PRECEDING
                                 AND 1 PRECEDING) AS before
        FROM messages m JOIN conversation_stints s ON {IN_STINT}
        LEFT JOIN (SELECT g.message_id, count(*) AS reactions FROM message_reactions g
                   WHERE g.conversation_id = %(conversation)s AND g.version > %(version)s
                   GROUP BY 1) n ON n.message_id = m.id
        WHERE m.conversation_id = %(conversation)s AND m.version > %(version)s
        ORDER BY m.version LIMIT %(limit)s) sized
    WHERE coalesce(sized.before, 0) < %(size)s"""
#: So few cannot be too many, whatever they say.
FEW = 60
#: The system speaks in the reader's words, so that its lines are made elsewhere.
FRAMES = f"""
    SELECT m.version, CASE WHEN m.kind <> 'system_notification' THEN {FRAME} END
    FROM messages m JOIN conversation_stints s ON {IN_STINT}
    LEFT JOIN ({SENDERS}) sender ON sender.id = m.sender_id
    WHERE m.conversation_id = %(conversation)s AND m.version > %(version)s
    ORDER BY m.version LIMIT %(limit)s"""


def changed_since(
    conversation: Conversation, version: int, *, reader: User, limit: int, size: int | None = None
) -> list[Change | Framed]:
    """In the order of their versions. What comes after `size` bytes is left out."""
    asked: dict[str, Any] = {
        "conversation": conversation.pk,
        "public_id": conversation.public_id,
        "user": reader.pk,
        "version": version,
        "limit": limit,
    }
    if size is not None and conversation.version - version > FEW:
        [(asked["limit"],)] = planned(FITTING, asked | {"size": size})
    found = planned(FRAMES, asked)
    by_the_system = [version for version, frame in found if frame is None]
    changes: list[Change | Framed] = [
        *(Framed(version, msgspec.Raw(frame.encode())) for version, frame in found if frame),
        *_lines(conversation, by_the_system, reader),
    ]
    return sorted(changes, key=lambda change: change.version) if by_the_system else changes


def _lines(conversation: Conversation, versions: list[int], reader: User) -> list[Change]:
    if not versions:
        return []
    asked = {"conversation": conversation.pk, "user": reader.pk, "versions": versions}
    found = rows(f"{MESSAGES} AND m.version = ANY(%(versions)s)", asked)
    return [change(row, conversation, reader) for row in found]
