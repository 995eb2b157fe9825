"""The same for what the clock ends: calls, offers, bookings, stars."""

from datetime import timedelta

from core import clock
from tests import clock as moving
from tests import dealings, stories
from tests.people import Cast
from tests.server.broken_worker import A_WHILE, BROKEN, Case, Make, Patch, breaks
from workflows.actions import bookings, expiring
from workflows.models import Booking, OpenCall


def _overdue(people: Cast) -> list[OpenCall]:
    calls = [stories.open_call(people.hanna) for _ in range(BROKEN + 1)]
    moving.travel(timedelta(hours=2))
    return [stories.call_row(call) for call in calls]


def calls(people: Cast, patch: Patch) -> Case:
    rows = _overdue(people)
    bad = {row.pk for row in rows[:BROKEN]}
    breaks(patch, expiring, "end_call", lambda call, *_: call.pk in bad)
    good = OpenCall.objects.filter(pk=rows[-1].pk, status=OpenCall.EXPIRED)
    return Case(lambda: expiring.expire(["call"], limit=2), good.exists)


def calls_of_a_reader(people: Cast, patch: Patch) -> Case:
    """Whoever reads past a deadline is not refused because of a broken row."""
    case = calls(people, patch)

    def read() -> int:
        expiring.flip_for(people.hanna)
        return 0

    return Case(read, case.is_done)


def offers(people: Cast, patch: Patch) -> Case:
    sessions = [stories.session(people.hanna) for _ in range(BROKEN + 1)]
    made = [dealings.offer(people.hanna, session, people.ana) for session in sessions]
    rows = [dealings.offer_row(offer) for offer in made]
    moving.travel(timedelta(hours=2))
    bad = {row.pk for row in rows[:BROKEN]}
    breaks(patch, expiring, "end_offer", lambda offer, *_: offer.pk in bad)
    return Case(
        lambda: expiring.expire(["offer"], limit=2),
        lambda: dealings.offer_row(made[-1]).status == "expired",
    )


def _booked(people: Cast) -> list[Booking]:
    in_days = [clock.now().replace(microsecond=0) + n * A_WHILE for n in range(3, 4 + BROKEN)]
    made = [stories.booked(people.hanna, people.ana, starts_at=at).booking for at in in_days]
    return [dealings.booking_row(booking) for booking in made]


def over(people: Cast, patch: Patch) -> Case:
    rows = _booked(people)
    moving.travel(30 * A_WHILE)
    bad = {row.pk for row in rows[:BROKEN]}
    breaks(patch, expiring, "complete_if_over", lambda booking, *_: booking.pk in bad)
    good = Booking.objects.filter(pk=rows[-1].pk, state=Booking.COMPLETED)
    return Case(lambda: expiring.complete_due(limit=2), good.exists)


def stars(people: Cast, patch: Patch) -> Case:
    rows = _booked(people)
    moving.travel(7 * A_WHILE)
    expiring.complete_due()
    for row in rows:
        dealings.rate(people.hanna, row.public_id)
    moving.travel(60 * A_WHILE)
    bad = {row.pk for row in rows[:BROKEN]}
    breaks(patch, bookings, "_count", lambda booking: booking.pk in bad)
    good = Booking.objects.filter(pk=rows[-1].pk, stars_shown_at__isnull=False)
    return Case(lambda: bookings.show_stars_due(limit=2), good.exists)


CLOCK: dict[str, Make] = {
    "call": calls,
    "a call that is read": calls_of_a_reader,
    "offer": offers,
    "booking": over,
    "stars": stars,
}
