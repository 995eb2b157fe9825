"""What I know of by now: on every device of mine it is known at once."""

from core import clock
from core.refused import Refused
from notifications import presence, queries
from notifications.events import NotificationChanged
from notifications.models import Notification
from notifications.verbs import (
    Look,
    NotificationsRead,
    ReadAllNotifications,
    ReadNotifications,
)
from people import actions as people
from people.models import User
from protocol import publish
from protocol.action import action
from protocol.wire import Noted


@action
def read(ask: ReadNotifications, *, by: User) -> NotificationsRead:
    """Ids of others are passed over: they are not there."""
    if ask.notifications is None and ask.about is None:
        raise Refused("bad_request", "Say which ones.", field="notifications")
    return _read(queries.unread_since(by, ask.notifications, ask.about), by)


@action
def read_all(ask: ReadAllNotifications, *, by: User) -> NotificationsRead:
    return _read(queries.unread_since(by, None, None), by)


@action
def look(ask: Look, *, by: User) -> Noted:
    presence.looks(by.pk, on=ask.on)
    return Noted()


def _read(ids: list[int], by: User) -> NotificationsRead:
    """The person's row is held first, so what is unread is counted as it is."""
    if not ids:
        return NotificationsRead(unread=queries.unread([by.pk])[by.pk], version=by.version)
    version = people.next_versions({by.pk: len(ids)})[by.pk]
    now = clock.now()
    lines = list(Notification.objects.filter(pk__in=ids).order_by("user_version"))
    for line in lines:
        line.read_at = line.read_at or now
        line.user_version = version
        version += 1
    Notification.objects.bulk_update(lines, ["read_at", "user_version"])
    unread = queries.unread([by.pk])[by.pk]
    publish.publish(
        [
            publish.to_user(
                NotificationChanged(data=queries.notice(line, by), unread=unread),
                by.pk,
                line.user_version,
            )
            for line in lines
        ]
    )
    return NotificationsRead(unread=unread, version=version - 1)
