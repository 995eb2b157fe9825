from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Command(models.Model):
    """A command that was carried out, and what it answered."""

    pk = models.CompositePrimaryKey("user_id", "key")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    key = models.UUIDField()
    body_hash = models.BinaryField()
    result = models.TextField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "commands"


class Installation(models.Model):
    """The one row that tells this database from every other, and from its own past."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.CharField(max_length=32)

    class Meta:
        db_table = "installation"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="installation_is_one_row")
        ]


class Heartbeat(models.Model):
    """When a background process was last seen alive."""

    name = models.CharField(primary_key=True, max_length=40)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "heartbeats"
