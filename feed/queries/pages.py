"""Pages of posts: an author's own page, and what is found by its words."""

from datetime import datetime
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from feed import events
from feed.models import Post
from feed.queries import faces, is_follower, shapes, visible_to
from feed.queries.follows import Standing, standing
from people.models import User
from people.queries import behind_handle
from protocol import cursor as cursors
from protocol import topics
from protocol.wire import Object


class PostPage(Object, frozen=True):
    """Newest first. `next`: the cursor of the page that follows, null on the last one."""

    posts: list[events.Post]
    next: str | None


class ProfilePosts(PostPage, frozen=True):
    """An author's page: what is pinned, and the latest of the rest.

    `topic` is the face that this reader may watch, from `version` on; visitors have none.
    """

    pinned: list[events.Post]
    standing: Standing
    topic: str | None
    version: int


def page(found: "QuerySet[Post]", before: str | None, limit: int) -> PostPage:
    """By keyset: a page stays what it is, however many posts come in above it."""
    if before is not None:
        at, public_id = position(before)
        found = found.filter(Q(created_at__lt=at) | Q(created_at=at, public_id__lt=public_id))
    rows = list(found.order_by("-created_at", "-public_id")[: limit + 1])
    return as_page(rows, limit)


def as_page(rows: list[Post], limit: int) -> PostPage:
    last = rows[limit - 1] if len(rows) > limit else None
    return PostPage(
        posts=[shapes.post(row) for row in rows[:limit]],
        next=cursor(last.created_at, last.public_id) if last else None,
    )


def position(cursor: str) -> tuple[datetime, UUID]:
    return cursors.read(cursor, tuple[datetime, UUID])


def cursor(created_at: datetime, public_id: UUID) -> str:
    return cursors.write((created_at, public_id))


def profile_posts(
    handle: str, *, viewer: User | None, before: str | None = None, limit: int
) -> ProfilePosts:
    author = behind_handle(handle, seen_by=viewer)
    found = visible_to(viewer).filter(author=author)
    latest = page(found.filter(is_pinned=False), before, limit)
    pinned = found.filter(is_pinned=True).order_by("-created_at", "-public_id")
    topic, version = _face(author, viewer)
    return ProfilePosts(
        posts=latest.posts,
        next=latest.next,
        pinned=[shapes.post(row) for row in pinned],
        standing=standing(author, viewer),
        topic=topic,
        version=version,
    )


def _face(author: User, viewer: User | None) -> tuple[str | None, int]:
    if viewer is None:
        return None, 0
    row = faces(author)
    if is_follower(viewer, author):
        return topics.profile_followers(author.public_id), row.followers_version
    return topics.profile(author.public_id), row.version


def search(text: str, *, viewer: User, before: str | None, limit: int) -> PostPage:
    """Posts with all of these words; the last one may be a beginning."""
    words = [word for word in "".join(c if c.isalnum() else " " for c in text).split() if word]
    if not words:
        return PostPage(posts=[], next=None)
    *whole, last = words
    query = SearchQuery(" & ".join([*whole, f"{last}:*"]), config="simple", search_type="raw")
    found = visible_to(viewer).annotate(words=SearchVector("content", config="simple"))
    return page(found.filter(words=query), before, limit)
