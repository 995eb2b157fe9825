"""What people ask the staff to look at, and what the staff decide about people."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from moderation.vocabulary import THINGS

#: What the staff can decide. `none`: nothing was wrong.
DECISIONS = ("none", "warn", "hide", "limit", "suspend", "close")
#: Decisions that last until a moment, and those that are done once.
LASTING = ("limit", "suspend")
#: Decisions after which the person cannot sign in.
SHUT_OUT = ("suspend", "close")


def choices(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


class Report(models.Model):
    """Somebody asks the staff to look at a person, or at one thing of theirs.

    `evidence` is the thing as it was when it was reported: its author cannot change that.
    """

    OPEN, TAKEN, CLOSED = "open", "taken", "closed"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reports_made"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reports"
    )
    message = models.ForeignKey(
        "conversations.Message", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    thing = models.CharField(max_length=20, choices=choices(THINGS), default="profile")
    #: Which one: `message.<conversation>.<number>`, `post.<id>` and so on.
    about = models.CharField(max_length=80, default="")
    evidence: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    reason = models.TextField(max_length=1000)
    state = models.CharField(max_length=10, choices=choices((OPEN, TAKEN, CLOSED)), default=OPEN)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(max_length=10, choices=choices(DECISIONS), blank=True)
    created_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reports"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(decision="")
                | ~Q(state="closed") & Q(closed_at=None, decision=""),
                name="a_closed_report_has_a_decision",
            ),
            models.UniqueConstraint(
                fields=["reporter", "person", "about"],
                condition=~Q(state="closed"),
                name="one_open_report_of_a_thing",
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="reports_queue")]

    def __str__(self) -> str:
        return f"{self.reporter} on {self.person}"


class Sanction(models.Model):
    """A decision against somebody. It can end by itself or be lifted, and be appealed once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sanctions"
    )
    report = models.ForeignKey(
        Report, on_delete=models.SET_NULL, null=True, blank=True, related_name="sanctions"
    )
    kind = models.CharField(max_length=10, choices=choices(DECISIONS[1:]))
    about = models.CharField(max_length=80, default="", blank=True)
    #: What the person reads: why, in the words of the staff.
    words = models.TextField(max_length=2000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    begins_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)
    #: When it ended: lifted by the staff, or by the clock at `ends_at`.
    lifted_at = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(max_length=2000, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    #: What became of the appeal; empty while nobody has decided.
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "sanctions"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=LASTING, ends_at__isnull=False)
                | ~Q(kind__in=LASTING) & Q(ends_at=None),
                name="a_lasting_sanction_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("begins_at")),
                name="a_sanction_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(appealed_at__isnull=False),
                name="only_an_appeal_is_answered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"],
                condition=Q(lifted_at=None, ends_at__isnull=False),
                name="sanctions_running",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person}"
