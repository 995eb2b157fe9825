"""When two people part: what was pending between them ends, and what is booked is decided on."""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Q
from django.db.models.query import QuerySet

from core import clock
from core.refused import Refused
from people import actions as people
from people.actions import Parting
from people.models import User
from protocol import publish
from protocol.wire import StandingBooking
from workflows.actions.booking import free_place
from workflows.actions.ending import decide, withdraw_offer
from workflows.actions.lines import Line, write_lines
from workflows.actions.locking import lock_calls, lock_session
from workflows.actions.telling import Telling
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall
from workflows.queries import offers, own, shapes
from workflows.topics import CALL

Row = Application | JobOffer | Booking


class Between(NamedTuple):
    """What two people have going, locked: one copy of each row."""

    calls: dict[int, OpenCall]
    applications: list[Application]
    offers: list[JobOffer]
    bookings: list[Booking]

    def rows(self) -> list[Row]:
        return [*self.applications, *self.offers, *self.bookings]


@people.when_blocked("session")
def end_between(parting: Parting) -> Callable[[], object] | None:
    """Applications and offers of the two end; bookings stand or are cancelled, as `by` wants.

    Neither hears of the other's calls any more. What is left knows the evening as it was.
    """
    telling = Telling(clock.now())
    between = _between(parting.by, parting.other, telling)
    if not parting.apart:
        _show_again(between, telling)
        return telling.send
    lines = _decide_on_bookings(parting, between, telling)
    for offer in between.offers:
        if offer.status == JobOffer.SENT:
            withdraw_offer(offer, telling)
    for application in between.applications:
        if application.status == Application.PENDING:
            _end(application, parting, telling)
    _keep_as_it_was(between, telling)
    write_lines(lines, now=telling.now, actor=parting.by)
    _silence(parting.by, parting.other)
    return telling.send


def _decide_on_bookings(parting: Parting, between: Between, telling: Telling) -> list[Line]:
    """Ask who has not said it; cancel where they want that."""
    standing = [booking for booking in between.bookings if _stands(booking, telling)]
    if not standing or not parting.new:
        return []
    if parting.bookings is None:
        raise Refused(
            "bookings_stand",
            "You have bookings with each other. Should they stand or be cancelled?",
            bookings=[_standing(booking, parting.by) for booking in standing],
        )
    if parting.bookings == "keep":
        return []
    lines = []
    for booking in standing:
        hosts = booking.calendar_session.host_id == parting.by.pk
        state = Booking.CANCELLED_BY_HOST if hosts else Booking.CANCELLED_BY_MODEL
        telling.record("booking.blocked", booking=booking, by=parting.by)
        lines.append(free_place(booking, state, telling, between.calls))
    return lines


def _stands(booking: Booking, telling: Telling) -> bool:
    to_come: bool = booking.calendar_session.during.lower > telling.now
    return booking.state == Booking.CONFIRMED and to_come


def _standing(booking: Booking, by: User) -> StandingBooking:
    session = booking.calendar_session
    hosts = session.host_id == by.pk
    return StandingBooking(
        id=booking.public_id,
        title=session.title if hosts or booking.kept is None else booking.kept["title"],
        starts_at=session.during.lower,
        time_zone=session.time_zone,
        hosting=hosts,
    )


def _end(application: Application, parting: Parting, telling: Telling) -> None:
    mine = application.model.user_profile_id == parting.by.pk
    status = Application.WITHDRAWN if mine else Application.REJECTED
    decide(application, status, "blocked", telling)
    telling.record("application.blocked", application=application)
    telling.host_call(application.open_call)


# --- what each knows of the other's evenings ---------------------------------------------------


def _keep_as_it_was(between: Between, telling: Telling) -> None:
    """From now on the model sees title and place as they are at this moment."""
    for row in between.rows():
        if row.kept is None:
            row.kept = shapes.keep(_session_of(row)) | {"note": _note_of(row)}
            telling.keep(row)


def _show_again(between: Between, telling: Telling) -> None:
    for row in between.rows():
        if row.kept is not None:
            row.kept = None
            _tell_model(row, telling)


def _tell_model(row: Row, telling: Telling) -> None:
    if isinstance(row, Application):
        telling.application(row)
    elif isinstance(row, JobOffer):
        telling.offer(row)
    else:
        telling.booking(row)


def _session_of(row: Row) -> CalendarSession:
    session: CalendarSession = (
        row.open_call.calendar_session if isinstance(row, Application) else row.calendar_session
    )
    return session


def _note_of(row: Row) -> str:
    return str(row.open_call.note) if isinstance(row, Application) else ""


def _silence(one: User, other: User) -> None:
    to_come = OpenCall.objects.filter(
        host__in=(one, other), calendar_session__during__endswith__gt=clock.now()
    )
    publish.publish(
        [
            publish.Unwatched(
                CALL.topic(call.public_id), [other.pk if call.host_id == one.pk else one.pk]
            )
            for call in to_come
        ]
    )


# --- finding and locking it --------------------------------------------------------------------


def _between(one: User, other: User, telling: Telling) -> Between:
    """All that the two have on evenings that are not over, or that still waits."""
    ids = _sessions_between(one, other, telling)
    sessions = {id: lock_session(id) for id in sorted(ids)}
    calls = lock_calls(*sessions.values())
    applications = _applications(one, other).filter(open_call__in=calls)
    found = Between(
        calls,
        list(applications.order_by("pk")),
        list(_offers(one, other).filter(calendar_session__in=sessions).order_by("pk")),
        list(_bookings(one, other).filter(calendar_session__in=sessions).order_by("pk")),
    )
    for application in found.applications:
        application.open_call = calls[application.open_call_id]
    for offer in found.offers:
        offer.calendar_session = sessions[offer.calendar_session_id]
    _share(found, sessions)
    return found


def _share(found: Between, sessions: dict[int, CalendarSession]) -> None:
    applications = {row.pk: row for row in found.applications}
    asked = {row.pk: row for row in found.offers}
    for booking in found.bookings:
        booking.calendar_session = sessions[booking.calendar_session_id]
        if booking.application_id is not None:
            booking.application = applications[booking.application_id]
        if booking.offer_id is not None:
            booking.offer = asked[booking.offer_id]


def _sessions_between(one: User, other: User, telling: Telling) -> set[int]:
    """Evenings that are not over, and those for which one still waits for the other."""
    later = telling.now
    applied = _applications(one, other).filter(
        Q(status=Application.PENDING) | Q(open_call__calendar_session__during__endswith__gt=later)
    )
    asked = _offers(one, other).filter(
        Q(status=JobOffer.SENT) | Q(calendar_session__during__endswith__gt=later)
    )
    booked = _bookings(one, other).filter(calendar_session__during__endswith__gt=later)
    return {
        *applied.values_list("open_call__calendar_session", flat=True),
        *asked.values_list("calendar_session", flat=True),
        *booked.values_list("calendar_session", flat=True),
    }


def _of_two(host: str, one: User, other: User) -> Q:
    model = "model__user_profile"
    return Q(**{host: one, model: other}) | Q(**{host: other, model: one})


def _applications(one: User, other: User) -> "QuerySet[Application]":
    found = Application.objects.select_related("model__user_profile", "conversation")
    return found.filter(_of_two("open_call__host", one, other))


def _offers(one: User, other: User) -> "QuerySet[JobOffer]":
    return offers().filter(_of_two("host", one, other))


def _bookings(one: User, other: User) -> "QuerySet[Booking]":
    found = own.with_session(Booking.objects.all())
    return found.filter(_of_two("calendar_session__host", one, other))
