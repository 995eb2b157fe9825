"""A person's sessions and bookings as a calendar that other programs subscribe to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext
from icalendar import Calendar, Event, vDuration

from core import clock
from people.models import User
from people.speaking import speaking
from protocol import texts
from workflows.models import Booking, CalendarSession, Transition
from workflows.queries import own, shapes
from workflows.queries.shapes import KEPT

#: What is over or was cancelled stays this long, so that every program has taken it over.
SHOWN = timedelta(days=60)
#: How often a program may ask again: an evening that moved is mailed as well.
REFRESHED = timedelta(hours=1)

Changed = dict[int, datetime]


def path(token: str) -> str:
    return f"/calendar/{token}.ics"


def of_token(token: str) -> bytes | None:
    """The calendar behind a secret address, or None."""
    user = User.objects.filter(calendar_token=token, is_active=True).first()
    return calendar_of(user).to_ical() if user else None


def of_booking(booking: Booking) -> bytes:
    """One booking, for a mail: the same event as in the calendar, so that it is not there twice."""
    calendar = _empty()
    calendar.add("method", "PUBLISH")
    calendar.add_component(_booked(booking, _changed([booking.calendar_session])))
    content: bytes = calendar.to_ical()
    return content


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Callboard//EN")
    calendar.add("version", "2.0")
    return calendar


def calendar_of(user: User) -> Calendar:
    with speaking(user.language):
        return _calendar_of(user)


def _calendar_of(user: User) -> Calendar:
    calendar = _empty()
    calendar.add("x-wr-calname", f"Callboard: {_line(user.display_name)}")
    calendar.add("url", _page("/calendar"))
    calendar.add("refresh-interval", REFRESHED, {"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESHED))  # for those without RFC 7986
    since = clock.now() - SHOWN
    hosted = CalendarSession.objects.filter(host=user, during__endswith__gt=since)
    booked = own.bookings(user).filter(model__user_profile=user, during__endswith__gt=since)
    sessions, bookings = list(hosted.order_by("pk")), list(booked.order_by("pk"))
    changed = _changed([*sessions, *(booking.calendar_session for booking in bookings)])
    for session in sessions:
        calendar.add_component(_hosted(session, changed))
    for booking in bookings:
        calendar.add_component(_booked(booking, changed))
    return calendar


def _changed(sessions: Iterable[CalendarSession]) -> Changed:
    """When something was last done about each of these sessions, by id."""
    sessions = list(sessions)
    ids = {session.pk for session in sessions}
    about = Coalesce("calendar_session", "booking__calendar_session", "open_call__calendar_session")
    done = Transition.objects.annotate(about=about).filter(about__in=ids)
    found = dict(done.values_list("about").annotate(Max("created_at")).order_by())
    return {session.pk: found.get(session.pk, session.created_at) for session in sessions}


def _hosted(session: CalendarSession, changed: Changed) -> Event:
    free = 0 if session.cancelled_at else session.positions - session.booked
    event = _event(
        shapes.keep(session), changed[session.pk], session.public_id, session.during, on=True
    )
    title = _line(session.title)
    event.add("sequence", session.sequence)
    if free:
        title = ngettext("{title} ({free} open)", "{title} ({free} open)", free).format(
            title=title, free=free
        )
    event.add("summary", title)
    event.add("url", _page(f"/calendar/{session.public_id}"))
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    return event


def _booked(booking: Booking, changed: Changed) -> Event:
    session = booking.calendar_session
    on = booking.state in KEPT
    seen = booking.kept or shapes.keep(session)
    event = _event(seen, changed[session.pk], booking.public_id, booking.during, on=on)
    # The host's name is part of it: another one makes it another event.
    event.add("sequence", session.sequence + session.host.profile_version)
    event.add("summary", f"{_line(seen['title'])}, {_line(session.host.display_name)}")
    event.add("url", _page("/calendar"))
    event.add("status", "CONFIRMED" if on else "CANCELLED")
    return event


def _page(path: str) -> str:
    """Where it can be seen and changed."""
    return f"{settings.ORIGINS[0]}{path}"


def _event(
    seen: shapes.Kept, changed_at: datetime, uid: UUID, during: object, *, on: bool
) -> Event:
    """The UID stays for ever and SEQUENCE rises, so that a program changes what it has.

    A booking that is off does not hear of another place.
    """
    event = Event()
    event.add("uid", f"{uid}@callboard")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("dtstart", _of(during, "lower"))
    event.add("dtend", _of(during, "upper"))
    where = (seen["place"], seen["district"]) if on else (seen["district"],)
    event.add("location", ", ".join(_line(part) for part in where if part))
    return event


def _line(written: str) -> str:
    """RFC 5545 has no place for controls; words that turn their surroundings stay by themselves."""
    return texts.isolated(texts.UNSHOWABLE.sub("", written))


def _of(during: object, end: str) -> datetime:
    value: datetime = getattr(during, end)
    return value
