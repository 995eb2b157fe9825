"""Pages of posts: an author's own page, and what is found by its words."""

from datetime import datetime
from operator import attrgetter
from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from msgspec import Meta

from feed import events
from feed.models import Post, PostWords
from feed.queries import faces, is_follower, shapes, visible_to
from feed.queries.follows import Standing, standing
from feed.topics import PROFILE, PROFILE_FOLLOWERS
from people.models import User
from people.queries import behind_handle, require_confirmed_email
from protocol import cursor as cursors
from protocol import words
from protocol.pages import Page, cut, newest_first
from protocol.wire import Instant


class PostPage(Page, frozen=True):
    """Newest first."""

    posts: list[events.Post]


class ProfilePosts(PostPage, frozen=True):
    """An author's page: what is pinned, and the latest of the rest.

    `topic` is the face that this reader may watch, from `version` on; null for visitors.
    """

    pinned: Annotated[list[events.Post], Meta(max_length=settings.LIMITS.pinned_posts)]
    standing: Standing
    topic: str | None
    version: int


#: What a position among posts is made of.
BY = ("created_at", "public_id")


def page(found: "QuerySet[Post]", cursor: str | None, limit: int) -> PostPage:
    rows, following = newest_first(found, cursor=cursor, limit=limit, by=BY)
    return PostPage(posts=[shapes.post(row) for row in rows], next=following)


def as_page(rows: list[Post], limit: int) -> PostPage:
    shown, following = cut(rows, limit, attrgetter(*BY))
    return PostPage(posts=[shapes.post(row) for row in shown], next=following)


def position(cursor: str) -> tuple[datetime, UUID]:
    return cursors.read(cursor, tuple[Instant, UUID])


def cursor_of(post: events.Post) -> str:
    return cursors.write((post.created_at, post.id))


def profile_posts(
    handle: str, *, viewer: User | None, cursor: str | None = None, limit: int
) -> ProfilePosts:
    author = behind_handle(handle, seen_by=viewer)
    found = visible_to(viewer).filter(author=author)
    latest = page(found.filter(is_pinned=False), cursor, limit)
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
        return PROFILE_FOLLOWERS.topic(author.public_id), row.followers_version
    return PROFILE.topic(author.public_id), row.version


def search(text: str, *, viewer: User, cursor: str | None, limit: int) -> PostPage:
    """Posts with words that begin like all of these."""
    require_confirmed_email(viewer)
    query = words.query(text)
    if not query:
        return PostPage(posts=[], next=None)
    fitting = PostWords.objects.filter(
        RawSQL("words @@ %s::tsquery", [query], output_field=BooleanField())
    )
    return page(visible_to(viewer).filter(pk__in=fitting.values("post")), cursor, limit)
