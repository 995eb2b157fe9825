"""Announcing: publish, change, pin and delete. Nobody's inbox hears of it."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q

from core import clock
from core.refused import Refused
from feed import queries, tasks
from feed.actions.topic import lock, tell
from feed.models import FeedProfile, Follow, Post
from feed.verbs import DeletePost, PinPost, Posted, PublishPost, UpdatePost
from people.actions.staff import guard_rank
from people.models import User
from protocol.action import action


@action
def publish_post(ask: PublishPost, *, by: User) -> Posted:
    """One row, whoever follows: each reads it from the graph."""
    if not (by.is_host or by.is_model):
        raise Refused("forbidden", "Say in your settings that you host or model, then post.")
    [profile] = lock(by)
    now = clock.now()
    _guard_expiry(ask.expires_at, now)
    if ask.pin:
        _guard_pins(by, now)
    post = Post(
        author=by,
        content=_words(ask.content),
        visibility=ask.visibility,
        link_url=ask.link_url,
        expires_at=ask.expires_at,
        is_pinned=ask.pin,
        created_at=now,
        revision=1,
        version=0,
    )
    profile.newest_at = now
    tell(profile, post, was_public=False)
    if Follow.objects.filter(followed=by, bell=True).exists():
        tasks.ring_bells.defer(post=post.pk)
    return _posted(post)


@action
def update_post(ask: UpdatePost, *, by: User) -> Posted:
    [profile] = lock(by)
    post = queries.own_post(ask.post, author=by)
    now = clock.now()
    before = (post.content, post.visibility, post.link_url, post.expires_at)
    after = (_words(ask.content), ask.visibility, ask.link_url, ask.expires_at)
    if before == after:
        return _posted(post)
    if ask.expires_at != post.expires_at:
        _guard_expiry(ask.expires_at, now)
    was_public = post.visibility == Post.PUBLIC
    post.content, post.visibility, post.link_url, post.expires_at = after
    post.edited_at = now
    return _change(profile, post, was_public=was_public)


@action
def pin_post(ask: PinPost, *, by: User) -> Posted:
    [profile] = lock(by)
    post = queries.own_post(ask.post, author=by)
    if post.is_pinned == ask.on:
        return _posted(post)
    if ask.on:
        _guard_pins(by, clock.now())
    post.is_pinned = ask.on
    return _change(profile, post, was_public=post.visibility == Post.PUBLIC)


@action
def delete_post(ask: DeletePost, *, by: User) -> Posted:
    [profile] = lock(by)
    return _posted(_erase(profile, queries.own_post(ask.post, author=by)))


@action
def take_down(ask: DeletePost, *, by: User) -> Posted:
    """The same by the staff, of a post of anybody below their rank."""
    found = Post.objects.select_related("author").get(public_id=ask.post)
    guard_rank(found.author, by=by)
    [profile] = lock(found.author)
    return _posted(_erase(profile, queries.own_post(ask.post, author=found.author)))


def _erase(profile: FeedProfile, post: Post) -> Post:
    was_public = post.visibility == Post.PUBLIC
    post.deleted_at = clock.now()
    post.content, post.link_url, post.is_pinned = "", None, False
    _change(profile, post, was_public=was_public)
    return post


def _change(profile: FeedProfile, post: Post, *, was_public: bool) -> Posted:
    post.revision += 1
    tell(profile, post, was_public=was_public)
    return _posted(post)


def _posted(post: Post) -> Posted:
    return Posted(post=post.public_id, version=post.followers_version)


def _words(content: str) -> str:
    words = content.strip()
    if not words:
        raise Refused("bad_request", "Write something first.", field="content")
    return words


def _guard_expiry(expires_at: datetime | None, now: datetime) -> None:
    if expires_at is not None and expires_at <= now:
        raise Refused("bad_request", "This time has passed already.", field="expires_at")


def _guard_pins(author: User, now: datetime) -> None:
    """What has run out is in nobody's way."""
    most = settings.LIMITS.pinned_posts
    seen = Q(expires_at=None) | Q(expires_at__gt=now)
    if Post.objects.filter(seen, author=author, is_pinned=True).count() >= most:
        raise Refused(
            "conflict", f"You can pin up to {most} posts. Unpin one of them first.", field="pin"
        )
