import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from protocol.asked import within_reach


class Post(models.Model):
    """What a host or a model announces, to everybody or to followers only.

    A deleted one stays as a tombstone without words, for those who have it on their screens.
    """

    PUBLIC, FOLLOWERS_ONLY = "public", "followers_only"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="posts", db_index=False
    )
    content = models.TextField(max_length=4000)
    visibility = models.CharField(
        max_length=20,
        choices=[(PUBLIC, "everybody"), (FOLLOWERS_ONLY, "followers only")],
        default=PUBLIC,
    )
    link_url = models.URLField(max_length=500, null=True, blank=True)
    is_pinned = models.BooleanField(default=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    #: Counts the changes of this post: of two copies the higher one is newer, on either face.
    revision = models.IntegerField(db_default=1, editable=False)
    #: Its versions on `profile.<id>` (0: never public) and on `profile.<id>.followers`.
    version = models.BigIntegerField(db_default=0, editable=False)
    followers_version = models.BigIntegerField(db_default=0, editable=False)

    class Meta:
        db_table = "posts"
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=("public", "followers_only")),
                name="visibility_is_known",
            ),
            models.CheckConstraint(
                condition=Q(link_url=None) | Q(link_url__regex=r"^https?://"),
                name="links_are_http",
            ),
            models.CheckConstraint(
                condition=within_reach("expires_at"), name="post_expires_within_reach"
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(content="", link_url=None, is_pinned=False),
                name="nothing_is_left_of_deleted_posts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["author", "-created_at", "-public_id"],
                include=["expires_at", "visibility"],
                condition=Q(deleted_at=None),
                name="posts_of_author",
            ),
            models.Index(fields=["author", "followers_version"], name="posts_changed"),
        ]

    def __str__(self) -> str:
        return self.content[:60]


class PostWords(models.Model):
    """The words of a post, by which its readers find it."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="+")
    words = SearchVectorField()

    class Meta:
        db_table = "post_search"
        indexes = [GinIndex(fields=["words"], name="post_search_words")]


class Follow(models.Model):
    """`follower` wants to see what `followed` posts; with the `bell`, to be told of it."""

    follower = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows", db_index=False
    )
    followed = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followers"
    )
    bell = models.BooleanField(db_default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "follows"
        constraints = [
            models.UniqueConstraint(fields=["follower", "followed"], name="follows_once"),
            models.CheckConstraint(
                condition=~Q(follower=F("followed")), name="nobody_follows_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follower} follows {self.followed}"


class FeedProfile(models.Model):
    """What this room keeps of a person; the row owns the two faces of their profile topic."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="feed_profile",
    )
    version = models.BigIntegerField(db_default=0, editable=False)
    followers_version = models.BigIntegerField(db_default=0, editable=False)
    changed_xid = models.BigIntegerField(db_default=0, editable=False)
    #: From when their newest post is, at the most: it may be deleted or have run out.
    newest_at = models.DateTimeField(null=True, editable=False)
    #: Whether only they see whom they follow and who follows them.
    private_lists = models.BooleanField(db_default=False)
    #: The version, on the person's own topic, of whom they follow and what of it shows.
    follows_version = models.BigIntegerField(db_default=0, editable=False)

    class Meta:
        db_table = "feed_profiles"

    def __str__(self) -> str:
        return str(self.user)
