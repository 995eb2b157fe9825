"""What may be asked of posts and of who follows whom."""

from typing import Literal
from uuid import UUID

from feed.links import Link
from protocol.wire import Content, Instant, Keyed, Result, Verb

Visibility = Literal["public", "followers_only"]


class PublishPost(Keyed, frozen=True):
    """Announce something, to everybody or to my followers; from `expires_at` on it is hidden."""

    verb = "post.publish"
    reaches = "known"
    content: Content
    visibility: Visibility = "public"
    link_url: Link | None = None
    expires_at: Instant | None = None
    pin: bool = False


class UpdatePost(Verb, frozen=True):
    """A post of mine as it should be from now on, all of it."""

    verb = "post.update"
    reaches = "known"
    post: UUID
    content: Content
    visibility: Visibility
    link_url: Link | None
    expires_at: Instant | None


class DeletePost(Verb, frozen=True):
    """Take a post of mine back, from every screen."""

    verb = "post.delete"
    reaches = "undo"
    post: UUID


class PinPost(Verb, frozen=True):
    """Keep a post of mine on top of my page, or with `on: false` no more."""

    verb = "post.pin"
    reaches = "known"
    post: UUID
    on: bool = True


class FollowPerson(Verb, frozen=True):
    """See in my feed what a person posts."""

    verb = "follow"
    reaches = "strangers"
    person: UUID


class UnfollowPerson(Verb, frozen=True):
    """See it no more."""

    verb = "unfollow"
    reaches = "undo"
    person: UUID


class RemoveFollower(Verb, frozen=True):
    """A person follows me no more. They may follow again, unless I block them."""

    verb = "follower.remove"
    reaches = "undo"
    person: UUID


class RingBell(Verb, frozen=True):
    """Be told when a person whom I follow posts, or with `on: false` only see it."""

    verb = "bell"
    reaches = "nobody"
    person: UUID
    on: bool = True


class HideLists(Verb, frozen=True):
    """Keep to myself whom I follow and who follows me, or with `private: false` show it."""

    verb = "follow_lists"
    reaches = "nobody"
    private: bool


class Posted(Result, frozen=True):
    """`version` is that of `profile.<id>.followers`."""

    post: UUID
    version: int
