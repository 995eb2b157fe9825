"""The inbox: heads of a person's conversations with their own unread, in one query."""

from collections.abc import Collection, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal
from uuid import UUID

import msgspec

from conversations.events import Head, InboxChanged, InboxEntry, Message
from conversations.queries import unread
from conversations.queries.messages import message
from conversations.queries.unread import ARCHIVED, LAST_NUMBER, UNREAD, UPDATED_AT
from conversations.queries.visibility import SEEN, SEEN_BY
from core.sql import Row, planned, rows
from people.events import Person
from people.models import User
from people.topics import own_changes
from protocol import cursor as cursors
from protocol import words
from protocol.pages import cut
from protocol.wire import Change, Instant

Filter = Literal["all", "unread", "needs_reply", "archived"]
Role = Literal["host", "model"]

#: So many a fresh client gets, read or not.
NEWEST = 50
#: An empty conversation of two is nobody's news but the opener's.
BEGUN_FOR = "(c.last_number > 0 OR c.opened_by_id = {user} OR c.kind = 'group')"
BEGUN = BEGUN_FOR.format(user="%(user)s")
NEEDS_REPLY = """(c.kind = 'direct' AND coalesce((
    SELECT m.sender_id <> %(user)s FROM messages m
    WHERE m.conversation_id = c.id AND m.kind <> 'system_notification'
    ORDER BY m.number DESC LIMIT 1), false))"""
FILTERS: dict[Filter, str] = {
    "all": f"{BEGUN} AND NOT {ARCHIVED}",
    "unread": f"{BEGUN} AND NOT {ARCHIVED} AND {UNREAD}",
    "needs_reply": f"{BEGUN} AND NOT {ARCHIVED} AND NOT c.blocked AND {NEEDS_REPLY}",
    "archived": f"{BEGUN} AND {ARCHIVED}",
}
#: Somebody else is there. To who has left, nobody is: that would tell who has come since.
OTHERS = """p.left_at IS NULL AND EXISTS (
    SELECT 1 FROM conversation_participants o JOIN user_profiles u ON u.id = o.user_id
    WHERE o.conversation_id = c.id AND o.user_id <> %(user)s AND o.left_at IS NULL"""
ROLES: dict[Role, str] = {
    "host": f"({OTHERS} AND u.is_host))",
    "model": f"({OTHERS} AND u.is_model))",
}
#: A word of a title, or of somebody who takes part, begins like this.
NAMED = f"""(c.id = ANY(%(titled_{{n}})s) OR ({OTHERS}
    AND u.search_words @@ %(word_{{n}})s::tsquery)))"""
TITLES = """
    SELECT c.id, coalesce(p.left_title, c.title)
    FROM conversation_participants p JOIN conversations c ON c.id = p.conversation_id
    WHERE p.user_id = %(user)s AND coalesce(p.left_title, c.title) <> ''"""
#: Participant o is there; to a reader who has left: was there when they did.
THERE = """CASE WHEN mine.left_at IS NULL THEN o.left_at IS NULL ELSE EXISTS (
    SELECT 1 FROM conversation_stints t
    WHERE t.conversation_id = o.conversation_id AND t.user_id = o.user_id
      AND t.from_version <= mine.version
      AND (t.to_version IS NULL OR t.to_version > mine.version)) END"""
HEADS = f"""
    WITH mine AS (
        SELECT c.id, c.public_id, c.kind, coalesce(p.left_title, c.title) AS title,
               CASE WHEN p.left_at IS NULL THEN c.version ELSE p.version END AS version,
               {LAST_NUMBER} AS last_number, {UPDATED_AT} AS updated_at,
               c.blocked, c.accepted_at, c.opened_by_id,
               p.left_at, p.last_read_number, p.last_read_at, p.marked_unread, p.muted_until,
               p.user_version, {ARCHIVED} AS archived, {NEEDS_REPLY} AS needs_reply
        FROM conversation_participants p JOIN conversations c ON c.id = p.conversation_id
        WHERE p.user_id = %(user)s AND {{condition}}
        ORDER BY {UPDATED_AT} DESC, c.public_id DESC
        LIMIT %(limit)s)
    SELECT mine.*, last.*,
           (SELECT json_agg(json_build_object(
                'id', u.public_id, 'handle', u.handle, 'name', u.display_name,
                'avatar', u.avatar, 'is_host', u.is_host, 'is_model', u.is_model) ORDER BY o.id)
            FROM (SELECT * FROM conversation_participants o
                  WHERE o.conversation_id = mine.id AND o.user_id <> %(user)s AND {THERE}
                  ORDER BY o.id LIMIT 8) o
            JOIN user_profiles u ON u.id = o.user_id) AS people
    FROM mine LEFT JOIN LATERAL (
        SELECT m.number, {SEEN.version} AS message_version, m.kind AS message_kind,
               sender.public_id AS sender, m.via, {SEEN.content} AS content, {SEEN.data} AS data,
               m.reply_to, m.key, m.created_at AS sent_at, {SEEN.edited_at} AS edited_at,
               {SEEN.deleted_at} AS deleted_at
        FROM {SEEN_BY} LEFT JOIN user_profiles sender ON sender.id = m.sender_id
        WHERE m.conversation_id = mine.id AND {SEEN.visible}
        ORDER BY m.number DESC LIMIT 1) last ON true
    ORDER BY mine.updated_at DESC, mine.public_id DESC"""


