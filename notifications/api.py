"""Notifications over HTTP: the list, the settings, and why one was told or not."""

from datetime import time
from typing import Annotated

from msgspec import Meta

from core.executor import in_database
from notifications import queries
from notifications.actions.keys import public_key
from notifications.events import DeliveryRecord, Notice, Preference, PushDevice
from notifications.models import Quiet
from people.models import User
from protocol.api import Api, Query
from protocol.pages import ALL, Page, Paged
from protocol.wire import Count, Object


class NotificationPage(Page, frozen=True):
    """Newest first. `unread` is how many of all of them are, at `version` of my own topic."""

    notifications: list[Notice]
    unread: Count
    version: Count


class NotificationSettings(Object, frozen=True):
    """How I am told. `push_key`: what a browser subscribes to pushes with."""

    preferences: Annotated[list[Preference], Meta(description=f"{ALL}.")]
    quiet_from: str | None
    quiet_to: str | None
    urgent_in_quiet_hours: bool
    text_in_push: bool
    devices: Annotated[list[PushDevice], Meta(description=f"{ALL}.")]
    push_key: str


class DeliveryRecords(Page, frozen=True):
    """Newest first."""

    records: list[DeliveryRecord]


class NotificationsApi(Api):
    async def get(self, parsed_query: Query[Paged]) -> NotificationPage:
        """What I was told of."""
        return await in_database(_page, self.person, parsed_query)


class NotificationSettingsApi(Api):
    async def get(self) -> NotificationSettings:
        """How I am told of things, and when not."""
        return await in_database(_settings, self.person)


class DeliveriesApi(Api):
    async def get(self, parsed_query: Query[Paged]) -> DeliveryRecords:
        """Why I was told of something by mail or push, or why not."""
        return await in_database(_records, self.person, parsed_query)


def _page(user: User, asked: Paged) -> NotificationPage:
    unread, version = queries.standing(user)
    found, following = queries.page(user, cursor=asked.cursor, limit=asked.limit)
    return NotificationPage(notifications=found, unread=unread, version=version, next=following)


def _records(user: User, asked: Paged) -> DeliveryRecords:
    found, following = queries.records(user, cursor=asked.cursor, limit=asked.limit)
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
