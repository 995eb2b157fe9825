"""What the server makes for people of what is theirs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Export(models.Model):
    """An archive of everything that is one person's own, made by the worker on request.

    The file lies under `exports/` by its public id, as long as this row is there.
    """

    WAITING, READY = "waiting", "ready"
    STATES = (WAITING, READY)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports"
    )
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default=WAITING)
    #: How many of its parts are done.
    done = models.PositiveIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    bytes = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exports"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "ready")), name="export_state_is_known"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="waiting"), name="one_export_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} export of {self.user}"
