"""After a place was taken: agree to a move, cancel, say who did not come, object, stars."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Avg, Q

from core import clock
from core.refused import Refused, not_found
from core.setting_aside import aside, each
from core.transaction import transaction
from people import actions as people
from people.models import User
from protocol.action import action
from protocol.wire import Keyed
from workflows import notices, queries, tasks, verbs
from workflows.actions.booking import complete_if_over, free_place
from workflows.actions.lines import of_booking, write_lines
from workflows.actions.locking import lock_calls, lock_models, lock_session
from workflows.actions.telling import Telling
from workflows.answers import BookingDecided
from workflows.machine import RATED_FOR, guard_booking, moment_of, span_of
from workflows.models import Booking, Transition
from workflows.queries import own, shapes, terms
from workflows.queries.busy import is_busy

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
    terms.require(ask.terms, terms.of_own_booking(booking))
    lock_models([booking.model_id])
    if is_busy(booking.model, booking.asked_during, but=booking):
        raise Refused("model_unavailable", "You are booked or host elsewhere at the new time.")
    booking.during, booking.asked_during = booking.asked_during, None
    booking.calendar_session.sequence += 1
    telling = Telling(now)
    telling.keep(booking.calendar_session)
    telling.booking(booking)
    tasks.end_conflicts.defer(booking=booking.pk)
    telling.notice(notices.agreed(booking, now))
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
    """Their place was free, after all, and the host's stars for them are gone; what the model has
    given stays given.
    """
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
    _give(booking, telling.now, stars_by_host=None)
    return _finish(ask, booking, by, telling)


@action
def object_to(ask: verbs.Object, *, by: User) -> BookingDecided:
    """Word against word: it counts as neither absent nor cancelled, and both may give stars."""
    booking, side, now = _locked(ask.booking, by)
    if side != "model":
        raise not_found()
    guard_booking(ask.verb, booking, now, by=side)
    session = booking.calendar_session
    calls = lock_calls(session)
    booking.state = Booking.DISPUTED
    session.booked += 1
    session.sequence += 1
    telling = Telling(now)
    telling.places(session, calls.values())
    telling.booking(booking)
    telling.notice(notices.objected(booking, now))
    write_lines([of_booking(booking, "objected")], now=now, actor=by)
    return _finish(ask, booking, by, telling)


@action
def rate(ask: verbs.Rate, *, by: User) -> BookingDecided:
    """Once each, without knowing what the other gives: they count when both have given theirs."""
    booking, side, now = _locked(ask.booking, by)
    telling = Telling(now)
    complete_if_over(booking, telling)
    guard_booking(ask.verb, booking, now, by=side)
    field = "stars_by_host" if side == "host" else "stars_by_model"
    if getattr(booking, field) is not None:
        raise Refused("conflict", "You have given your stars already.")
    telling.booking(booking)
    _give(booking, now, **{field: ask.stars})
    return _finish(ask, booking, by, telling)


def _give(booking: Booking, now: datetime, **stars: int | None) -> None:
    """Set these stars and what they change. Both people are held before anybody counts: of two
    who rate one person at once the second counts the stars of both.
    """
    people.lock((booking.calendar_session.host_id, booking.model.user_profile_id))
    for field, value in stars.items():
        setattr(booking, field, value)
    both = booking.stars_by_host is not None and booking.stars_by_model is not None
    if both and booking.stars_shown_at is None:
        booking.stars_shown_at = now
    booking.save(update_fields=[*stars, "stars_shown_at"])
    if booking.stars_shown_at is not None:
        _count(booking)


def _count(booking: Booking) -> None:
    """The means of both, of all stars that are shown."""
    host, model = booking.calendar_session.host_id, booking.model.user_profile_id
    shown = Booking.objects.filter(stars_shown_at__isnull=False)
    of_host = shown.filter(calendar_session__host=host).aggregate(mean=Avg("stars_by_model"))
    of_model = shown.filter(model=booking.model).aggregate(mean=Avg("stars_by_host"))
    people.rate_host(host, of_host["mean"])
    people.rate_model(model, of_model["mean"])


def show_stars_due(limit: int = 50) -> int:
    """Stars that the other side has not answered in time count from now on; how many bookings
    were looked at."""
    given = Q(stars_by_host__isnull=False) | Q(stars_by_model__isnull=False)
    due = Booking.objects.filter(
        given, stars_shown_at=None, during__endswith__lte=clock.now() - RATED_FOR
    )
    some = due.exclude(pk__in=aside("stars")).order_by("pk")[:limit]
    return each("stars", list(some.values_list("pk", flat=True)), _show_stars)


def _show_stars(booking: int) -> None:
    with transaction():
        lock_session(Booking.objects.values_list("calendar_session", flat=True).get(pk=booking))
        row = own.with_session(Booking.objects.all()).get(pk=booking)
        people.lock((row.calendar_session.host_id, row.model.user_profile_id))
        row.stars_shown_at = row.stars_shown_at or clock.now()
        row.save(update_fields=["stars_shown_at"])
        _count(row)


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
        receipt=shapes.receipt(telling.now, moment_of(ask.verb, span_of(booking))),
    )
