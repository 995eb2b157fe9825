import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from conversations.models import Conversation
from people.models import ModelProfile
from protocol.asked import spans_within_reach, within_reach
from workflows.models.calls import Application, CalendarSession, OpenCall
from workflows.models.words import User, choices


class JobOffer(models.Model):
    """A host asks one model directly for one session."""

    SENT, ACCEPTED, DECLINED = "sent", "accepted", "declined"
    WITHDRAWN, EXPIRED = "withdrawn", "expired"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(User, on_delete=models.CASCADE, related_name="offers_sent")
    model = models.ForeignKey(ModelProfile, on_delete=models.CASCADE, related_name="offers")
    calendar_session = models.ForeignKey(
        CalendarSession, on_delete=models.CASCADE, related_name="offers"
    )
    #: Where host and model talk about it.
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    fee_amount = models.PositiveIntegerField(null=True)
    fee_currency = models.CharField(max_length=3, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    status = models.CharField(
        max_length=10,
        choices=choices(SENT, ACCEPTED, DECLINED, WITHDRAWN, EXPIRED),
        default=SENT,
    )
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    #: What the evening was called and where, when a block came between the two; null without one.
    kept = models.JSONField(null=True)
    host_user_version = models.BigIntegerField(db_default=0)
    model_user_version = models.BigIntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "job_offers"
        constraints = [
            models.UniqueConstraint(
                fields=["calendar_session", "model"],
                condition=Q(status="sent"),
                name="one_live_offer_per_model",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("sent", "accepted", "declined", "withdrawn", "expired")),
                name="offer_status_is_known",
            ),
            models.CheckConstraint(
                condition=within_reach("expires_at"), name="offer_expires_within_reach"
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted")
                | Q(decided_at__isnull=False, decided_at__lt=F("expires_at")),
                name="accepted_before_the_deadline",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(status="sent"), name="offer_due")
        ]


class Booking(models.Model):
    """A model's place in a session. Confirmed ones of one model never overlap."""

    CONFIRMED, COMPLETED, NO_SHOW = "confirmed", "completed", "no_show"
    DISPUTED = "disputed"
    CANCELLED_BY_HOST, CANCELLED_BY_MODEL = "cancelled_by_host", "cancelled_by_model"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    calendar_session = models.ForeignKey(
        CalendarSession, on_delete=models.CASCADE, related_name="bookings"
    )
    model = models.ForeignKey(ModelProfile, on_delete=models.CASCADE, related_name="bookings")
    #: What was agreed to, and the one truth about when it is: `asked_during` is only a question.
    during = DateTimeRangeField()
    application = models.OneToOneField(
        Application, on_delete=models.SET_NULL, null=True, related_name="booking"
    )
    offer = models.OneToOneField(
        JobOffer, on_delete=models.SET_NULL, null=True, related_name="booking"
    )
    state = models.CharField(
        max_length=20,
        choices=choices(
            CONFIRMED, CANCELLED_BY_HOST, CANCELLED_BY_MODEL, NO_SHOW, DISPUTED, COMPLETED
        ),
        default=CONFIRMED,
    )
    ended_at = models.DateTimeField(null=True)
    #: The session was moved here; the model may agree or leave without blame. Without an answer
    #: the booking ends with the earlier start of the two.
    asked_during = DateTimeRangeField(null=True)
    #: What the evening was called and where, when a block came between the two; null without one.
    kept = models.JSONField(null=True)
    stars_by_host = models.PositiveSmallIntegerField(null=True)
    stars_by_model = models.PositiveSmallIntegerField(null=True)
    #: Since when its stars count: when both have given theirs, or none can be given any more.
    stars_shown_at = models.DateTimeField(null=True)
    host_user_version = models.BigIntegerField(db_default=0)
    model_user_version = models.BigIntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "bookings"
        constraints = [
            # int8range instead of "=": core GiST, no extension needed.
            ExclusionConstraint(
                name="no_double_booking",
                expressions=[
                    (
                        Func(F("model_id"), F("model_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(state="confirmed"),
            ),
            models.UniqueConstraint(
                fields=["calendar_session", "model"],
                condition=Q(state="confirmed"),
                name="one_booking_per_session_and_model",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(
                        "confirmed",
                        "cancelled_by_host",
                        "cancelled_by_model",
                        "no_show",
                        "disputed",
                        "completed",
                    )
                ),
                name="booking_state_is_known",
            ),
            models.CheckConstraint(
                condition=spans_within_reach("during") & spans_within_reach("asked_during"),
                name="booking_within_reach",
            ),
            models.CheckConstraint(
                condition=(Q(stars_by_host=None) | Q(stars_by_host__range=(1, 5)))
                & (Q(stars_by_model=None) | Q(stars_by_model__range=(1, 5))),
                name="one_to_five_stars",
            ),
            models.CheckConstraint(
                condition=Q(asked_during=None) | Q(state="confirmed"),
                name="only_who_is_booked_is_asked",
            ),
        ]


class Transition(models.Model):
    """The audit trail: one row for everything that happened to a call, offer or booking."""

    kind = models.CharField(max_length=40)
    #: Null: the clock.
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    calendar_session = models.ForeignKey(CalendarSession, on_delete=models.CASCADE, null=True)
    open_call = models.ForeignKey(OpenCall, on_delete=models.CASCADE, null=True)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, null=True)
    offer = models.ForeignKey(JobOffer, on_delete=models.CASCADE, null=True)
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, null=True)
    data = models.JSONField(default=dict)
    #: When it took effect: an expiry at its deadline, however late it was written down.
    effective_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "workflow_transitions"
