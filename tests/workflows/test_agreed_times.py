"""One truth about when a booking is: what its model has agreed to, wherever it is read."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from core import clock as deciding
from notifications.models import Notification
from tests import clock
from tests.dealings import agree, booking_row, cancel_booking, move, no_show, rate
from tests.people import Cast
from tests.refusals import refused
from tests.stories import booked, session_row
from tests.verify import Verify
from workflows.actions.expiring import complete_due, flip_for
from workflows.models import Booking, Transition
from workflows.queries import ical, own

WEEK = timedelta(days=7)


def moved(people: Cast, by: timedelta) -> Booking:
    """Ana is booked in two weeks, and asked for another time; she has not answered."""
    start = deciding.now().replace(microsecond=0) + 2 * WEEK
    booking = booking_row(booked(people.hanna, people.ana, starts_at=start).booking)
    move(people.hanna, booking.calendar_session.public_id, start + by)
    return booking_row(booking.public_id)


def settle() -> None:
    while complete_due():
        pass


EARLIER, LATER = -WEEK, 26 * WEEK
#: What ends what is overdue: a clock, or with all clocks dead a look of either of the two.
ENDERS: dict[str, Callable[[Cast], None]] = {
    "clock": lambda people: settle(),
    "model": lambda people: flip_for(people.ana),
    "host": lambda people: flip_for(people.hanna),
}


@pytest.mark.parametrize("ender", ENDERS)
@pytest.mark.parametrize("by", [EARLIER, LATER, timedelta(minutes=30)], ids=str)
def test_without_an_answer_it_is_over_with_the_first_of_the_two_times(
    people: Cast, verify: Verify, by: timedelta, ender: str
) -> None:
    booking = moved(people, by)
    assert booking.asked_during is not None
    first = min(booking.during.lower, booking.asked_during.lower)
    clock.stop(first - timedelta(microseconds=1))
    settle()
    assert booking_row(booking.public_id).state == "confirmed"
    clock.stop(first)
    with verify(people.hanna, people.ana):
        ENDERS[ender](people)
    row = booking_row(booking.public_id)
    assert (row.state, row.asked_during, row.calendar_session.booked) == (
        "cancelled_by_host", None, 0,
    )  # fmt: skip
    assert Transition.objects.get(kind="booking.lapse", booking=row).effective_at == first
    for person in (people.hanna, people.ana):
        [line] = Notification.objects.filter(user=person, kind="booking.cancelled")
        assert line.data["type"] == "booking.lapsed"


@pytest.mark.parametrize("act", [no_show, rate, agree, cancel_booking])
@pytest.mark.parametrize("by", [EARLIER, LATER], ids=str)
def test_nobody_is_marked_for_a_time_that_they_never_agreed_to(
    people: Cast, by: timedelta, act: Callable[..., object]
) -> None:
    """With every clock dead."""
    booking = moved(people, by)
    assert booking.asked_during is not None
    ends: list[datetime] = [booking.during.upper, booking.asked_during.upper]
    for moment in (min(ends), max(ends)):
        clock.stop(moment)
        with refused("conflict"):
            act(people.ana if act in (agree, rate) else people.hanna, booking.public_id)
    assert booking_row(booking.public_id).state == "confirmed"


def test_what_was_agreed_to_counts_and_not_what_the_session_says(people: Cast) -> None:
    booking = moved(people, LATER)
    agree(people.ana, booking.public_id)
    agreed = booking_row(booking.public_id)
    clock.stop(booking.during.upper)
    settle()
    assert booking_row(booking.public_id).state == "confirmed"
    clock.stop(agreed.during.upper)
    settle()
    done = booking_row(booking.public_id)
    assert (done.state, done.ended_at) == ("completed", agreed.during.upper)


@pytest.mark.parametrize("by", [EARLIER, LATER], ids=str)
def test_the_agenda_and_the_calendar_show_it_at_the_agreed_time(
    people: Cast, by: timedelta
) -> None:
    booking = moved(people, by)
    assert booking.asked_during is not None
    day = timedelta(days=1)
    old, new = booking.during.lower, booking.asked_during.lower
    for person in (people.ana, people.hanna):
        _, there = own.agenda(person, old - day, old + day)
        assert [(row.id, row.starts_at) for row in there] == [(booking.public_id, old)]
        _, elsewhere = own.agenda(person, new - day, new + day)
        assert elsewhere == []
    hosted, _ = own.agenda(people.hanna, new - day, new + day)
    assert [row.starts_at for row in hosted] == [new]
    [event] = ical.calendar_of(people.ana).walk("VEVENT")
    assert (event.decoded("dtstart"), str(event["status"])) == (old, "CONFIRMED")


def test_an_evening_that_comes_back_in_time_goes_on(people: Cast) -> None:
    booking = moved(people, LATER)
    move(people.hanna, booking.calendar_session.public_id, booking.during.lower)
    clock.stop(booking.during.upper)
    settle()
    assert booking_row(booking.public_id).state == "completed"
    assert session_row(booking.calendar_session.public_id).booked == 1
