"""Messages that one reader may see, a page at a time or as changes since a version."""

from uuid import UUID

import msgspec

from conversations import sentences
from conversations.events import (
    Message,
    MessageChanged,
    MessageCreated,
    Reaction,
    ReactionChanged,
    ReactionOf,
)
from conversations.models import Conversation, Stint
from conversations.models import Message as MessageRow
from people.models import User
from protocol.refused import not_found
from protocol.sql import Row, rows
from protocol.wire import Change

#: The one predicate of visibility: message m lies in stint s of user %(user)s.
IN_STINT = """s.conversation_id = m.conversation_id AND s.user_id = %(user)s
    AND m.number > s.from_number
    AND (s.to_number IS NULL OR (m.number <= s.to_number AND m.version <= s.to_version))"""

VISIBLE = f"EXISTS (SELECT 1 FROM conversation_stints s WHERE {IN_STINT})"

#: Reactions are versioned by themselves: those after a stint's end are hidden like edits.
HEARD = "(s.to_version IS NULL OR r.version <= s.to_version)"

#: How people reacted to message m, as JSON; null where nobody did.
REACTED = f"""
    SELECT json_agg(json_build_object('person', u.public_id, 'emoji', r.emoji,
               'on', r."on", 'version', r.version) ORDER BY r.version)
    FROM message_reactions r JOIN user_profiles u ON u.id = r.user_id
    WHERE r.message_id = m.id AND {HEARD}"""

MESSAGES = f"""
    SELECT m.number, m.version, m.kind, sender.public_id AS sender, m.content, m.data, m.key,
           m.reply_to, m.created_at, m.edited_at, m.deleted_at,
           ({REACTED}) AS reactions
    FROM messages m JOIN conversation_stints s ON {IN_STINT}
    LEFT JOIN user_profiles sender ON sender.id = m.sender_id
    WHERE m.conversation_id = %(conversation)s"""

REACTIONS = f"""
    SELECT r.version, m.number, u.public_id AS person, r.emoji, r."on"
    FROM message_reactions r JOIN messages m ON m.id = r.message_id
    JOIN conversation_stints s ON {IN_STINT}
    JOIN user_profiles u ON u.id = r.user_id
    WHERE r.conversation_id = %(conversation)s AND r.version > %(version)s AND {HEARD}
    ORDER BY r.version LIMIT %(limit)s"""


def page(
    conversation: Conversation,
    *,
    reader: User,
    before: int | None = None,
    after: int | None = None,
    kind: str | None = None,
    limit: int = 50,
) -> tuple[list[Message], bool]:
    """Messages in ascending order, and whether there are more in the direction asked for."""
    edge, order = "true", "DESC"
    if after is not None:
        edge, order = "m.number > %(edge)s", "ASC"
    elif before is not None:
        edge = "m.number < %(edge)s"
    if kind is not None:
        edge += " AND m.kind = %(kind)s"
    found = rows(
        f"{MESSAGES} AND {edge} ORDER BY m.number {order} LIMIT %(limit)s",
        {
            "conversation": conversation.pk,
            "user": reader.pk,
            "edge": after if after is not None else before,
            "kind": kind,
            "limit": limit + 1,
        },
    )
    kept = sorted(found[:limit], key=lambda row: int(row["number"]))
    return [message(row, conversation.public_id, reader) for row in kept], len(found) > limit


def newest(conversation: Conversation, *, reader: User, limit: int) -> list[Change]:
    found = rows(
        f"{MESSAGES} ORDER BY m.number DESC LIMIT %(limit)s",
        {"conversation": conversation.pk, "user": reader.pk, "limit": limit},
    )
    return [change(row, conversation, reader) for row in reversed(found)]


def reactions_since(
    conversation: Conversation, version: int, *, reader: User, limit: int
) -> list[Change]:
    asked = {
        "conversation": conversation.pk,
        "user": reader.pk,
        "version": version,
        "limit": limit,
    }
    return [_reaction_change(row, conversation) for row in rows(REACTIONS, asked)]


def _reaction_change(row: Row, conversation: Conversation) -> Change:
    data = ReactionOf(conversation=conversation.public_id, **row)
    return Change(row["version"], ReactionChanged(data=data))


def one(conversation: Conversation, number: int, *, reader: User) -> Message:
    """As this reader gets it; not found if it is not theirs to see."""
    found = rows(
        f"{MESSAGES} AND m.number = %(number)s",
        {"conversation": conversation.pk, "user": reader.pk, "number": number},
    )
    if not found:
        raise not_found()
    return message(found[0], conversation.public_id, reader)


def visible(conversation: Conversation, number: int, *, reader: User) -> MessageRow:
    """The row itself, for acting on it."""
    one(conversation, number, reader=reader)
    return MessageRow.objects.get(conversation=conversation, number=number)


def who_sees(conversation: Conversation, number: int) -> list[int]:
    """Of those who are present, who may see changes of this message."""
    there = Stint.objects.filter(conversation=conversation, to_number=None, from_number__lt=number)
    return list(there.values_list("user_id", flat=True))


def change(row: Row, conversation: Conversation, reader: User) -> Change:
    data = message(row, conversation.public_id, reader)
    changed = row["edited_at"] or row["deleted_at"]
    event = MessageChanged(data=data) if changed else MessageCreated(data=data)
    return Change(row["version"], event)


def message(row: Row, conversation: UUID, reader: User) -> Message:
    """A row of `messages` as this reader gets it; the system speaks in the reader's words."""
    content = row["content"]
    if row["kind"] == "system_notification":
        content = sentences.render(row["data"], reader)
    return Message(
        conversation=conversation,
        number=row["number"],
        version=row["version"],
        kind=row["kind"],
        sender=row["sender"],
        content=content,
        data=row["data"],
        reply_to=row["reply_to"],
        reactions=msgspec.convert(row.get("reactions") or [], list[Reaction]),
        key=row["key"],
        created_at=row["created_at"],
        edited_at=row["edited_at"],
        deleted_at=row["deleted_at"],
    )
