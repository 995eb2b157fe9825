"""Sessions in a host's calendar: made, moved, called off."""

from copy import copy
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from people.models import User
from protocol import clock
from protocol.action import action
from protocol.refused import Refused
from workflows import queries, tasks, verbs
from workflows.actions.booking import free_place
from workflows.actions.ending import end_call, end_pending, offers_of, withdraw_offer
from workflows.actions.lines import write_lines
from workflows.actions.locking import active_one, lock_calls, lock_session
from workflows.actions.moving import bookings, tell_applicants, tell_asked, tell_booked
from workflows.actions.telling import Telling
from workflows.answers import SessionSaved
from workflows.machine import guard_session, moment_of
from workflows.models import Booking, CalendarSession, JobOffer, OpenCall, Transition
from workflows.queries import shapes
from workflows.wall_time import span


@action
def create_session(ask: verbs.CreateSession, *, by: User) -> SessionSaved:
    if not by.is_host:
        raise Refused("forbidden", "Only hosts have sessions: say in your settings that you host.")
    now = clock.now()
    session = CalendarSession.objects.create(
        host=by,
        title=ask.title,
        during=span(ask.local_start, ask.minutes, ask.time_zone, ask.fold, now),
        time_zone=ask.time_zone,
        local_start=ask.local_start.replace(tzinfo=UTC),
        place=ask.place,
        district=ask.district,
        positions=ask.positions,
        is_public=ask.is_public,
    )
    _record(ask.verb, session, by, now)
    telling = Telling(now)
    telling.session(session, ())
    return _saved(ask.verb, session, by, telling)


@action
def update_session(ask: verbs.UpdateSession, *, by: User) -> SessionSaved:
    """Another time is asked of who is booked and told to who applied; the rest just changes."""
    session = lock_session(queries.own_session(ask.session, host=by).pk)
    now = clock.now()
    guard_session(ask.verb, session, now)
    calls = lock_calls(session)
    call = active_one(calls)
    before, shown = copy(session), shapes.evening(session)
    _apply_changes(ask, session, now)
    if ask.positions is not None:
        _change_positions(session, ask.positions, call)
    offers = offers_of(session)
    _guard_deadlines(session, call, offers)
    session.sequence += 1
    _record(ask.verb, session, by, now)
    telling = Telling(now)
    public = shapes.evening(session) != shown
    (telling.evening if public else telling.session)(session, calls.values())
    lines = tell_booked(session, before, telling, public=public)
    lines += tell_asked(session, offers, telling, public=public)
    if call is not None and session.during != before.during:
        lines += tell_applicants(call, telling)
        tasks.end_clashes.defer(call=call.pk)
        tasks.tell_moved.defer(call=call.pk)
    write_lines(lines, now=now, actor=by)
    return _saved(ask.verb, session, by, telling)


def _apply_changes(ask: verbs.UpdateSession, session: CalendarSession, now: datetime) -> None:
    for field in ("title", "place", "district", "is_public"):
        value = getattr(ask, field)
        if value is not None:
            setattr(session, field, value)
    if ask.local_start is None and ask.minutes is None and ask.time_zone is None:
        return
    local = ask.local_start or session.local_start.replace(tzinfo=None)
    length = session.during.upper - session.during.lower
    minutes = ask.minutes or int(length.total_seconds() // 60)
    zone = ask.time_zone or session.time_zone
    fold = ask.fold
    if ask.local_start is None and ask.time_zone is None and fold is None:
        # The hour that was chosen when it came twice.
        fold = session.during.lower.astimezone(ZoneInfo(zone)).fold
    session.during = span(local, minutes, zone, fold, now)
    session.local_start, session.time_zone = local.replace(tzinfo=UTC), zone


def _change_positions(session: CalendarSession, positions: int, call: OpenCall | None) -> None:
    if positions < session.booked:
        raise Refused("conflict", "More places are booked already: cancel a booking first.")
    if positions == session.booked and call is not None:
        raise Refused("conflict", "There is an open call for the last place: cancel it first.")
    session.positions = positions


def _guard_deadlines(
    session: CalendarSession, call: OpenCall | None, offers: list[JobOffer]
) -> None:
    """What waits for an answer closes before the session starts."""
    start = session.during.lower
    if call is not None and call.expires_at > start:
        raise Refused(
            "conflict", "The open call would close after the session starts: cancel it first."
        )
    if any(offer.status == JobOffer.SENT and offer.expires_at > start for offer in offers):
        raise Refused(
            "conflict", "An open offer would close after the session starts: take it back first."
        )


@action
def cancel_session(ask: verbs.CancelSession, *, by: User) -> SessionSaved:
    """The evening is off: everybody who was booked, applied or was asked hears it alone."""
    session = lock_session(queries.own_session(ask.session, host=by).pk)
    now = clock.now()
    guard_session(ask.verb, session, now)
    calls = lock_calls(session)
    session.cancelled_at = now
    session.sequence += 1
    telling = Telling(now)
    telling.evening(session, calls.values())
    lines = []
    for booking in bookings(session):
        if booking.state != Booking.CONFIRMED:
            telling.booking(booking)
            continue
        lines.append(free_place(booking, Booking.CANCELLED_BY_HOST, telling, calls))
        telling.record("booking.cancelled", booking=booking)
    for call in calls.values():
        if call.status == OpenCall.ACTIVE:
            end_call(call, OpenCall.CANCELLED, telling)
            lines += end_pending([call], telling)
    for offer in offers_of(session):
        if offer.status == JobOffer.SENT:
            lines.append(withdraw_offer(offer, telling))
        else:
            telling.offer(offer)
    _record(ask.verb, session, by, now)
    write_lines(lines, now=now, actor=by)
    return _saved(ask.verb, session, by, telling)


def _saved(verb: str, session: CalendarSession, by: User, telling: Telling) -> SessionSaved:
    return SessionSaved(
        session=session.public_id,
        version=telling.send()[by.pk],
        receipt=shapes.receipt(telling.now, moment_of(verb, session)),
    )


def _record(kind: str, session: CalendarSession, by: User, now: datetime) -> None:
    Transition.objects.create(kind=kind, by=by, calendar_session=session, effective_at=now)
