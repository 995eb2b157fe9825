"""What somebody may see of notifications: their own, and why they were told or not."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from core.sql import rows
from notifications import presence, words
from notifications.deciding import Person
from notifications.events import (
    DeliveryRecord,
    Notice,
    NotificationChanged,
    Preference,
    PushDevice,
)
from notifications.kinds import CHANNELS, KINDS, title
from notifications.models import Delivery, Device, Notification
from notifications.models import Preference as PreferenceRow
from people.models import User
from people.queries import live_sign_ins
from people.speaking import speaking
from people.topics import own_changes
from protocol import pages
from protocol.wire import Change


def notice(row: Notification, reader: User) -> Notice:
    said = words.words(row.kind, row.data, row.count, reader)
    return Notice(
        id=row.public_id,
        kind=row.kind,
        hat=row.hat,  # type: ignore[arg-type]
        about=row.about,
        count=row.count,
        title=said.title,
        text=said.text,
        path=said.path,
        action=said.action,
        created_at=row.created_at,
        read_at=row.read_at,
        version=row.user_version,
    )


def unread(people: Iterable[int]) -> dict[int, int]:
    found = Notification.objects.filter(user__in=list(people), read_at=None)
    counts = dict(found.values_list("user").annotate(n=Count("pk")).order_by())
    return {person: counts.get(person, 0) for person in people}


def page(
    user: User, *, cursor: str | None = None, limit: int = 50
) -> tuple[list[Notice], str | None]:
    """Newest first, by when it happened and not by when it was read; and the next cursor."""
    mine = Notification.objects.filter(user=user)
    found, following = pages.newest_first(mine, cursor=cursor, limit=limit)
    return [notice(row, user) for row in found], following


def standing(user: User) -> tuple[int, int]:
    """How many are unread, and the version of my topic at which that was so."""
    found = Notification.objects.filter(user=user).aggregate(
        unread=Count("pk", filter=Q(read_at=None)), version=Max("user_version")
    )
    return found["unread"], found["version"] or 0


@own_changes
def changed_since(user: User, version: int, *, limit: int) -> list[Change]:
    found = Notification.objects.filter(user=user, user_version__gt=version)
    changed = list(found.order_by("user_version")[:limit])
    n = unread([user.pk])[user.pk] if changed else 0
    return [
        Change(row.user_version, NotificationChanged(data=notice(row, user), unread=n))
        for row in changed
    ]


# --- for the decision ------------------------------------------------------------------------

PEOPLE = """
    SELECT u.id, u.is_active, u.email_confirmed_at IS NOT NULL AS email_confirmed, u.time_zone,
           q.quiet_from, q.quiet_to, coalesce(q.urgent_in_quiet_hours, false) AS urgent,
           u.id = ANY(%s) AS has_device
    FROM user_profiles u LEFT JOIN notification_quiet_hours q ON q.user_id = u.id
    WHERE u.id = ANY(%s)"""


def deciding(people: Iterable[int]) -> dict[int, Person]:
    """Everybody with what matters of them for the decision, as they are now."""
    ids = list(people)
    reached = list(devices_of(ids).values_list("user_id", flat=True).distinct())
    set_by: dict[int, dict[tuple[str, str, str], bool]] = {id: {} for id in ids}
    for row in PreferenceRow.objects.filter(user__in=ids):
        set_by[row.user_id][row.kind, row.hat, row.channel] = row.on
    here = presence.looking(ids)
    return {
        row["id"]: Person(
            active=row["is_active"],
            email_confirmed=row["email_confirmed"],
            has_device=row["has_device"],
            looking=row["id"] in here,
            time_zone=row["time_zone"],
            quiet_from=row["quiet_from"],
            quiet_to=row["quiet_to"],
            urgent_in_quiet_hours=row["urgent"],
            preferences=set_by[row["id"]],
        )
        for row in rows(PEOPLE, [reached, ids])
    }


# --- settings --------------------------------------------------------------------------------


def preferences(user: User) -> list[Preference]:
    """Of the roles that somebody has, in the order of the kinds."""
    hats = {"any": True, "host": user.is_host, "model": user.is_model}
    mine = {(p.kind, p.hat, p.channel): p.on for p in PreferenceRow.objects.filter(user=user)}
    with speaking(user.language):
        titles = {kind.name: title(kind) for kind in KINDS.values()}
    return [
        Preference(
            kind=kind.name,
            hat=hat,
            title=titles[kind.name],
            channel=channel,
            on=mine.get((kind.name, hat, channel), getattr(kind, channel)),
            fixed=kind.fixed,
        )
        for kind in KINDS.values()
        for hat in kind.hats
        if hats[hat]
        for channel in CHANNELS
    ]


def devices_of(people: Iterable[int]) -> QuerySet[Device]:
    """The browsers in which these are signed in now and have not switched pushes off."""
    return Device.objects.filter(
        user__in=list(people), removed_at=None, sign_in__in=live_sign_ins()
    )


def devices(user: User) -> list[PushDevice]:
    return [
        PushDevice(
            id=row.public_id,
            name=row.name,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
        )
        for row in devices_of([user.pk]).order_by("created_at", "pk")
    ]


def records(
    user: User, *, cursor: str | None = None, limit: int = 50
) -> tuple[list[DeliveryRecord], str | None]:
    """The latest decisions about what I am told of, and why; the cursor of the next page."""
    mine = Delivery.objects.filter(user=user).select_related("notification")
    found, following = pages.newest_first(mine, cursor=cursor, limit=limit)
    return [_record(row, user) for row in found], following


def _record(row: Delivery, reader: User) -> DeliveryRecord:
    return DeliveryRecord(
        kind=row.kind,
        about=row.about,
        title=said(row, reader).title,
        channel=row.channel,  # type: ignore[arg-type]
        state=row.state,  # type: ignore[arg-type]
        reasons=row.reasons,  # type: ignore[arg-type]
        due_at=row.due_at,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )


def said(row: Delivery, reader: User, now: words.Facts | None = None) -> words.Words:
    """What a delivery tells; of several about one thing, the latest state of it."""
    count = 1 if row.notification is None else row.notification.count
    return words.words(row.kind, facts(row) if now is None else now, count, reader)


def facts(row: Delivery | Notification) -> words.Facts:
    """As they were when it happened: a line of the list holds them for all who tell of it.

    What a delivery itself holds is what its own reader knew before (`before`).
    """
    line = None if isinstance(row, Notification) else row.notification
    return row.data if line is None else {**line.data, **row.data}


def facts_now(rows: Sequence[Delivery | Notification]) -> dict[int, words.Facts]:
    """The facts of deliveries, or lines, of one kind as they are now, by the id of each."""
    told = [words.Told(row.user_id, row.about, facts(row)) for row in rows]
    kind = rows[0].kind if rows else ""
    found = words.as_it_is(kind, told)
    return {row.pk: now for row, now in zip(rows, found, strict=True)}


def unread_since(user: User, ids: list[UUID] | None, about: str | None) -> list[int]:
    """Unread notifications of mine: these, those about one thing, or (neither given) all."""
    mine = Notification.objects.filter(user=user, read_at=None)
    if ids is not None:
        mine = mine.filter(public_id__in=ids)
    if about is not None:
        mine = mine.filter(about=about)
    return list(mine.order_by("user_version").values_list("pk", flat=True))


def pushed_lately(people: Iterable[int], *, since: datetime) -> list[Delivery]:
    """What may still stand on their screens, the newest first."""
    sent = Delivery.objects.select_related("notification").filter(
        user__in=list(people), channel="push", state=Delivery.SENT, ended_at__gt=since
    )
    return list(sent.order_by("-ended_at"))


def known(user: int, key: str) -> bool:
    """Whether it was decided already whether they are told of this."""
    return bool(known_among([user], key))


def known_among(people: Iterable[int], key: str) -> set[int]:
    told = Delivery.objects.filter(user__in=list(people), key=key)
    return set(told.values_list("user_id", flat=True))


def times_told(
    kinds: Iterable[str], people: Iterable[int], abouts: Iterable[str], *, since: datetime
) -> dict[tuple[int, str, str, str], list[datetime]]:
    """(person, kind, about, channel) -> when they were told of it, the last time at the end."""
    sent = Delivery.objects.filter(
        user__in=list(people),
        kind__in=list(kinds),
        about__in=list(abouts),
        state=Delivery.SENT,
        ended_at__gt=since,
    )
    found: dict[tuple[int, str, str, str], list[datetime]] = {}
    for row in sent.order_by("ended_at"):
        assert row.ended_at is not None
        told = row.user_id, row.kind, row.about, row.channel
        found.setdefault(told, []).append(row.ended_at)
    return found


def told_lately(
    kind: str, people: Iterable[int], *, since: datetime
) -> dict[tuple[int, str], datetime]:
    """(person, about) -> when they were last told of it by any channel."""
    sent = Delivery.objects.filter(
        user__in=list(people), kind=kind, state=Delivery.SENT, ended_at__gt=since
    )
    found = sent.order_by("ended_at").values_list("user_id", "about", "ended_at")
    return {(user, about): at for user, about, at in found if at is not None}
