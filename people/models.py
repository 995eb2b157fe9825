import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from people.creating import Users
from people.vocabulary import ACCOUNT, EXPERIENCE, SCOPES
from protocol import words


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
    #: By the staff: until then they reach nobody whom they do not know.
    limited_until = models.DateTimeField(null=True, blank=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    #: Whether they can sign in and be met: not while one of the three below says otherwise.
    is_active = models.BooleanField(default=True)
    closed_by_staff = models.BooleanField(default=False, db_default=False)
    #: When all that is theirs is erased: they have asked for it, and can change their mind.
    erase_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    #: The words of name and handle, by which people find them.
    search_words = SearchVectorField(null=True, editable=False)

    version = models.BigIntegerField(db_default=0, editable=False)
    changed_xid = models.BigIntegerField(db_default=0, editable=False)
    #: The version, on the person's own topic, of their profile and settings.
    profile_version = models.BigIntegerField(db_default=0, editable=False)
    #: The transaction that last took a right from them: what they watch is authorised anew.
    rights_xid = models.BigIntegerField(db_default=0, editable=False)

    #: Which sign-in survives when this object is saved with a new password.
    keeps_sign_in: "SignIn | None" = None
    #: The name of the program that asks for them right now, and whether they are there themselves.
    via: str | None = None
    is_here: bool = True

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
            models.CheckConstraint(
                condition=Q(is_active=False)
                | Q(closed_by_staff=False, erase_at=None, erased_at=None),
                name="whoever_is_active_is_neither_closed_nor_erased",
            ),
            models.UniqueConstraint(
                Func(F("email"), function="callboard_mailbox"),
                condition=Q(email_confirmed_at__isnull=False),
                name="one_account_per_confirmed_mailbox",
            ),
        ]
        indexes = [
            models.Index(models.functions.Upper("email"), name="user_email"),
            models.Index(fields=["rights_xid"], name="user_rights"),
            models.Index(
                fields=["erase_at"], condition=Q(erase_at__isnull=False), name="user_erase_at"
            ),
            GinIndex(fields=["search_words"], name="user_search_words"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.find_by_name()
        super().save(*args, **kwargs)

    def find_by_name(self) -> None:
        """Whoever gives somebody a name gives them the words that find it."""
        kept = words.indexed(f"{self.display_name} {self.handle}")
        self.search_words = Func(
            Value(kept, ArrayField(models.TextField())),
            function="array_to_tsvector",
            output_field=SearchVectorField(),
        )

    def __str__(self) -> str:
        return f"@{self.handle}"


class FormerHandle(models.Model):
    """A handle that somebody has given up: kept for them for a while, and led to their page."""

    handle = models.CharField(max_length=30, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_handles"
    )
    given_up_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "former_handles"

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
    #: What a token may do, and verbs besides; a browser may do everything.
    scopes = ArrayField(models.CharField(max_length=10), default=list, db_default=[])
    verbs = ArrayField(models.CharField(max_length=60), default=list, db_default=[])
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True)
    #: When the password, or a second factor, was last entered again in this browser.
    reauthenticated_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sign_ins"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="session", token_hash__isnull=True)
                | Q(kind="token", token_hash__isnull=False),
                name="only_tokens_have_a_hash",
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(SCOPES)), name="scopes_are_known"
            ),
        ]

    def may(self, scope: str, verb: str = "") -> bool:
        """Whether what needs this scope may be done. No token ever touches the account."""
        if self.kind == self.SESSION:
            return True
        return scope != ACCOUNT and (scope in self.scopes or verb in self.verbs)


class StaffAct(models.Model):
    """What a member of the staff has done or looked at. A trigger keeps it as it was written."""

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_acts"
    )
    act = models.CharField(max_length=40)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    about = models.CharField(max_length=200, blank=True)
    detail: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "staff_acts"
        indexes = [models.Index(fields=["-created_at"], name="staff_acts_newest")]

    def __str__(self) -> str:
        return f"{self.staff}: {self.act}"


class AccountChange(models.Model):
    """Something that changes who owns an account, told to the address from before the change."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account_changes"
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: One of `people.letters.CHANGES`.
    kind = models.CharField(max_length=40)
    #: Empty where no address was confirmed yet: then nobody is told.
    address = models.EmailField(blank=True)
    detail = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    #: When the link in the mail was used, or made void by that of an earlier change.
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_changes"
