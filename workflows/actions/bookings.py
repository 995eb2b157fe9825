"""After a place was taken: agree to a move, cancel, no-show, stars."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Avg

from people import actions as people
from people.models import User
from protocol import clock
from protocol.action import action
from protocol.refused import Refused, not_found
from protocol.wire import Keyed
from workflows import notices, queries, tasks, verbs
from workflows.actions.booking import complete_if_over, free_place
from workflows.actions.lines import of_booking, write_lines
from workflows.actions.locking import lock_calls, lock_models, lock_session
from workflows.actions.telling import Telling
from workflows.answers import BookingDecided
from workflows.machine import guard_booking, moment_of
from workflows.models import Booking, Transition
from workflows.queries import own, shapes

Side = Literal["host", "model"]


@action
def agree(ask: verbs.AgreeToMove, *, by: User) -> BookingDecided:
    """The new time is checked against everything else before the old one is let go."""
    booking, side, now = _locked(ask.booking, by)
    if side != "model":
        raise not_found()
    guard_booking(ask.verb, booking, now, by=side)
    if booking.asked_during is None:
        raise Refused("conflict", "Nothing was asked: the time is as you know it.")
    lock_models([booking.model_id])
    others = Booking.objects.filter(model=booking.model, state=Booking.CONFIRMED)
    if others.exclude(pk=booking.pk).filter(during__overlap=booking.asked_during).exists():
        raise Refused("model_unavailable", "You are booked elsewhere at the new time.")
    booking.during, booking.asked_during = booking.asked_during, None
    booking.calendar_session.sequence += 1
    telling = Telling(now)
    telling.keep(booking.calendar_session)
    telling.booking(booking)
    tasks.end_conflicts.defer(booking=booking.pk)
    telling.notice(notices.moved(booking, now))
    return _finish(ask, booking, by, telling)


@action
def cancel_booking(ask: verbs.CancelBooking, *, by: User) -> BookingDecided:
    """The place is free again, and the other side hears it at once."""
    booking, side, now = _locked(ask.booking, by)
    guard_booking(ask.verb, booking, now, by=side)
    state = Booking.CANCELLED_BY_HOST if side == "host" else Booking.CANCELLED_BY_MODEL
    calls = lock_calls(booking.calendar_session)
    telling = Telling(now)
    line = free_place(booking, state, telling, calls)
    write_lines([line], now=now, actor=by)
    return _finish(ask, booking, by, telling)


@action
def no_show(ask: verbs.NoShow, *, by: User) -> BookingDecided:
    """Their place was free, after all; stars for somebody who was not there do not count."""
    booking, side, now = _locked(ask.booking, by)
    if side != "host":
        raise not_found()
    guard_booking(ask.verb, booking, now, by=side)
    session = booking.calendar_session
    calls = lock_calls(session)
    booking.state, booking.ended_at = Booking.NO_SHOW, now
    session.booked -= 1
    session.sequence += 1
    telling = Telling(now)
    telling.places(session, calls.values())
    telling.booking(booking)
    telling.notice(notices.missed(booking, now))
    write_lines([of_booking(booking, "no_show")], now=now, actor=by)
    _give(booking, stars_by_host=None, stars_by_model=None)
    return _finish(ask, booking, by, telling)


@action
def rate(ask: verbs.Rate, *, by: User) -> BookingDecided:
    """Once each; the mean shows on the other's profile from then on."""
    booking, side, now = _locked(ask.booking, by)
    telling = Telling(now)
    complete_if_over(booking, telling)
    guard_booking(ask.verb, booking, now, by=side)
    field = "stars_by_host" if side == "host" else "stars_by_model"
    if getattr(booking, field) is not None:
        raise Refused("conflict", "You have given your stars already.")
    telling.booking(booking)
    _give(booking, **{field: ask.stars})
    return _finish(ask, booking, by, telling)


def _give(booking: Booking, **stars: int | None) -> None:
    """Set these stars and what they change. Both people are held before anybody counts: of two
    who rate one person at once the second counts the stars of both.
    """
    changed = {field for field, value in stars.items() if getattr(booking, field) != value}
    host, model = booking.calendar_session.host_id, booking.model.user_profile_id
    people.lock((host, model))
    for field in changed:
        setattr(booking, field, stars[field])
    booking.save(update_fields=changed)
    if "stars_by_model" in changed:
        given = Booking.objects.filter(calendar_session__host=host)
        people.rate_host(host, given.aggregate(mean=Avg("stars_by_model"))["mean"])
    if "stars_by_host" in changed:
        given = Booking.objects.filter(model=booking.model)
        people.rate_model(model, given.aggregate(mean=Avg("stars_by_host"))["mean"])


def _locked(public_id: UUID, by: User) -> tuple[Booking, Side, datetime]:
    """The session, locked; then, in statements of their own, the time and the booking."""
    found = queries.booking(public_id, of=by)
    session = lock_session(found.calendar_session_id)
    now = clock.now()
    booking = own.with_session(Booking.objects.all()).get(pk=found.pk)
    booking.calendar_session = session
    return booking, "host" if session.host_id == by.pk else "model", now


def _finish(ask: Keyed, booking: Booking, by: User, telling: Telling) -> BookingDecided:
    Transition.objects.create(kind=ask.verb, by=by, booking=booking, effective_at=telling.now)
    return BookingDecided(
        booking=booking.public_id,
        state=booking.state,  # type: ignore[arg-type]
        version=telling.send()[by.pk],
        receipt=shapes.receipt(telling.now, moment_of(ask.verb, booking.calendar_session)),
    )
