"""A booking from its making to the stars afterwards."""

from decimal import Decimal

from notifications.models import Delivery
from people.models import ModelProfile, User
from protocol.publish import Outgoing
from tests.dealings import (
    accept,
    agree,
    booking_row,
    cancel_booking,
    let_it_be_over,
    move,
    no_show,
    offer,
    rate,
)
from tests.people import Cast
from tests.refusals import refused
from tests.stories import (
    application_row,
    apply,
    booked,
    confirm,
    open_call,
    session,
    session_row,
)
from tests.verify import Verify, frames_for
from workflows.actions.expiring import complete_due
from workflows.models import Booking


def over(booking: Booking) -> None:
    let_it_be_over(booking.calendar_session.public_id)
    while complete_due():
        pass


def test_a_model_leaves_and_the_place_is_free(people: Cast, verify: Verify) -> None:
    confirmed = booked(people.hanna, people.ana)
    with verify(people.hanna, people.ana):
        cancel_booking(people.ana, confirmed.booking)
    row = booking_row(confirmed.booking)
    assert (row.state, row.calendar_session.booked) == ("cancelled_by_model", 0)
    assert application_row(confirmed.application).status == "withdrawn"


def test_a_host_frees_a_place_and_the_model_hears_it(people: Cast, verify: Verify) -> None:
    confirmed = booked(people.hanna, people.ana)
    with verify(people.hanna, people.ana):
        cancel_booking(people.hanna, confirmed.booking)
    assert booking_row(confirmed.booking).state == "cancelled_by_host"


def test_a_freed_place_can_be_taken_again_by_the_same_model(people: Cast) -> None:
    evening = session(people.hanna, positions=2)
    call = open_call(people.hanna, evening)
    first = confirm(people.hanna, apply(people.ana, call).application)
    cancel_booking(people.ana, first.booking)
    assert confirm(people.hanna, apply(people.ana, call).application).booking != first.booking
    assert session_row(evening).booked == 1


def test_nobody_else_touches_a_booking(people: Cast) -> None:
    booking = booked(people.hanna, people.ana).booking
    for act in (cancel_booking, agree, no_show, rate):
        with refused("not_found"):
            act(people.jane, booking)
    with refused("not_found"):
        no_show(people.ana, booking)
    assert booking_row(booking).state == "confirmed"


def test_what_is_cancelled_stays_so(people: Cast) -> None:
    booking = booked(people.hanna, people.ana).booking
    cancel_booking(people.ana, booking)
    with refused("conflict"):
        cancel_booking(people.hanna, booking)
    with refused("conflict"):
        agree(people.ana, booking)


def test_a_moved_evening_is_asked_of_who_is_booked(people: Cast, verify: Verify) -> None:
    booking = booked(people.hanna, people.ana).booking
    row = booking_row(booking)
    later = row.during.lower.replace(hour=(row.during.lower.hour + 1) % 24)
    with verify(people.hanna, people.ana):
        move(people.hanna, row.calendar_session.public_id, later)
    asked = booking_row(booking)
    assert asked.during == row.during
    assert asked.asked_during is not None
    assert asked.asked_during.lower == later
    with verify(people.hanna, people.ana):
        agree(people.ana, booking)
    agreed = booking_row(booking)
    assert (agreed.during.lower, agreed.asked_during) == (later, None)


def test_the_host_does_not_agree_for_the_model(people: Cast) -> None:
    booking = booked(people.hanna, people.ana).booking
    with refused("not_found"):
        agree(people.hanna, booking)


def test_an_evening_that_is_over_completes_its_bookings(people: Cast, verify: Verify) -> None:
    row = booking_row(booked(people.hanna, people.ana).booking)
    let_it_be_over(row.calendar_session.public_id)
    with verify(people.hanna, people.ana):
        while complete_due():
            pass
    row.refresh_from_db()
    assert (row.state, row.ended_at) == ("completed", row.during.upper)


def test_what_has_begun_is_not_cancelled_any_more(people: Cast) -> None:
    row = booking_row(booked(people.hanna, people.ana).booking)
    over(row)
    with refused("conflict"):
        cancel_booking(people.ana, row.public_id)


def test_who_did_not_come_is_said_by_the_host_and_not_before_the_start(
    people: Cast, verify: Verify
) -> None:
    row = booking_row(booked(people.hanna, people.ana).booking)
    with refused("conflict"):
        no_show(people.hanna, row.public_id)
    over(row)
    with verify(people.hanna, people.ana):
        no_show(people.hanna, row.public_id)
    missed = booking_row(row.public_id)
    assert (missed.state, missed.calendar_session.booked) == ("no_show", 0)


def test_who_did_not_come_reads_it_and_is_notified(people: Cast, told: list[Outgoing]) -> None:
    row = booking_row(booked(people.hanna, people.ana).booking)
    over(row)
    told.clear()
    no_show(people.hanna, row.public_id)
    heard = {frame["type"]: frame for frame in frames_for(people.ana, told)}
    assert "missed you" in heard["message.created"]["data"]["content"]
    assert heard["notification.changed"]["data"]["kind"] == "booking.cancelled"
    assert Delivery.objects.filter(user=people.ana, kind="booking.cancelled", urgent=True).exists()


def asked(host: User, model: User) -> Booking:
    """Booked by an offer: a card that a host has read of an applicant stays as it was read."""
    answer = accept(model, offer(host, session(host), model))
    assert answer.booking is not None
    return booking_row(answer.booking)


def test_with_every_clock_dead_stars_can_be_given(people: Cast, verify: Verify) -> None:
    row = booking_row(booked(people.hanna, people.ana).booking)
    let_it_be_over(row.calendar_session.public_id)
    with verify(people.hanna, people.ana):
        rate(people.ana, row.public_id, 4)
    assert booking_row(row.public_id).state == "completed"


def test_stars_are_given_once_by_each_and_make_the_mean(people: Cast, verify: Verify) -> None:
    first, second = (asked(people.hanna, person) for person in (people.ana, people.jane))
    with refused("conflict"):
        rate(people.hanna, first.public_id)
    over(first)
    over(second)
    with verify(people.hanna, people.ana):
        rate(people.hanna, first.public_id, 3)
    with refused("conflict"):
        rate(people.hanna, first.public_id, 5)
    with verify(people.hanna, people.ana):
        rate(people.ana, first.public_id, 5)
    for side in (people.jane, people.hanna):
        rate(side, second.public_id, 4)
    assert ModelProfile.objects.get(user_profile=people.ana).rating == Decimal("3.00")
    assert User.objects.get(pk=people.hanna.pk).host_rating == Decimal("4.50")
