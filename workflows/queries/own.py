"""What changed on a person's own topic: their applications, bookings, calls and sessions."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.db.models.query import QuerySet

from core import clock
from people.models import ModelProfile, User
from people.topics import own_changes
from protocol import pages
from protocol.wire import Change
from workflows import events
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall, Told
from workflows.queries import calls, offers, shapes

Row = TypeVar("Row", Booking, JobOffer)


@own_changes
def changed_since(user: User, version: int, *, limit: int) -> list[Change]:
    return [
        *_applications(user, version, limit),
        *_told(user, version, limit),
        *_host_calls(user, version, limit),
        *_sessions(user, version, limit),
        *_bookings(user, version, limit),
        *_offers(user, version, limit),
    ]


def applications(user: User) -> "QuerySet[Application]":
    return Application.objects.select_related(
        "conversation",
        "open_call__host",
        "open_call__calendar_session__host",
    ).filter(model__user_profile=user)


def with_session(found: "QuerySet[Booking]") -> "QuerySet[Booking]":
    return found.select_related(
        "calendar_session__host",
        "model__user_profile",
        "application__conversation",
        "application__model__user_profile",
        "offer__conversation",
    )


def bookings(user: User) -> "QuerySet[Booking]":
    mine = Q(model__user_profile=user) | Q(calendar_session__host=user)
    return with_session(Booking.objects.filter(mine))


def my_offers(
    user: User, *, cursor: str | None = None, limit: int = 50
) -> tuple[list[events.Offer], str | None]:
    """Offers that I sent or got, the newest first, and the next cursor."""
    now = clock.now()
    mine = Q(model__user_profile=user) | Q(host=user)
    found, following = pages.newest_first(offers().filter(mine), cursor=cursor, limit=limit)
    return [shapes.offer(row, user.pk, now) for row in found], following


def my_applications(
    user: User, *, cursor: str | None = None, limit: int = 50
) -> tuple[list[events.MyApplication], str | None]:
    """The newest first, and the next cursor."""
    found, following = pages.newest_first(applications(user), cursor=cursor, limit=limit)
    return [shapes.my_application(row) for row in found], following


def agenda(
    user: User, start: datetime, end: datetime
) -> tuple[list[events.HostedSession], list[events.Booking]]:
    """Sessions that I host and places that are booked, overlapping [start, end).

    A booking stands where its model has agreed to come, also while they are asked to move.
    """
    window = (start, end)
    hosted = CalendarSession.objects.filter(host=user, during__overlap=window)
    return _evenings(user, hosted, bookings(user).filter(during__overlap=window))


def evening(user: User, session: UUID) -> tuple[list[events.HostedSession], list[events.Booking]]:
    """The same of one session, whenever it is. Nothing of one in which this person has no part."""
    hosted = CalendarSession.objects.filter(host=user, public_id=session)
    return _evenings(user, hosted, bookings(user).filter(calendar_session__public_id=session))


def _evenings(
    user: User, hosted: "QuerySet[CalendarSession]", booked: "QuerySet[Booking]"
) -> tuple[list[events.HostedSession], list[events.Booking]]:
    sessions = hosted.select_related("host")
    return (
        [shapes.hosted_session(row) for row in sessions.order_by("during", "pk")],
        [shapes.booking(row, user.pk) for row in booked.order_by("during", "pk")],
    )


def _applications(user: User, version: int, limit: int) -> list[Change]:
    found = applications(user).filter(user_version__gt=version).order_by("user_version")[:limit]
    return [
        Change(row.user_version, events.ApplicationChanged(data=shapes.my_application(row)))
        for row in found
    ]


def _told(user: User, version: int, limit: int) -> list[Change]:
    """Rows of calls that are not there for this person any more do not count: look further."""
    model = ModelProfile.objects.filter(user_profile=user).first()
    if model is None:
        return []
    changes: list[Change] = []
    while len(changes) < limit:
        newer = Told.objects.filter(model=model, user_version__gt=version).order_by("user_version")
        found = list(newer.values_list("open_call_id", "user_version")[:limit])
        cards = calls.board_calls({call for call, _ in found}, model)
        told = [Change(card.version, events.CallTold(data=card)) for card in cards]
        changes += sorted(told, key=lambda change: change.version)
        if len(found) < limit:
            break
        version = found[-1][1]
    return changes


def _host_calls(user: User, version: int, limit: int) -> list[Change]:
    found = list(
        OpenCall.objects.select_related(*calls.WITH_SESSION)
        .filter(host=user, user_version__gt=version)
        .order_by("user_version")[:limit]
    )
    return [
        Change(row.user_version, events.HostCallChanged(data=card))
        for row, card in zip(found, calls.host_calls(found), strict=True)
    ]


def _sessions(user: User, version: int, limit: int) -> list[Change]:
    found = CalendarSession.objects.select_related("host").filter(
        host=user, user_version__gt=version
    )
    return [
        Change(row.user_version, events.SessionChanged(data=shapes.hosted_session(row)))
        for row in found.order_by("user_version")[:limit]
    ]


def _bookings(user: User, version: int, limit: int) -> list[Change]:
    found = with_session(Booking.objects.all())
    rows = _either_side(found, user, "calendar_session__host", version, limit)
    shown = [shapes.booking(row, user.pk) for row in rows]
    return [Change(data.version, events.BookingChanged(data=data)) for data in shown]


def _offers(user: User, version: int, limit: int) -> list[Change]:
    now = clock.now()
    rows = _either_side(offers(), user, "host", version, limit)
    shown = [shapes.offer(row, user.pk, now) for row in rows]
    return [Change(data.version, events.OfferChanged(data=data)) for data in shown]


def _either_side(
    found: "QuerySet[Row]", user: User, host: str, version: int, limit: int
) -> list[Row]:
    """Rows of mine as host and as model: each side by its own versions, and none left out."""
    sides = ((host, "host_user_version"), ("model__user_profile", "model_user_version"))
    rows: list[Row] = []
    for side, field in sides:
        newer = found.filter(**{side: user, f"{field}__gt": version})
        rows += newer.order_by(field)[:limit]
    return rows
