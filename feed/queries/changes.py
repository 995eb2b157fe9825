"""What changed on the two faces of a profile topic, and on my own, since a version."""

from core import clock
from feed.events import Follows, FollowsChanged
from feed.models import FeedProfile, Follow, Post
from feed.queries import live, shapes
from people.models import User
from people.topics import own_changes
from protocol.wire import Change

SNAPSHOT = 50


def of_face(author: User, version: int, *, public: bool, limit: int) -> list[Change]:
    """Posts that this face was told of after `version`, as they are now."""
    face = "version" if public else "followers_version"
    now = clock.now()
    changed = Post.objects.select_related("author").filter(
        **{f"{face}__gt": version}, author=author
    )
    return [
        Change(getattr(row, face), shapes.news(row, now, public=public))
        for row in changed.order_by(face)[:limit]
    ]


def snapshot(author: User, *, public: bool) -> list[Change]:
    """The newest posts, for a client that knows nothing yet or too little."""
    face = "version" if public else "followers_version"
    found = live().filter(author=author)
    if public:
        found = found.filter(visibility=Post.PUBLIC)
    now = clock.now()
    newest = found.order_by("-created_at", "-public_id")[:SNAPSHOT]
    rows = sorted(newest, key=lambda row: int(getattr(row, face)))
    return [Change(getattr(row, face), shapes.news(row, now, public=public)) for row in rows]


@own_changes
def own_since(user: User, version: int, *, limit: int) -> list[Change]:
    """Whom I follow, if that has changed."""
    profile = FeedProfile.objects.filter(pk=user.pk, follows_version__gt=version).first()
    if profile is None:
        return []
    return [Change(profile.follows_version, FollowsChanged(data=follows(profile)))]


def follows(profile: FeedProfile) -> Follows:
    return Follows(
        following=Follow.objects.filter(follower=profile.pk).count(),
        private_lists=profile.private_lists,
        version=profile.follows_version,
    )
