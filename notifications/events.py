"""What others are told about notifications: their own devices, and nobody else."""

from typing import Literal
from uuid import UUID

from notifications.deciding import Reason
from notifications.kinds import Channel, Hat
from protocol.wire import Count, Event, Instant, Object


class Notice(Object, frozen=True):
    """A line of my notification list; `version` is that of my own topic.

    `about` names the thing (`call.<id>`, `booking.<id>`): unread lines about one thing are one,
    with their `count`. `path` is the page that it opens.
    """

    id: UUID
    kind: str
    hat: Hat
    about: str
    count: int
    title: str
    text: str
    path: str
    action: str
    created_at: Instant
    read_at: Instant | None
    version: int


class NotificationChanged(Event, frozen=True):
    """To me alone: something to know, or that I know it by now. `unread`: how many are new."""

    event = "notification.changed"
    data: Notice
    unread: Count


class Preference(Object, frozen=True):
    """Whether I am told of a kind of thing, in one of my roles, by one channel."""

    kind: str
    hat: Hat
    title: str
    channel: Channel
    on: bool
    fixed: bool


class PushDevice(Object, frozen=True):
    """A browser of mine that takes pushes."""

    id: UUID
    name: str
    created_at: Instant
    last_used_at: Instant | None


class DeliveryRecord(Object, frozen=True):
    """Why I was told of something, or not: the decisions in order, the last one holds."""

    kind: str
    about: str
    title: str
    channel: Channel
    state: Literal["waiting", "sending", "sent", "skipped", "dead"]
    reasons: list[Reason]
    due_at: Instant
    created_at: Instant
    ended_at: Instant | None
