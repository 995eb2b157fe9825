import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from people.vocabulary import EXPERIENCE


class Users(BaseUserManager["User"]):
    def create_user(
        self, handle: str, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        user: User = self.model(handle=handle, email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, handle: str, email: str, password: str, **fields: Any) -> "User":
        fields.setdefault("display_name", handle)
        return self.create_user(handle, email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: one identity for signing in, hosting and modelling.

    The row owns the person's own topic: `version` counts what changed for them alone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    handle = models.CharField(max_length=30, unique=True)
    email = models.EmailField()
    display_name = models.CharField(max_length=60)
    avatar = models.CharField(max_length=200, blank=True)
    about = models.TextField(max_length=2000, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    language = models.CharField(max_length=8, default="en")
    is_host = models.BooleanField(default=False)
    is_model = models.BooleanField(default=False)
    born_before_18_years = models.BooleanField(default=False)
    #: Each is reciprocal: who does not show it does not see it of others either.
    shows_typing = models.BooleanField(db_default=True, default=True)
    shows_presence = models.BooleanField(db_default=True, default=True)
    shows_receipts = models.BooleanField(db_default=True, default=True)
    #: The mean of the stars that models gave this host; null until the first.
    host_rating = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    #: Whoever knows this address may read this person's calendar.
    calendar_token = models.CharField(max_length=43, null=True, unique=True, editable=False)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    version = models.BigIntegerField(db_default=0, editable=False)
    changed_xid = models.BigIntegerField(db_default=0, editable=False)
    #: The version, on the person's own topic, of their profile and settings.
    profile_version = models.BigIntegerField(db_default=0, editable=False)
    #: The transaction that last took a right from them: what they watch is authorised anew.
    rights_xid = models.BigIntegerField(db_default=0, editable=False)

    #: Which sign-in survives when this object is saved with a new password.
    keeps_sign_in: "SignIn | None" = None

    objects = Users()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        db_table = "user_profiles"
        constraints = [
            models.CheckConstraint(
                condition=Q(handle__regex=r"^[a-z0-9][a-z0-9-]{0,29}$"), name="handle_is_plain"
            ),
        ]
        indexes = [
            models.Index(models.functions.Upper("email"), name="user_email"),
            models.Index(fields=["rights_xid"], name="user_rights"),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"


class ModelProfile(models.Model):
    """What hosts ask for, as this model offers it. `rating` is null until the first stars."""

    user_profile = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="model_profile"
    )
    pose_styles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    rating = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    experience = models.CharField(max_length=20, default="new")
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    about = models.TextField(max_length=2000, blank=True)

    class Meta:
        db_table = "models"
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)),
                name="rating_is_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(experience__in=EXPERIENCE), name="experience_is_known"
            ),
        ]
        indexes = [GinIndex(fields=["pose_styles"], name="models_pose_styles")]

    def __str__(self) -> str:
        return str(self.user_profile)


class Block(models.Model):
    """`blocker` wants nothing from `blocked`, in no path and in neither direction."""

    blocker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks"
    )
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocked_by"
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "blocks"
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="one_block_per_pair"),
            models.CheckConstraint(
                condition=~Q(blocker=models.F("blocked")), name="nobody_blocks_themselves"
            ),
        ]


class SignIn(models.Model):
    """A browser session or an API token, live until it is revoked or runs out.

    One table for both, so that ending either is one query for every door and every process.
    """

    SESSION, TOKEN = "session", "token"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins"
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=[(SESSION, "browser"), (TOKEN, "API token")])
    #: sha256 of an API token; a browser's secret is its session cookie, kept by Django.
    token_hash = models.BinaryField(null=True, unique=True)
    name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sign_ins"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="session", token_hash__isnull=True)
                | Q(kind="token", token_hash__isnull=False),
                name="only_tokens_have_a_hash",
            )
        ]
