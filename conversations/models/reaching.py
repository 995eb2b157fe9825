"""The ledger of acts by which people reach others who do not know them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from conversations.reaching import KINDS


class Reach(models.Model):
    """`by` did something of which `other`, or nobody in particular, hears. Kept for a day."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    kind = models.CharField(max_length=20)
    #: What it is about, where doing it once more is something else than doing another thing.
    about = models.CharField(max_length=80, blank=True)
    #: What it costs, in tenths of a first message.
    tenths = models.PositiveSmallIntegerField()
    #: Whoever has answered was no stranger after all: it does not count any more.
    answered_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "reaches"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="reach_kind_is_known"),
        ]
        indexes = [models.Index(fields=["by", "at"], name="reach_of_person")]
