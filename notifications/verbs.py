"""What may be asked of notifications."""

from datetime import time
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from notifications.kinds import Channel, Hat
from protocol.asked import CODE
from protocol.wire import Code, Count, Line, Result, Verb

Wall = Annotated[str, Meta(max_length=5, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)")]
Endpoint = Annotated[str, CODE, Meta(max_length=1000)]


class ReadNotifications(Verb, frozen=True):
    """I know of these, or of everything about one thing, like `call.<id>`."""

    verb = "notification.read"
    reaches = "nobody"
    notifications: Annotated[list[UUID], Meta(max_length=200)] | None = None
    about: Code | None = None


class ReadAllNotifications(Verb, frozen=True):
    """I know of everything."""

    verb = "notification.read_all"
    reaches = "nobody"


class Prefer(Verb, frozen=True):
    """Tell me of this kind of thing by this channel, or with `on: false` do not."""

    verb = "notification.prefer"
    reaches = "nobody"
    kind: Code
    hat: Hat
    channel: Channel
    on: bool


class KeepQuiet(Verb, frozen=True):
    """When not to disturb me, as wall times in my own zone; without them, any time is fine."""

    verb = "notification.keep_quiet"
    reaches = "nobody"
    quiet_from: Wall | None
    quiet_to: Wall | None
    urgent_in_quiet_hours: bool
    text_in_push: bool


class Look(Verb, frozen=True):
    """Callboard is before my eyes right now. Said again every 30 seconds; `on` false ends it."""

    verb = "notification.look"
    reaches = "nobody"
    on: bool = True


class RegisterDevice(Verb, frozen=True):
    """This browser takes pushes, at the address that its push service gave it.

    `again`: nobody has asked for it just now, the page has only found the address. What was
    removed stays removed then.
    """

    verb = "device.register"
    reaches = "nobody"
    endpoint: Endpoint
    p256dh: Annotated[str, CODE, Meta(max_length=100)]
    auth: Annotated[str, CODE, Meta(max_length=40)]
    name: Line = ""
    again: bool = False


class RemoveDevice(Verb, frozen=True):
    """No more pushes to a browser of mine, named by its id, or by itself with its address."""

    verb = "device.remove"
    reaches = "nobody"
    device: UUID | None = None
    endpoint: Endpoint | None = None


class NotificationsRead(Result, frozen=True):
    """`version` is that of my own topic."""

    unread: Count
    version: int


class DeviceRegistered(Result, frozen=True):
    """`known` false: it was removed, and the browser should let go of its address."""

    device: UUID
    known: bool


def wall_time(text: str) -> time:
    return time.fromisoformat(text)
