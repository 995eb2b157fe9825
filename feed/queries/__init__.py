"""Which posts a person, or a visitor without an account, may see."""

from uuid import UUID

from django.db.models import DateTimeField, Exists, Func, OuterRef, Q, QuerySet

from core.refused import not_found
from feed.models import FeedProfile, Follow, Post
from people.models import Block, User
from people.queries import HERE

NOW = Func(function="callboard_now", output_field=DateTimeField())


def live() -> "QuerySet[Post]":
    """What is neither deleted nor has run out, whoever looks."""
    unexpired = Q(expires_at=None) | Q(expires_at__gt=NOW)
    found = Post.objects.select_related("author")
    return found.filter(unexpired, deleted_at=None, author__is_active=True)


def visible_to(viewer: User | None) -> "QuerySet[Post]":
    """The one rule of who sees what: feed, profile, search, links and hints ask here."""
    public = Q(visibility=Post.PUBLIC)
    if viewer is None:
        return live().filter(public)
    follows = Follow.objects.filter(follower=viewer, followed=OuterRef("author"))
    between = Block.objects.filter(
        Q(blocker=viewer, blocked=OuterRef("author"))
        | Q(blocker=OuterRef("author"), blocked=viewer)
    )
    mine = Q(author=viewer)
    return live().filter(mine | ((public | Exists(follows)) & ~Exists(between)))


def own_post(public_id: UUID, *, author: User) -> Post:
    found = Post.objects.filter(public_id=public_id, author=author, deleted_at=None).first()
    if found is None:
        raise not_found()
    return found


def is_follower(viewer: User, author: User) -> bool:
    """Whether they see what is for followers: authors follow themselves."""
    return (
        viewer.pk == author.pk or Follow.objects.filter(follower=viewer, followed=author).exists()
    )


def authors(*, heard_by: User, as_follower: bool) -> "QuerySet[User]":
    """Of whom this person may hear, on one of the two faces of a profile topic."""
    between = Block.objects.filter(
        Q(blocker=heard_by, blocked=OuterRef("pk")) | Q(blocker=OuterRef("pk"), blocked=heard_by)
    )
    found = User.objects.filter(~Exists(between), HERE | Q(pk=heard_by.pk, is_active=True))
    if not as_follower:
        return found
    follows = Follow.objects.filter(follower=heard_by, followed=OuterRef("pk"))
    return found.filter(Q(pk=heard_by.pk) | Exists(follows))


def faces(author: User) -> FeedProfile:
    """The row of an author's topics; one that is not stored yet stands at zero."""
    return FeedProfile.objects.filter(pk=author.pk).first() or _at_zero(author)


def faces_of(found: "QuerySet[User]") -> list[FeedProfile]:
    """The same of many authors, in one query."""
    with_faces = found.select_related("feed_profile")
    return [getattr(author, "feed_profile", None) or _at_zero(author) for author in with_faces]


def _at_zero(author: User) -> FeedProfile:
    zero = {"version": 0, "followers_version": 0, "follows_version": 0}
    return FeedProfile(user=author, private_lists=False, **zero)
