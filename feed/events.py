"""What others are told about posts, and I about whom I follow."""

from uuid import UUID

from feed.verbs import Visibility
from people.events import Person
from protocol.wire import Event, Instant, Object


class Post(Object, frozen=True):
    """An announcement. Of two copies the one with the higher `revision` is newer."""

    id: UUID
    author: Person
    content: str
    visibility: Visibility
    link_url: str | None
    is_pinned: bool
    expires_at: Instant | None
    created_at: Instant
    edited_at: Instant | None
    revision: int


class PostChanged(Event, frozen=True):
    """A post was published, edited or pinned."""

    event = "post.changed"
    data: Post


class RemovedPost(Object, frozen=True):
    """What was a post for those who watch here: it leaves their screens, unless they have a copy
    of at least this `revision` from elsewhere."""

    id: UUID
    author: UUID
    revision: int


class PostRemoved(Event, frozen=True):
    """A post was deleted, has run out, or is for followers only now."""

    event = "post.removed"
    data: RemovedPost


class Follows(Object, frozen=True):
    """How many I follow. `private_lists`: nobody but me sees whom, and who follows me. `version` is
    that of my own topic.
    """

    following: int
    private_lists: bool
    version: int


class FollowsChanged(Event, frozen=True):
    """Whom I follow has changed, or how: read anew what shows it."""

    event = "follows.changed"
    data: Follows
