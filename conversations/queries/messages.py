"""Messages that one reader may see, a page at a time or as changes since a version."""

from uuid import UUID

import msgspec

from conversations import facts, sentences
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
from conversations.queries.visibility import HEARD, REACTED, SEEN, SEEN_BY, WITHIN
from core.refused import Refused, not_found
from core.sql import Row, rows
from people.models import User
from protocol.wire import Change

MESSAGES = f"""
    SELECT m.number, {SEEN.version} AS version, m.kind, sender.public_id AS sender,
           m.via,
           {SEEN.content} AS content, {SEEN.data} AS data, m.key, m.reply_to, m.created_at,
           {SEEN.edited_at} AS edited_at, {SEEN.deleted_at} AS deleted_at,
           ({REACTED}) AS reactions
    FROM {SEEN_BY}
    LEFT JOIN user_profiles sender ON sender.id = m.sender_id
    WHERE m.conversation_id = %(conversation)s AND {SEEN.visible}"""

REVISIONS = f"{MESSAGES} AND r.version > %(version)s ORDER BY r.version LIMIT %(limit)s"

REACTIONS = f"""
    SELECT g.version, m.number, u.public_id AS person, g.emoji, g."on"
    FROM (SELECT g.message_id, g.user_id, g.emoji, g."on", g.version,
                 NULL::bigint AS until_version
          FROM message_reactions g
          WHERE g.conversation_id = %(conversation)s AND g.version > %(version)s
          UNION ALL
          SELECT g.message_id, g.user_id, g.emoji, k."on", k.version, k.until_version
          FROM message_reactions g JOIN message_reaction_revisions k ON k.reaction_id = g.id
          WHERE g.conversation_id = %(conversation)s AND g.version > %(version)s
            AND k.version > %(version)s) g
    JOIN messages m ON m.id = g.message_id
    JOIN conversation_stints s ON {WITHIN}
    JOIN user_profiles u ON u.id = g.user_id
    WHERE CASE WHEN g.until_version IS NULL THEN {HEARD}
               ELSE g.version <= s.to_version AND g.until_version > s.to_version END
    ORDER BY g.version LIMIT %(limit)s"""


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


def revisions_since(
    conversation: Conversation, version: int, *, reader: User, limit: int
) -> list[Change]:
    """Messages that were changed after the reader left, as they were then."""
    asked = {
        "conversation": conversation.pk,
        "user": reader.pk,
        "version": version,
        "limit": limit,
    }
    return [change(row, conversation, reader) for row in rows(REVISIONS, asked)]


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
    """The row itself of one that this reader may see; what it says may be from later."""
    one(conversation, number, reader=reader)
    return MessageRow.objects.get(conversation=conversation, number=number)


def changeable(conversation: Conversation, number: int, *, by: User) -> MessageRow:
    """The row itself of one that was said since this person is here, for changing it.

    Whatever they saw before they left last time stays as it was then.
    """
    found = visible(conversation, number, reader=by)
    if by.pk not in who_sees(conversation, number):
        raise Refused(
            "forbidden", "This is from before you left, and stays as it was.", reasons=["left"]
        )
    return found


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
        via=row["via"],
        content=content,
        data=facts.read(row["kind"], row["data"]),
        reply_to=row["reply_to"],
        reactions=msgspec.convert(row.get("reactions") or [], list[Reaction]),
        key=row["key"],
        created_at=row["created_at"],
        edited_at=row["edited_at"],
        deleted_at=row["deleted_at"],
    )
