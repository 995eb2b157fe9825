"""A person's sessions and bookings as a calendar that other programs subscribe to."""

from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

from people.models import User
from protocol import clock
from workflows.models import Booking, CalendarSession
from workflows.queries import own
from workflows.queries.shapes import KEPT

#: What is over or was cancelled stays this long, so that every program has taken it over.
SHOWN = timedelta(days=60)


def path(token: str) -> str:
    return f"/calendar/{token}.ics"


def of_token(token: str) -> bytes | None:
    """The calendar behind a secret address, or None."""
    user = User.objects.filter(calendar_token=token, is_active=True).first()
    return calendar_of(user).to_ical() if user else None


def calendar_of(user: User) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Callboard//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Callboard: {user.display_name}")
    since = clock.now() - SHOWN
    hosted = CalendarSession.objects.filter(host=user, during__endswith__gt=since)
    for session in hosted.order_by("pk"):
        calendar.add_component(_hosted(session))
    booked = own.bookings(user).filter(
        model__user_profile=user, calendar_session__during__endswith__gt=since
    )
    for booking in booked.order_by("pk"):
        calendar.add_component(_booked(booking))
    return calendar


def _hosted(session: CalendarSession) -> Event:
    free = session.positions - session.booked
    event = _event(session, uid=session.public_id, during=session.during, on=True)
    event.add("summary", session.title if not free else f"{session.title} ({free} open)")
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    return event


def _booked(booking: Booking) -> Event:
    session = booking.calendar_session
    kept = booking.state in KEPT
    event = _event(session, uid=booking.public_id, during=booking.during, on=kept)
    event.add("summary", f"{session.title}, {session.host.display_name}")
    event.add("status", "CONFIRMED" if kept else "CANCELLED")
    return event


def _event(session: CalendarSession, *, uid: UUID, during: object, on: bool) -> Event:
    """The UID stays for ever and SEQUENCE rises, so that a program changes what it has.

    A booking that is off does not hear of another place.
    """
    event = Event()
    event.add("uid", f"{uid}@callboard")
    event.add("sequence", session.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", _of(during, "lower"))
    event.add("dtend", _of(during, "upper"))
    where = (session.place, session.district) if on else (session.district,)
    event.add("location", ", ".join(part for part in where if part))
    return event


def _of(during: object, end: str) -> datetime:
    value: datetime = getattr(during, end)
    return value
