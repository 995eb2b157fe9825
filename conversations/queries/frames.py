"""Changed messages as the frames that tell of them, put together by the database itself: for whom
a thousand were missed, they are read, joined and encoded in one place."""

import msgspec

from conversations.models import Conversation
from conversations.queries.messages import HEARD, IN_STINT, MESSAGES, change
from people.models import User
from protocol.sql import rows
from protocol.wire import Change, Framed


def _instant(column: str) -> str:
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


#: The system speaks in the reader's words, so that its lines are made elsewhere.
FRAMES = f"""
    SELECT m.version, CASE WHEN m.kind <> 'system_notification' THEN json_build_object(
        'type', CASE WHEN m.edited_at IS NULL AND m.deleted_at IS NULL
                THEN 'message.created' ELSE 'message.changed' END,
        'version', m.version,
        'data', json_build_object(
            'conversation', %(public_id)s::text, 'number', m.number, 'version', m.version,
            'kind', m.kind, 'sender', sender.public_id, 'content', m.content, 'data', m.data,
            'reply_to', m.reply_to, 'key', m.key, 'created_at', {_instant("m.created_at")},
            'edited_at', {_instant("m.edited_at")}, 'deleted_at', {_instant("m.deleted_at")},
            'reactions', (
                SELECT coalesce(json_agg(json_build_object('person', u.public_id,
                           'emoji', r.emoji, 'on', r."on", 'version', r.version)
                           ORDER BY r.version), '[]')
                FROM message_reactions r JOIN user_profiles u ON u.id = r.user_id
                WHERE r.message_id = m.id AND {HEARD})))::text END AS frame
    FROM messages m JOIN conversation_stints s ON {IN_STINT}
    LEFT JOIN user_profiles sender ON sender.id = m.sender_id
    WHERE m.conversation_id = %(conversation)s AND m.version > %(version)s
    ORDER BY m.version LIMIT %(limit)s"""


def changed_since(
    conversation: Conversation, version: int, *, reader: User, limit: int
) -> list[Change | Framed]:
    asked = {
        "conversation": conversation.pk,
        "public_id": conversation.public_id,
        "user": reader.pk,
        "version": version,
        "limit": limit,
    }
    found = [(row["version"], row["frame"]) for row in rows(FRAMES, asked)]
    by_the_system = [version for version, frame in found if frame is None]
    return [
        *(Framed(version, msgspec.Raw(frame.encode())) for version, frame in found if frame),
        *_lines(conversation, by_the_system, reader),
    ]


def _lines(conversation: Conversation, versions: list[int], reader: User) -> list[Change]:
    if not versions:
        return []
    asked = {"conversation": conversation.pk, "user": reader.pk, "versions": versions}
    found = rows(f"{MESSAGES} AND m.version = ANY(%(versions)s)", asked)
    return [change(row, conversation, reader) for row in found]
