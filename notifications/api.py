"""Notifications over HTTP: the list, the settings, and why one was told or not."""

from datetime import time
from typing import Annotated

from msgspec import Meta, Struct

from notifications import queries
from notifications.actions.keys import public_key
from notifications.events import DeliveryRecord, Notice, Preference, PushDevice
from notifications.models import Quiet
from people.models import User
from protocol.api import Api, Query
from protocol.executor import in_database
from protocol.wire import Count, Object


class NotificationPage(Object, frozen=True):
    """Newest first; `next`: the cursor of the page that follows, null on the last one."""

    notifications: list[Notice]
    unread: Count
    next: str | None


class NotificationSettings(Object, frozen=True):
    """How I am told. `push_key`: what a browser subscribes to pushes with."""

    preferences: list[Preference]
    quiet_from: str | None
    quiet_to: str | None
    urgent_in_quiet_hours: bool
    text_in_push: bool
    devices: list[PushDevice]
    push_key: str


class DeliveryRecords(Object, frozen=True):
    """Newest first; `next`: the cursor of the page that follows, null on the last one."""

    records: list[DeliveryRecord]
    next: str | None


class WhichNotifications(Struct, frozen=True, forbid_unknown_fields=True):
    before: str | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class NotificationsApi(Api):
    async def get(self, parsed_query: Query[WhichNotifications]) -> NotificationPage:
        """What I was told of."""
        return await in_database(_page, self.person, parsed_query)


class NotificationSettingsApi(Api):
    async def get(self) -> NotificationSettings:
        """How I am told of things, and when not."""
        return await in_database(_settings, self.person)


class DeliveriesApi(Api):
    async def get(self, parsed_query: Query[WhichNotifications]) -> DeliveryRecords:
        """Why I was told of something by mail or push, or why not."""
        return await in_database(_records, self.person, parsed_query)


def _page(user: User, asked: WhichNotifications) -> NotificationPage:
    found, following = queries.page(user, before=asked.before, limit=asked.limit)
    unread = queries.unread([user.pk])[user.pk]
    return NotificationPage(notifications=found, unread=unread, next=following)


def _records(user: User, asked: WhichNotifications) -> DeliveryRecords:
    found, following = queries.records(user, before=asked.before, limit=asked.limit)
    return DeliveryRecords(records=found, next=following)


def _settings(user: User) -> NotificationSettings:
    quiet = Quiet.objects.filter(user=user).first() or Quiet()
    return NotificationSettings(
        preferences=queries.preferences(user),
        quiet_from=_wall(quiet.quiet_from),
        quiet_to=_wall(quiet.quiet_to),
        urgent_in_quiet_hours=quiet.urgent_in_quiet_hours,
        text_in_push=quiet.text_in_push,
        devices=queries.devices(user),
        push_key=public_key(),
    )


def _wall(at: time | None) -> str | None:
    return None if at is None else f"{at:%H:%M}"
