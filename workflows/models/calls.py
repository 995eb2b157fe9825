import uuid

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from conversations.models import Conversation
from people.models import ModelProfile
from protocol.asked import spans_within_reach, within_reach
from workflows.models.words import User, choices


class CalendarSession(models.Model):
    """An evening that a host runs, with places for models: `booked` of `positions` are taken."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(User, on_delete=models.CASCADE, related_name="hosted_sessions")
    title = models.CharField(max_length=120)
    #: Half open: a session that starts when another ends does not overlap it.
    during = DateTimeRangeField()
    time_zone = models.CharField(max_length=60)
    #: The wall time that was meant, kept beside the instant it was at the time of writing.
    local_start = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    district = models.CharField(max_length=80, blank=True)
    positions = models.PositiveSmallIntegerField(default=1)
    booked = models.PositiveSmallIntegerField(default=0)
    #: Whether it stands on the host's page, for everybody, visitors without an account included.
    is_public = models.BooleanField(default=False, db_default=False)
    cancelled_at = models.DateTimeField(null=True)
    #: Raised by every change that a calendar program must take over (iCal SEQUENCE).
    sequence = models.PositiveIntegerField(default=0)
    user_version = models.BigIntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "calendar"
        constraints = [
            models.CheckConstraint(
                condition=Q(booked__lte=F("positions")), name="booked_within_positions"
            ),
            models.CheckConstraint(
                condition=Q(positions__range=(1, 50)), name="one_to_fifty_positions"
            ),
            models.CheckConstraint(
                condition=spans_within_reach("during") & within_reach("local_start"),
                name="session_within_reach",
            ),
        ]
        indexes = [models.Index(fields=["host", "user_version"], name="session_user_version")]

    def __str__(self) -> str:
        return self.title


class OpenCall(models.Model):
    """A host looks for models for one session, until `expires_at` and not a moment longer.

    `expires_at` is the truth and `status` its announcement. Two topics hang on this row:
    `version` is public, `host_version` the host's own, so that nobody counts rivals by gaps.
    """

    ACTIVE, FILLED, EXPIRED, CANCELLED = "active", "filled", "expired", "cancelled"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_calls")
    calendar_session = models.ForeignKey(
        CalendarSession, on_delete=models.CASCADE, related_name="open_calls"
    )
    status = models.CharField(
        max_length=10, choices=choices(ACTIVE, FILLED, EXPIRED, CANCELLED), default=ACTIVE
    )
    expires_at = models.DateTimeField()
    requirements = models.JSONField(default=dict)
    #: In the currency's smallest unit; null: unpaid or by arrangement, as the note says.
    fee_amount = models.PositiveIntegerField(null=True)
    fee_currency = models.CharField(max_length=3, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    #: How often it was opened: a call that is opened again tells everybody once more.
    round = models.PositiveSmallIntegerField(default=1)
    #: When it ended; an expiry ends at its deadline, however late it was written down.
    decided_at = models.DateTimeField(null=True)
    version = models.BigIntegerField(db_default=1)
    host_version = models.BigIntegerField(db_default=0)
    #: The host topic's version at which the figures (told, seen, applied) last changed.
    figures_version = models.BigIntegerField(db_default=0)
    #: The version of this row on its host's own topic.
    user_version = models.BigIntegerField(db_default=0)
    changed_xid = models.BigIntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "open_calls"
        constraints = [
            models.UniqueConstraint(
                fields=["calendar_session"],
                condition=Q(status="active"),
                name="one_active_call_per_session",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("active", "filled", "expired", "cancelled")),
                name="call_status_is_known",
            ),
            models.CheckConstraint(
                condition=within_reach("expires_at"), name="call_expires_within_reach"
            ),
            models.CheckConstraint(
                condition=~Q(status="filled")
                | Q(decided_at__isnull=False, decided_at__lt=F("expires_at")),
                name="filled_before_the_deadline",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(status="active"), name="call_due"),
            models.Index(fields=["host", "user_version"], name="call_user_version"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Application(models.Model):
    """A model's record on a call; every one of them ends, with a reason.

    `version` is on the call's host topic, `user_version` on the model's own.
    """

    PENDING, ACCEPTED, REJECTED = "pending", "accepted", "rejected"
    WITHDRAWN, EXPIRED = "withdrawn", "expired"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    open_call = models.ForeignKey(OpenCall, on_delete=models.CASCADE, related_name="applications")
    model = models.ForeignKey(ModelProfile, on_delete=models.CASCADE, related_name="applications")
    #: Where host and model talk about it.
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=10,
        choices=choices(PENDING, ACCEPTED, REJECTED, WITHDRAWN, EXPIRED),
        default=PENDING,
    )
    reason = models.CharField(max_length=20, blank=True)
    #: Fee, times, place and note as they stood when the model applied.
    terms = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    #: What the evening was called and where, when a block came between the two; null without one.
    kept = models.JSONField(null=True)
    viewed_at = models.DateTimeField(null=True)
    shortlisted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    version = models.BigIntegerField(db_default=0)
    user_version = models.BigIntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "open_call_applications"
        constraints = [
            models.UniqueConstraint(
                fields=["open_call", "model"],
                condition=Q(status__in=("pending", "accepted")),
                name="one_live_application_per_model",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("pending", "accepted", "rejected", "withdrawn", "expired")),
                name="application_status_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["model", "user_version"], name="application_user_version"),
            models.Index(fields=["open_call", "version"], name="application_version"),
        ]


class Told(models.Model):
    """A call was shown to a model: on their board from then on."""

    open_call = models.ForeignKey(OpenCall, on_delete=models.CASCADE, related_name="told")
    model = models.ForeignKey(ModelProfile, on_delete=models.CASCADE, related_name="told")
    #: Null while they have only found it by themselves.
    told_at = models.DateTimeField(null=True, db_default=Now())
    round = models.PositiveSmallIntegerField(default=1)
    seen_at = models.DateTimeField(null=True)
    #: The host asked for this model by name; requirements do not keep them out.
    invited = models.BooleanField(default=False)
    user_version = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "open_call_told"
        constraints = [
            models.UniqueConstraint(fields=["open_call", "model"], name="told_once"),
        ]
        indexes = [models.Index(fields=["model", "user_version"], name="told_user_version")]
