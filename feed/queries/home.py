"""The home feed, read from the follows graph at the moment of reading: nothing is copied.

So a follow, a block, an edit or an expiry is right at once. What keeps it quick, however many
posts there are: the newest post of each author whom I follow tells which few authors can be on
this page at all, and only theirs are looked at. For the first page not even that is looked up,
because each author's row says from when their newest post is at most.
"""

from typing import Any

from core.sql import Row, rows
from feed.models import Post
from feed.queries.pages import PostPage, as_page, position
from people.models import User
from protocol.wire import Object

#: A count beyond this is "many".
MANY = 100

#: Of so many authors who posted last the first page is made, if it does not reach beyond them.
LIKELY_AUTHORS = 64

FOLLOWED = """
    SELECT f.followed_id AS author_id, p.newest_at FROM follows f
    JOIN user_profiles u ON u.id = f.followed_id AND u.is_active
    JOIN feed_profiles p ON p.user_id = f.followed_id AND p.newest_at IS NOT NULL
    WHERE f.follower_id = %(me)s AND f.followed_id <> ALL (ARRAY(
        SELECT blocked_id FROM blocks WHERE blocker_id = %(me)s
        UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = %(me)s))"""

#: The newest posts of one author on one side of a position.
NEWEST = """
    SELECT id, created_at, public_id FROM posts
    WHERE author_id = a.author_id AND deleted_at IS NULL
      AND (expires_at IS NULL OR expires_at > (SELECT callboard_now())) AND {side}
    ORDER BY created_at DESC, public_id DESC"""
BEFORE = "(created_at, public_id) < (%(at)s, %(post)s)"
AFTER = "(created_at, public_id) > (%(at)s, %(post)s)"

LIKELY = """
    SELECT author_id, newest_at FROM ({followed}) a ORDER BY newest_at DESC LIMIT %(limit)s"""

AUTHORS = """
    SELECT a.author_id FROM ({followed}) a CROSS JOIN LATERAL ({newest} LIMIT 1) p
    ORDER BY p.created_at DESC, p.public_id DESC LIMIT %(limit)s"""

PAGE = """
    SELECT p.id, p.created_at FROM unnest(%(authors)s::bigint[]) a(author_id)
    CROSS JOIN LATERAL ({newest} LIMIT %(limit)s) p
    ORDER BY p.created_at DESC, p.public_id DESC LIMIT %(limit)s"""

COUNT = """
    SELECT count(*) AS n FROM (
        SELECT FROM ({followed}) a CROSS JOIN LATERAL ({newest} LIMIT %(limit)s) p
        LIMIT %(limit)s) counted"""


class News(Object, frozen=True):
    """How many posts have come in above a position; 100 says "many"."""

    count: int


def home(viewer: User, *, cursor: str | None = None, limit: int) -> PostPage:
    """Posts of those whom I follow, the newest first."""
    found = _top(viewer, limit + 1) if cursor is None else None
    if found is None:
        found = _anywhere(viewer, cursor, limit + 1)
    ids = [row["id"] for row in found]
    posts = Post.objects.select_related("author").in_bulk(ids)
    return as_page([posts[id] for id in ids], limit)


def _top(viewer: User, limit: int) -> list[Row] | None:
    """The first page, if those who posted last suffice for it."""
    asked = {"me": viewer.pk, "limit": LIKELY_AUTHORS + 1}
    authors = rows(LIKELY.format(followed=FOLLOWED), asked)
    found = _page(authors[:LIKELY_AUTHORS], "true", {"limit": limit})
    if len(authors) > LIKELY_AUTHORS:
        beyond = authors[LIKELY_AUTHORS]["newest_at"]
        if len(found) < limit or found[-1]["created_at"] <= beyond:
            return None
    return found


def _anywhere(viewer: User, cursor: str | None, limit: int) -> list[Row]:
    side, place = _side(cursor, BEFORE)
    asked = {**place, "me": viewer.pk, "limit": limit}
    newest = NEWEST.format(side=side)
    return _page(rows(AUTHORS.format(followed=FOLLOWED, newest=newest), asked), side, asked)


def _page(authors: list[Row], side: str, asked: dict[str, Any]) -> list[Row]:
    ids = [row["author_id"] for row in authors]
    return rows(PAGE.format(newest=NEWEST.format(side=side)), {**asked, "authors": ids})


def news(viewer: User, *, after: str | None) -> News:
    """How many there are that a reader who has read up to `after` has not seen."""
    side, place = _side(after, AFTER)
    asked = {**place, "me": viewer.pk, "limit": MANY}
    counted = rows(COUNT.format(followed=FOLLOWED, newest=NEWEST.format(side=side)), asked)
    return News(count=counted[0]["n"])


def _side(cursor: str | None, condition: str) -> tuple[str, dict[str, Any]]:
    if cursor is None:
        return "true", {}
    at, post = position(cursor)
    return condition, {"at": at, "post": post}
