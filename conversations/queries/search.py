"""Finding what was said, among what one may see."""

from operator import itemgetter
from uuid import UUID

from conversations import queries
from conversations.events import Message
from conversations.queries.messages import message
from conversations.queries.visibility import KEPT, SEEN, UNCHANGED, WITHIN
from core.sql import rows
from people.models import User
from protocol import cursor as cursors
from protocol import words
from protocol.pages import cut
from protocol.wire import Count, Instant

#: Each message by the words that the reader sees: those of its row, or of the revision that counts.
FOUND = f"""
    SELECT c.public_id AS conversation, m.id, m.number, {SEEN.version} AS version, m.kind,
           sender.public_id AS sender, m.via, {SEEN.content} AS content,
           {SEEN.data} AS data, m.reply_to,
           m.key, m.created_at, {SEEN.edited_at} AS edited_at, {SEEN.deleted_at} AS deleted_at
    FROM conversation_stints s
    JOIN (SELECT message_id, conversation_id, words, NULL::bigint AS revision FROM message_search
          UNION ALL
          SELECT message_id, conversation_id, words, id FROM message_revisions) f
      ON f.conversation_id = s.conversation_id
    JOIN messages m ON m.id = f.message_id AND {WITHIN}
    LEFT JOIN message_revisions r ON r.id = f.revision
    JOIN conversations c ON c.id = m.conversation_id
    LEFT JOIN user_profiles sender ON sender.id = m.sender_id
    WHERE f.words @@ %(words)s::tsquery
      AND CASE WHEN f.revision IS NULL THEN {UNCHANGED} ELSE {KEPT} END
      AND {SEEN.deleted_at} IS NULL"""


def search(
    text: str,
    *,
    by: User,
    conversation: UUID | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> tuple[list[Message], str | None]:
    """Messages with words that begin like these, the newest first, and the next page's cursor."""
    asked = {"words": words.query(text), "user": by.pk, "limit": limit + 1}
    statement = FOUND
    if conversation is not None:
        statement += " AND c.id = %(conversation)s"
        asked["conversation"] = queries.conversation(conversation, of_user=by).pk
    if cursor is not None:
        asked["said_at"], asked["id"] = cursors.read(cursor, tuple[Instant, Count])
        statement += " AND (m.created_at, m.id) < (%(said_at)s, %(id)s)"
    if not asked["words"]:
        return [], None
    found = rows(f"{statement} ORDER BY m.created_at DESC, m.id DESC LIMIT %(limit)s", asked)
    hits, following = cut(found, limit, itemgetter("created_at", "id"))
    return [message(row, row["conversation"], by) for row in hits], following
