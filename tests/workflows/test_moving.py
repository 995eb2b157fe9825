"""An evening that changes: another hour, more places, called off."""

import json
from datetime import timedelta

from core import clock as deciding
from protocol.publish import Outgoing
from tests import clock
from tests.dealings import (
    accept,
    agree,
    booking_row,
    cancel_booking,
    cancel_session,
    change,
    move,
    offer,
    offer_row,
    take_back,
)
from tests.people import Cast, model
from tests.refusals import refused
from tests.stories import (
    application_row,
    apply,
    booked,
    call_row,
    confirm,
    open_call,
    session,
    session_row,
    utc,
)
from tests.verify import Verify, everyone_told, frames_for
from workflows.models import CalendarSession
from workflows.queries import own


def test_a_move_is_told_to_who_applied_and_to_who_has_an_offer(
    people: Cast, verify: Verify
) -> None:
    evening = session(people.hanna, positions=2)
    apply(people.ana, open_call(people.hanna, evening))
    offer(people.hanna, evening, people.jane)
    to = session_row(evening).during.lower + timedelta(hours=3)
    with verify(people.hanna, people.ana, people.jane):
        move(people.hanna, evening, to)
    row = session_row(evening)
    assert (row.during.lower, row.sequence) == (to, 1)


def test_another_place_is_told_to_who_is_booked_alone(people: Cast, verify: Verify) -> None:
    evening = session(people.hanna, positions=2)
    call = open_call(people.hanna, evening)
    booking = confirm(people.hanna, apply(people.ana, call).application).booking
    apply(people.jane, call)
    with verify(people.hanna, people.ana, people.jane) as told:
        change(people.hanna, evening, place="Cellar, knock once")
    knowing = [person for person in people if "Cellar" in json.dumps(frames_for(person, told))]
    assert knowing == [people.hanna, people.ana]
    assert booking_row(booking).asked_during is None


def test_there_are_never_fewer_places_than_bookings(people: Cast) -> None:
    evening = session(people.hanna, positions=2)
    call = open_call(people.hanna, evening)
    confirm(people.hanna, apply(people.ana, call).application)
    with refused("conflict"):
        change(people.hanna, evening, positions=1)
    change(people.hanna, evening, positions=3)
    assert session_row(evening).positions == 3


def test_an_evening_is_not_moved_before_the_deadline_of_its_call(people: Cast) -> None:
    evening = session(people.hanna)
    open_call(people.hanna, evening)
    with refused("conflict"):
        move(people.hanna, evening, deciding.now() + timedelta(minutes=30))


def test_an_evening_is_not_moved_before_the_answer_to_an_offer_is_due(people: Cast) -> None:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.ana)
    with refused("conflict"):
        move(people.hanna, evening, deciding.now() + timedelta(minutes=30))
    take_back(people.hanna, asked)
    move(people.hanna, evening, deciding.now() + timedelta(minutes=30))


def test_nobody_takes_a_place_of_what_has_begun(people: Cast) -> None:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.ana)
    start = offer_row(asked).expires_at - timedelta(minutes=1)
    CalendarSession.objects.filter(public_id=evening).update(
        during=(start, start + timedelta(hours=2))
    )
    clock.stop(start)
    with refused("conflict"):
        accept(people.ana, asked)
    assert session_row(evening).booked == 0


def test_as_many_places_as_bookings_take_the_open_offers_back(people: Cast, verify: Verify) -> None:
    evening = session(people.hanna, positions=2)
    accept(people.ana, offer(people.hanna, evening, people.ana))
    asked = offer(people.hanna, evening, people.jane)
    with verify(people.hanna, people.ana, people.jane):
        change(people.hanna, evening, positions=1)
    assert offer_row(asked).status == "withdrawn"


def test_an_evening_that_is_moved_back_asks_nothing_any_more(people: Cast, verify: Verify) -> None:
    booking = booked(people.hanna, people.ana).booking
    row = booking_row(booking)
    evening, start = row.calendar_session.public_id, row.during.lower
    move(people.hanna, evening, start + timedelta(hours=3))
    with verify(people.hanna, people.ana):
        move(people.hanna, evening, start)
    assert booking_row(booking).asked_during is None
    with refused("conflict"):
        agree(people.ana, booking)


def test_another_place_is_no_news_to_who_does_not_know_it(
    people: Cast, told: list[Outgoing]
) -> None:
    evening = session(people.hanna, positions=3)
    call = open_call(people.hanna, evening)
    apply(people.ana, call)
    offer(people.hanna, evening, people.jane)
    left = model("Lena")
    cancel_booking(left, confirm(people.hanna, apply(left, call).application).booking)
    version = call_row(call).version
    told.clear()
    change(people.hanna, evening, place="Cellar, knock once")
    assert call_row(call).version == version
    assert everyone_told(told) == {people.hanna.pk}


def test_calling_it_off_ends_everything_that_hangs_on_it(people: Cast, verify: Verify) -> None:
    evening = session(people.hanna, positions=3)
    call = open_call(people.hanna, evening)
    booking = confirm(people.hanna, apply(people.ana, call).application).booking
    applied = apply(people.jane, call).application
    asked = offer(people.hanna, evening, people.mika)
    with verify(people.hanna, people.ana, people.jane, people.mika):
        cancel_session(people.hanna, evening)
    assert call_row(call).status == "cancelled"
    assert booking_row(booking).state == "cancelled_by_host"
    assert application_row(applied).reason == "cancelled"
    assert offer_row(asked).status == "withdrawn"


def test_what_was_called_off_or_has_begun_is_not_changed(people: Cast) -> None:
    off, begun = session(people.hanna), session(people.hanna)
    cancel_session(people.hanna, off)
    with refused("conflict"):
        change(people.hanna, off, title="After all")
    clock.stop(session_row(begun).during.lower)
    with refused("conflict"):
        cancel_session(people.hanna, begun)


def test_only_its_host_changes_an_evening(people: Cast) -> None:
    evening = session(people.hanna)
    for somebody in (people.ana, people.mika):
        with refused("not_found"):
            change(somebody, evening, title="Mine")
        with refused("not_found"):
            cancel_session(somebody, evening)
    assert CalendarSession.objects.get(public_id=evening).cancelled_at is None


def test_a_move_into_the_hour_that_is_skipped_is_refused(people: Cast) -> None:
    clock.stop(utc("2027-03-20T12:00:00"))
    evening = session(people.hanna, starts_at=utc("2027-03-27T18:00:00"), zone="Europe/Berlin")
    with refused("bad_request", field="local_start"):
        change(
            people.hanna,
            evening,
            local_start="2027-03-28T02:30",
        )


def test_who_left_hears_of_no_new_place(people: Cast) -> None:
    booking = booked(people.hanna, people.ana).booking
    cancel_booking(people.ana, booking)
    evening = booking_row(booking).calendar_session.public_id
    change(people.hanna, evening, place="Cellar, knock once")
    now = session_row(evening).during
    _, seen = own.agenda(people.ana, now.lower, now.upper)
    assert [one.session.place for one in seen] == [None]
