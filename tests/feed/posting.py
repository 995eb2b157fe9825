"""Posting and following in short words: each calls the product's own action in this process."""

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

from core import clock
from feed.actions import follows, posts
from feed.models import Post
from feed.queries import home, pages
from feed.verbs import (
    DeletePost,
    FollowPerson,
    PinPost,
    PublishPost,
    RemoveFollower,
    UnfollowPerson,
    UpdatePost,
)
from people import actions as people
from people.models import User
from people.verbs import BlockPerson, UnblockPerson

FIELDS = ("content", "visibility", "link_url", "expires_at")


def publish(by: User, content: str = "Come and draw", **fields: Any) -> UUID:
    """`ends_in`: hidden after this time."""
    ends_in: timedelta | None = fields.pop("ends_in", None)
    if ends_in is not None:
        fields["expires_at"] = clock.now() + ends_in
    fields.setdefault("key", uuid.uuid4())
    return posts.publish_post(PublishPost(content=content, **fields), by=by).post


def for_followers(by: User, content: str = "For those who follow", **fields: Any) -> UUID:
    return publish(by, content, visibility="followers_only", **fields)


def row_of(post: UUID) -> Post:
    return Post.objects.select_related("author").get(public_id=post)


def change(by: User, post: UUID, **fields: Any) -> None:
    """What is not named stays as it is."""
    row = row_of(post)
    kept = {name: getattr(row, name) for name in FIELDS}
    posts.update_post(UpdatePost(post=post, **{**kept, **fields}), by=by)


def pin(by: User, post: UUID, *, on: bool = True) -> None:
    posts.pin_post(PinPost(post=post, on=on), by=by)


def delete(by: User, post: UUID) -> None:
    posts.delete_post(DeletePost(post=post), by=by)


def follow(by: User, person: User) -> None:
    follows.follow(FollowPerson(person=person.public_id), by=by)


def unfollow(by: User, person: User) -> None:
    follows.unfollow(UnfollowPerson(person=person.public_id), by=by)


def remove_follower(by: User, person: User) -> None:
    follows.remove_follower(RemoveFollower(person=person.public_id), by=by)


def block(by: User, person: User) -> None:
    people.block(BlockPerson(person=person.public_id), by=by)


def unblock(by: User, person: User) -> None:
    people.unblock(UnblockPerson(person=person.public_id), by=by)


def feed_of(viewer: User, limit: int = 50) -> list[UUID]:
    return [post.id for post in home.home(viewer, limit=limit).posts]


def page_of(author: User, viewer: User | None) -> list[UUID]:
    """What of an author this viewer sees on their page, pinned first."""
    page = pages.profile_posts(author.handle, viewer=viewer, limit=50)
    return [post.id for post in (*page.pinned, *page.posts)]
