"""Finding what was said, among what one may see."""

import re
from datetime import datetime
from uuid import UUID

from conversations import queries
from conversations.events import Message
from conversations.queries.messages import IN_STINT, message
from people.models import User
from protocol import cursor as cursors
from protocol.sql import rows

WORD = re.compile(r"\w+")
#: More than these narrow nothing down.
WORDS = 8

FOUND = f"""
    SELECT c.public_id AS conversation, m.id, m.number, m.version, m.kind,
           sender.public_id AS sender, m.content, m.data, m.reply_to, m.key,
           m.created_at, m.edited_at, m.deleted_at
    FROM conversation_stints s JOIN message_search f ON f.conversation_id = s.conversation_id
    JOIN messages m ON m.id = f.message_id AND {IN_STINT}
    JOIN conversations c ON c.id = m.conversation_id
    LEFT JOIN user_profiles sender ON sender.id = m.sender_id
    WHERE f.words @@ to_tsquery('simple', %(words)s) AND m.deleted_at IS NULL"""


def search(
    text: str,
    *,
    by: User,
    conversation: UUID | None = None,
    before: str | None = None,
    limit: int = 20,
) -> tuple[list[Message], str | None]:
    """Messages with words that begin like these, the newest first, and the next page's cursor."""
    asked = {"words": _as_query(text), "user": by.pk, "limit": limit + 1}
    statement = FOUND
    if conversation is not None:
        statement += " AND c.id = %(conversation)s"
        asked["conversation"] = queries.conversation(conversation, of_user=by).pk
    if before is not None:
        asked["said_at"], asked["id"] = cursors.read(before, tuple[datetime, int])
        statement += " AND (m.created_at, m.id) < (%(said_at)s, %(id)s)"
    if not asked["words"]:
        return [], None
    found = rows(f"{statement} ORDER BY m.created_at DESC, m.id DESC LIMIT %(limit)s", asked)
    hits = [message(row, row["conversation"], by) for row in found[:limit]]
    if len(found) <= limit:
        return hits, None
    last = found[limit - 1]
    return hits, cursors.write((last["created_at"], last["id"]))


def _as_query(text: str) -> str:
    """`red drap` becomes `red:* & drap:*`; nothing else of the language of queries gets in."""
    return " & ".join(f"{word}:*" for word in WORD.findall(text.lower())[:WORDS])
