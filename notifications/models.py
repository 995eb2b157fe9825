import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from notifications.kinds import CHANNELS, KINDS

User = settings.AUTH_USER_MODEL


class Notification(models.Model):
    """A line of somebody's notification list. Unread ones about one thing are folded into one.

    `data` holds the typed facts; what is read is made from these, in the reader's language.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    kind = models.CharField(max_length=30)
    hat = models.CharField(max_length=5)
    #: What it is about: `call.<id>`, `booking.<id>`, ...
    about = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=1)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    #: The version of this row on the person's own topic.
    user_version = models.BigIntegerField()

    class Meta:
        db_table = "notifications"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "about"],
                condition=Q(read_at=None),
                name="unread_notifications_are_folded",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(KINDS)), name="notification_kind_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "user_version"], name="notification_user_version"),
            models.Index(fields=["user", "-created_at", "-id"], name="notification_of_user"),
            models.Index(fields=["about"], name="notification_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} about {self.about}"


class Preference(models.Model):
    """What somebody set otherwise than the kind's default."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=30)
    hat = models.CharField(max_length=5)
    channel = models.CharField(max_length=10)
    on = models.BooleanField()

    class Meta:
        db_table = "notification_preferences"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "hat", "channel"], name="one_preference_per_channel"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=CHANNELS), name="preference_channel_is_known"
            ),
        ]


class Quiet(models.Model):
    """When somebody wants to hear nothing, in their own time zone, and what a push may say."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="quiet"
    )
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    urgent_in_quiet_hours = models.BooleanField(default=False)
    #: Words of others on a locked screen, only for who has chosen it.
    text_in_push = models.BooleanField(default=False)

    class Meta:
        db_table = "notification_quiet_hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="quiet_hours_have_two_ends",
            ),
        ]


class Device(models.Model):
    """A browser that takes web push, for as long as somebody is signed in there.

    One that was removed is remembered: it does not come back until it is turned on again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    endpoint = models.TextField(unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True)
    #: Null for browsers from before this was kept: they are silent until they are seen again.
    sign_in = models.ForeignKey(
        "people.SignIn", on_delete=models.CASCADE, null=True, related_name="devices"
    )
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "push_devices"

    def __str__(self) -> str:
        return self.name


class PushKey(models.Model):
    """The one key pair with which this installation signs its pushes (VAPID)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    private_pem = models.TextField()

    class Meta:
        db_table = "push_key"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="push_key_is_one_row")]


class Watermark(models.Model):
    """How far a round of the worker has looked, so that nothing is looked at twice."""

    name = models.CharField(primary_key=True, max_length=40)
    position = models.BigIntegerField()

    class Meta:
        db_table = "watermarks"


class Delivery(models.Model):
    """One decision to tell one person by one channel, whatever became of it: the outbox.

    Written in the transaction of what it tells of. `reasons` say, in order, why it was sent, held
    or not sent.
    """

    WAITING, SENDING, SENT, SKIPPED, DEAD = "waiting", "sending", "sent", "skipped", "dead"
    STATES = (WAITING, SENDING, SENT, SKIPPED, DEAD)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    #: Null for what does not stand in the list; then `data` holds the facts.
    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, null=True, related_name="deliveries"
    )
    kind = models.CharField(max_length=30)
    hat = models.CharField(max_length=5)
    channel = models.CharField(max_length=10)
    about = models.CharField(max_length=60)
    #: The same thing is told once by each channel, for ever.
    key = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default=WAITING)
    reasons = ArrayField(models.CharField(max_length=20))
    #: When it is to be looked at again; while it is being sent, when its lease ends.
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "deliveries"
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key", "channel"], name="told_once_by_each_channel"
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "about", "channel"],
                condition=Q(state="waiting"),
                name="what_waits_is_folded",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "sending", "sent", "skipped", "dead")),
                name="delivery_state_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "due_at"],
                condition=Q(state__in=("waiting", "sending")),
                name="deliveries_due_by_channel",
            ),
            models.Index(fields=["user", "-created_at"], name="deliveries_of_user"),
            models.Index(fields=["ended_at"], condition=Q(state="dead"), name="deliveries_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {self.state} ({self.reasons[-1]})"
