"""What is said, shown and reported."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from conversations.models.places import Conversation


class Message(models.Model):
    """A text, an image or a line of the system.

    Outside, a message is known by its conversation and its `number` there.
    """

    TEXT, IMAGE, SYSTEM = "text", "image", "system_notification"

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    number = models.BigIntegerField()
    version = models.BigIntegerField()
    #: Null: the system.
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    #: The sender's command key: their pending bubble becomes this message.
    key = models.UUIDField(null=True)
    kind = models.CharField(max_length=20, choices=[(k, k) for k in (TEXT, IMAGE, SYSTEM)])
    content = models.TextField()
    #: Typed facts of a system message or an image; what is read is made from these.
    data = models.JSONField(null=True)
    #: The name of the API token of a program that said it for its sender.
    via = models.CharField(max_length=200, null=True)
    #: The number of the message that this one answers, in the same conversation.
    reply_to = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messages"
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "number"], name="one_message_per_number"
            ),
            models.UniqueConstraint(
                fields=["conversation", "version"], name="one_message_per_version"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("text", "image"), key__isnull=False)
                | Q(kind="system_notification", sender=None, key=None),
                name="the_system_has_no_sender",
            ),
        ]


class Reaction(models.Model):
    """One person's sign on a message; taken back it stays as a tombstone, so that sync tells it."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="reactions", db_index=False
    )
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=16)
    on = models.BooleanField(default=True)
    version = models.BigIntegerField()

    class Meta:
        db_table = "message_reactions"
        constraints = [
            models.UniqueConstraint(
                fields=["message", "user", "emoji"], name="one_reaction_of_a_kind"
            )
        ]
        indexes = [models.Index(fields=["conversation", "version"], name="reaction_version")]


class SearchCursor(models.Model):
    """Up to which version of a conversation its messages have been indexed for search."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    version = models.BigIntegerField()

    class Meta:
        db_table = "message_search_cursors"


class SearchEntry(models.Model):
    """The words of a message, by which its readers find it; filled by the worker."""

    message = models.OneToOneField(
        Message, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    #: Also here, so that a search begins with one's own conversations.
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    words = SearchVectorField()

    class Meta:
        db_table = "message_search"
        indexes = [GinIndex(fields=["words"], name="message_search_words")]


class Image(models.Model):
    """A picture on its way into a conversation: uploaded, made safe by the worker, then sent."""

    UPLOADED, READY, REFUSED = "uploaded", "ready", "refused"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in (UPLOADED, READY, REFUSED)], default=UPLOADED
    )
    #: Why it was refused, as a sentence for the screen.
    problem = models.CharField(max_length=200, blank=True)
    #: Set when it is sent; until then it is an orphan that is collected after a day.
    message = models.OneToOneField(
        Message, on_delete=models.CASCADE, null=True, related_name="image"
    )
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    #: The version of its owner's topic at which it last changed.
    user_version = models.BigIntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "images"
        constraints = [
            models.CheckConstraint(
                condition=Q(message=None) | Q(state="ready"), name="only_safe_images_are_sent"
            )
        ]
        indexes = [models.Index(fields=["owner", "user_version"], name="image_user_version")]
