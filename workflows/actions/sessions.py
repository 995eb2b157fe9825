"""Sessions in a host's calendar: made, moved, called off."""

from copy import copy
from datetime import UTC, datetime

from core import clock
from core.refused import Refused
from people import time_zones
from people.models import ModelProfile, User
from protocol.action import action
from workflows import notice_facts, queries, tasks, verbs
from workflows.actions.booking import free_place
from workflows.actions.ending import end_call, end_pending, offers_of, withdraw_offer
from workflows.actions.lines import Line, write_lines
from workflows.actions.locking import active_one, lock_calls, lock_models, lock_session
from workflows.actions.moving import ask_applicants, bookings, tell_asked, tell_booked
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
    local = datetime.fromisoformat(ask.local_start)
    during = span(local, ask.minutes, ask.time_zone, ask.fold, now)
    models = _guard_free(by, during)
    session = CalendarSession.objects.create(
        host=by,
        title=ask.title,
        during=during,
        time_zone=ask.time_zone,
        local_start=local.replace(tzinfo=UTC),
        place=ask.place,
        district=ask.district,
        positions=ask.positions,
        is_public=ask.is_public,
    )
    _record(ask.verb, session, by, now)
    if models:
        tasks.end_hosting.defer(session=session.pk)
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
    if session.during != before.during and _guard_free(by, session.during):
        tasks.end_hosting.defer(session=session.pk)
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
    lines += tell_asked(session, before, offers, telling, public=public)
    if call is not None and (session.during, session.district) != (before.during, before.district):
        what = "place" if session.during == before.during else "moved"
        known = notice_facts.applied_for(before, call.fee_amount, call.fee_currency)
        lines += ask_applicants(call, telling, what, "moved_back", known)
    if call is not None and session.during != before.during:
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
    asked = ask.local_start
    local = datetime.fromisoformat(asked) if asked else session.local_start.replace(tzinfo=None)
    length = session.during.upper - session.during.lower
    minutes = ask.minutes or int(length.total_seconds() // 60)
    zone = ask.time_zone or session.time_zone
    fold = ask.fold
    if ask.local_start is None and ask.time_zone is None and fold is None:
        # The hour that was chosen when it came twice.
        fold = session.during.lower.astimezone(time_zones.zone(zone)).fold
    session.during = span(local, minutes, zone, fold, now)
    session.local_start, session.time_zone = local.replace(tzinfo=UTC), zone


def _guard_free(host: User, during: object) -> bool:
    """Nobody hosts where they are booked as a model; whether this host is a model at all.

    Two evenings of one host at once are possible: a studio may have two rooms.
    """
    model = ModelProfile.objects.filter(user_profile=host).first()
    if model is None:
        return False
    lock_models([model.pk])
    booked = Booking.objects.filter(model=model, state=Booking.CONFIRMED, during__overlap=during)
    if booked.exists():
        raise Refused(
            "model_unavailable", "You are booked as a model at that time: cancel that first."
        )
    return True


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
    telling = Telling(now)
    lines = call_off(session, lock_calls(session), telling)
    _record(ask.verb, session, by, now)
    write_lines(lines, now=now, actor=by)
    return _saved(ask.verb, session, by, telling)


def call_off(session: CalendarSession, calls: dict[int, OpenCall], telling: Telling) -> list[Line]:
    """Cancel a locked session with all that hangs on it; the lines for the people concerned."""
    session.cancelled_at = telling.now
    session.sequence += 1
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
    return lines


def _saved(verb: str, session: CalendarSession, by: User, telling: Telling) -> SessionSaved:
    return SessionSaved(
        session=session.public_id,
        version=telling.send()[by.pk],
        receipt=shapes.receipt(
            telling.now, moment_of(verb, (session.during.lower, session.during.upper))
        ),
    )


def _record(kind: str, session: CalendarSession, by: User, now: datetime) -> None:
    Transition.objects.create(kind=kind, by=by, calendar_session=session, effective_at=now)
