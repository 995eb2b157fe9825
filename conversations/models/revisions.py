"""What former members saw before it was edited, taken back or reacted to again.

The rows are written by triggers: whatever changes a message or a reaction, by whichever code,
keeps what somebody who has left may still read. Nobody else reads them.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from conversations.models.messages import Message, Reaction
from conversations.models.places import Conversation


class MessageRevision(models.Model):
    """A message as it was from `version` until `until_version`, at which it was changed."""

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="revisions", db_index=False
    )
    #: Also here, so that a search begins with one's own conversations.
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    version = models.BigIntegerField()
    until_version = models.BigIntegerField()
    content = models.TextField()
    data = models.JSONField(null=True)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    #: By which its readers find it; null until the worker has filled it.
    words = SearchVectorField(null=True)

    class Meta:
        db_table = "message_revisions"
        constraints = [
            models.UniqueConstraint(
                fields=["message", "version"], name="one_revision_of_a_message_per_version"
            ),
            models.CheckConstraint(
                condition=Q(until_version__gt=F("version")), name="a_message_revision_has_ended"
            ),
        ]
        indexes = [
            GinIndex(fields=["words"], name="message_revision_words"),
            models.Index(fields=["id"], condition=Q(words=None), name="message_revision_unfilled"),
        ]


class ReactionRevision(models.Model):
    """A reaction as it was from `version` until `until_version`, at which it was changed."""

    reaction = models.ForeignKey(
        Reaction, on_delete=models.CASCADE, related_name="revisions", db_index=False
    )
    version = models.BigIntegerField()
    until_version = models.BigIntegerField()
    on = models.BooleanField()

    class Meta:
        db_table = "message_reaction_revisions"
        constraints = [
            models.UniqueConstraint(
                fields=["reaction", "version"], name="one_revision_of_a_reaction_per_version"
            ),
            models.CheckConstraint(
                condition=Q(until_version__gt=F("version")), name="a_reaction_revision_has_ended"
            ),
        ]
