"""A call was filled in time: what happens to its evening and its booking has no deadline."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests import clock
from tests.dealings import cancel_booking, cancel_session, change, move
from tests.house.refusing import refused
from tests.people import Cast
from tests.stories import booked, call_row, open_call, session_row
from tests.verify import Verify
from workflows.models import Booking, OpenCall

LATER = timedelta(hours=6)


def leaves(people: Cast, booking: Booking) -> None:
    cancel_booking(people.ana, booking.public_id)


def is_freed(people: Cast, booking: Booking) -> None:
    cancel_booking(people.hanna, booking.public_id)


def moves(people: Cast, booking: Booking) -> None:
    start = booking.calendar_session.during.lower
    move(people.hanna, booking.calendar_session.public_id, start + LATER)


def gets_more_places(people: Cast, booking: Booking) -> None:
    change(people.hanna, booking.calendar_session.public_id, positions=3)


def is_called_off(people: Cast, booking: Booking) -> None:
    cancel_session(people.hanna, booking.calendar_session.public_id)


@pytest.mark.parametrize("what", [leaves, is_freed, moves, gets_more_places, is_called_off])
def test_it_happens_after_the_deadline_as_before(
    people: Cast, verify: Verify, what: Callable[[Cast, Booking], None]
) -> None:
    found = Booking.objects.select_related("calendar_session")
    booking = found.get(public_id=booked(people.hanna, people.ana).booking)
    clock.travel(LATER)
    with verify(people.hanna, people.ana):
        what(people, booking)
    session = session_row(booking.calendar_session.public_id)
    assert session.sequence > booking.calendar_session.sequence


def test_but_nothing_becomes_filled_then(people: Cast) -> None:
    call = open_call(people.hanna)
    clock.travel(LATER)
    late = call_row(call).expires_at
    with refused(by="filled_before_the_deadline"):
        OpenCall.objects.filter(public_id=call).update(status="filled", decided_at=late)
    assert call_row(call).status == "active"
