"""Conversations and who takes part in them."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Conversation(models.Model):
    """A direct conversation of two people, or a group.

    The row owns the topic: `version` counts every change, `last_number` the messages.
    """

    DIRECT, GROUP = "direct", "group"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=[(DIRECT, "direct"), (GROUP, "group")])
    title = models.CharField(max_length=120, blank=True)
    #: The two of a direct conversation, lower id first: one conversation per pair.
    low = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    high = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    #: When the other side of a cold contact answered; until then the opener has one text.
    accepted_at = models.DateTimeField(null=True)
    #: Either of the two has blocked the other: nothing new is said here.
    blocked = models.BooleanField(default=False)
    last_number = models.BigIntegerField(db_default=0)
    version = models.BigIntegerField(db_default=0)
    #: The version at which title or state of the conversation itself last changed.
    head_version = models.BigIntegerField(db_default=0)
    changed_xid = models.BigIntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now())
    #: Moves with a new message of any kind and with nothing else: the order of the inbox.
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "conversations"
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="one_conversation_per_pair"),
            models.CheckConstraint(
                condition=Q(kind="direct", low__lt=F("high"))
                | Q(kind="group", low=None, high=None),
                name="direct_has_two",
            ),
        ]
        #: The one kind of index that leaves an update in its page: what has changed since is found
        #: without a look at all conversations.
        indexes = [
            BrinIndex(fields=["changed_xid"], name="conversation_changed", pages_per_range=4)
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Participant(models.Model):
    """A person's place in a conversation, and what is theirs alone: pointer, archive, mute.

    `version` is on the conversation's topic (who takes part), `user_version` on the person's own.
    """

    MEMBER, ADMIN = "member", "admin"

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="participants", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="participations",
        db_index=False,
    )
    role = models.CharField(
        max_length=10, choices=[(MEMBER, "member"), (ADMIN, "admin")], default=MEMBER
    )
    left_at = models.DateTimeField(null=True)
    #: The conversation as it was then, for who has left: what happens later is not shown.
    left_title = models.CharField(max_length=120, null=True)
    left_number = models.BigIntegerField(null=True)
    left_updated_at = models.DateTimeField(null=True)
    left_xid = models.BigIntegerField(null=True)
    last_read_number = models.BigIntegerField(db_default=0)
    #: `created_at` of the message that `last_read_number` names, so both give one count.
    last_read_at = models.DateTimeField(null=True)
    marked_unread = models.BooleanField(db_default=False)
    archived_number = models.BigIntegerField(null=True)
    muted_until = models.DateTimeField(null=True)
    version = models.BigIntegerField(db_default=0)
    user_version = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "conversation_participants"
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "user"], name="one_participant_per_person"
            ),
            models.CheckConstraint(
                condition=Q(
                    left_at=None,
                    left_title=None,
                    left_number=None,
                    left_updated_at=None,
                    left_xid=None,
                )
                | Q(
                    left_at__isnull=False,
                    left_title__isnull=False,
                    left_number__isnull=False,
                    left_updated_at__isnull=False,
                    left_xid__isnull=False,
                ),
                name="who_left_has_left_wholly",
            ),
            models.CheckConstraint(
                condition=Q(left_number=None) | Q(last_read_number__lte=F("left_number")),
                name="former_members_have_read_what_was_there",
            ),
        ]
        indexes = [models.Index(fields=["user", "user_version"], name="participant_user_version")]


class Stint(models.Model):
    """A span of membership: messages numbered in (from_number, to_number] may be seen.

    `from_version` is the change by which it began: who was there at a version, the stints say.

    `to_version` ends edits, too: what was changed after leaving is shown as it was then, from its
    revision.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="stints", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stints"
    )
    from_number = models.BigIntegerField()
    from_version = models.BigIntegerField(db_default=0)
    to_number = models.BigIntegerField(null=True)
    to_version = models.BigIntegerField(null=True)

    class Meta:
        db_table = "conversation_stints"
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "user"],
                condition=Q(to_number=None),
                name="one_open_stint_per_person",
            ),
            models.CheckConstraint(
                condition=Q(to_number=None, to_version=None)
                | Q(to_number__gte=F("from_number"), to_version__isnull=False),
                name="a_stint_ends_whole",
            ),
        ]
        indexes = [models.Index(fields=["conversation", "user"], name="stint_of_person")]