def page(
    user: User,
    *,
    filter: Filter = "all",
    role: Role | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> tuple[list[Head], str | None]:
    """Newest first, and the cursor of the next page if there is one.

    `role`: only those in which somebody else hosts, or models.
    """
    condition = FILTERS[filter]
    if role is not None:
        condition += f" AND {ROLES[role]}"
    return _page(user, condition, {}, cursor, limit)


def named(
    user: User, text: str, *, cursor: str | None = None, limit: int
) -> tuple[list[Head], str | None]:
    """Whatever is called like this, by each of the words: also what is put away."""
    sought = words.query(text)
    if not sought:
        return [], None
    titles = planned(TITLES, {"user": user.pk})
    conditions, asked = [BEGUN], dict[str, Any]()
    for n, word in enumerate(sought.split(" & ")):
        asked[f"word_{n}"] = word
        asked[f"titled_{n}"] = [id for id, title in titles if words.fits(title, word)]
        conditions.append(NAMED.format(n=n))
    return _page(user, " AND ".join(conditions), asked, cursor, limit)


def _page(
    user: User, condition: str, asked: Mapping[str, Any], cursor: str | None, limit: int
) -> tuple[list[Head], str | None]:
    if cursor is not None:
        updated_at, public_id = cursors.read(cursor, tuple[Instant, UUID])
        condition += f" AND ({UPDATED_AT}, c.public_id) < (%(updated_at)s, %(public_id)s)"
        asked = {**asked, "updated_at": updated_at, "public_id": public_id}
    heads = _heads(user, condition, limit + 1, asked)
    return cut(heads, limit, attrgetter("updated_at", "conversation"))


def head(user: User, conversation: int) -> Head:
    return _heads(user, "c.id = %(id)s", 1, {"id": conversation})[0]


def first_heads(user: User, *, limit: int) -> tuple[list[Head], bool]:
    """For a fresh client: the newest, and everything unread up to `limit`."""
    newest = _heads(user, FILTERS["all"], NEWEST, planned=True)
    if len(newest) < NEWEST:
        return newest, False
    missed = _heads(user, FILTERS["unread"], limit + 1, planned=True)
    known = {head.conversation for head in newest}
    others = [head for head in missed[:limit] if head.conversation not in known]
    return newest + others, len(missed) > limit


def heads_since(user: User, xid: int, *, limit: int) -> tuple[list[Head], bool]:
    """Heads that changed in a transaction not older than `xid`; some may be known already."""
    moved = "coalesce(p.left_xid, c.changed_xid) >= %(xid)s"
    heads = _heads(user, f"{BEGUN} AND {moved}", limit + 1, {"xid": xid}, planned=True)
    return heads[:limit], len(heads) > limit


@own_changes
def changed_since(user: User, version: int, *, limit: int) -> list[Change]:
    """What changed for this person alone, on their own topic."""
    found = rows(
        f"SELECT c.public_id, {LAST_NUMBER} AS last_number, p.*, {ARCHIVED} AS archived"
        " FROM conversation_participants p JOIN conversations c ON c.id = p.conversation_id"
        " WHERE p.user_id = %(user)s AND p.user_version > %(version)s"
        " ORDER BY p.user_version LIMIT %(limit)s",
        {"user": user.pk, "version": version, "limit": limit},
    )
    return [Change(row["user_version"], InboxChanged(data=entry(row))) for row in found]


NEWS = f"""
    SELECT p.user_id, count(*) AS n
    FROM conversation_participants p JOIN conversations c ON c.id = p.conversation_id
    WHERE p.user_id = ANY(%(people)s) AND {UNREAD} AND NOT {ARCHIVED}
      AND (p.muted_until IS NULL OR p.muted_until <= %(now)s)
    GROUP BY 1"""


def unread_conversations(people: Collection[int], *, now: datetime) -> dict[int, int]:
    """How many conversations have news for each, as their own screens count them."""
    found = rows(NEWS, {"people": list(people), "now": now})
    return {row["user_id"]: row["n"] for row in found}


def entry(row: Row) -> InboxEntry:
    return InboxEntry(
        conversation=row["public_id"],
        last_number=row["last_number"],
        last_read_number=row["last_read_number"],
        last_read_at=row["last_read_at"],
        unread=unread.count(row["last_number"], row["last_read_number"]),
        marked_unread=row["marked_unread"],
        archived=row["archived"],
        muted_until=row["muted_until"],
        own_version=row["user_version"],
    )


def _heads(
    user: User, condition: str, limit: int, asked: Mapping[str, Any] = {}, *, planned: bool = False
) -> list[Head]:
    asked = {"user": user.pk, "limit": limit, **asked}
    found = rows(HEADS.format(condition=condition), asked, planned=planned)
    return [_head(row, user) for row in found]


def _head(row: Row, user: User) -> Head:
    return Head(
        conversation=row["public_id"],
        kind=row["kind"],
        title=row["title"],
        people=msgspec.convert(row["people"] or [], list[Person]),
        version=row["version"],
        last_number=row["last_number"],
        updated_at=row["updated_at"],
        last_message=_last_message(row, user),
        last_read_number=row["last_read_number"],
        last_read_at=row["last_read_at"],
        unread=unread.count(row["last_number"], row["last_read_number"]),
        marked_unread=row["marked_unread"],
        archived=row["archived"],
        muted_until=row["muted_until"],
        own_version=row["user_version"],
        standing=standing(row, user),
        needs_reply=row["needs_reply"],
    )


def standing(row: Row, user: User) -> Literal["open", "asking", "asked", "blocked", "left"]:
    if row["left_at"] is not None:
        return "left"
    if row["blocked"]:
        return "blocked"
    if row["accepted_at"] is not None or row["last_number"] == 0:
        return "open"
    return "asking" if row["opened_by_id"] == user.pk else "asked"


def _last_message(row: Row, user: User) -> Message | None:
    if row["number"] is None:
        return None
    as_message = {
        **row,
        "version": row["message_version"],
        "kind": row["message_kind"],
        "created_at": row["sent_at"],
    }
    return message(as_message, row["public_id"], user)
