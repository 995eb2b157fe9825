"""Who is booked at a time has nothing else going at that time, and nobody hears where they are."""

import json
from uuid import UUID

import msgspec

from people.models import User
from protocol.publish import Outgoing
from tests import clock
from tests.dealings import agree, booking_row, cancel_booking, move
from tests.people import Cast, host
from tests.refusals import refused
from tests.stories import application_row, apply, booked, call_row, open_call, session, session_row
from tests.verify import Verify, frames_at, frames_for
from workflows.actions.conflicts import clashing, end_conflict, overlapping
from workflows.models import Booking, Transition
from workflows.queries import calls


def as_the_worker_does(booking: Booking) -> int:
    found = overlapping(booking.pk)
    for application in found:
        end_conflict(application)
    return len(found)


def page_of(call: UUID) -> calls.HostPage:
    return calls.host_page(call_row(call))


def booked_elsewhere(person: User) -> tuple[User, Booking]:
    nora = host("Nora")
    return nora, booking_row(booked(nora, person).booking)


def test_what_a_model_asked_for_at_that_time_ends(people: Cast, verify: Verify) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    other = apply(people.jane, open_call(people.hanna)).application
    _, booking = booked_elsewhere(people.ana)
    with verify(people.hanna, people.ana):
        assert as_the_worker_does(booking) == 1
    row = application_row(applied)
    assert (row.status, row.reason) == ("rejected", "conflict")
    assert application_row(other).status == "pending"
    assert Transition.objects.get(application=row, kind="application.conflict").by is None


def test_the_host_hears_neither_where_nor_with_whom(people: Cast, told: list[Outgoing]) -> None:
    call = open_call(people.hanna)
    apply(people.ana, call)
    nora, booking = booked_elsewhere(people.ana)
    told.clear()
    as_the_worker_does(booking)
    heard = json.dumps([*frames_for(people.hanna, told), *frames_at(f"call.{call}.host", told)])
    assert "no longer free" in heard
    for trace in ("Nora", nora.handle, str(nora.public_id), str(booking.public_id)):
        assert trace not in heard
    assert frames_at(f"call.{call}", told) == []


def test_until_it_ends_the_host_sees_that_they_are_booked_then_and_no_more(people: Cast) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    apply(people.jane, call)
    assert page_of(call).booked_then == []
    nora, booking = booked_elsewhere(people.ana)
    seen = page_of(call)
    assert seen.booked_then == [applied]
    shown = msgspec.json.encode(seen).decode()
    for trace in ("Nora", nora.handle, str(nora.public_id), str(booking.public_id)):
        assert trace not in shown
    as_the_worker_does(booking)
    assert page_of(call).booked_then == []


def test_who_is_booked_right_before_is_not_booked_then(people: Cast) -> None:
    _, booking = booked_elsewhere(people.ana)
    after = session(people.hanna, starts_at=booking.during.upper)
    call = open_call(people.hanna, after)
    apply(people.ana, call)
    assert page_of(call).booked_then == []


def test_it_is_looked_at_again_before_anybody_is_told(people: Cast, told: list[Outgoing]) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    _, booking = booked_elsewhere(people.ana)
    [found] = overlapping(booking.pk)
    cancel_booking(people.ana, booking.public_id)
    told.clear()
    end_conflict(found)
    assert (application_row(applied).status, told) == ("pending", [])


def test_past_the_deadline_it_is_left_to_expire(people: Cast) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    _, booking = booked_elsewhere(people.ana)
    clock.stop(call_row(call).expires_at)
    as_the_worker_does(booking)
    assert application_row(applied).status == "pending"


def test_a_new_time_that_was_agreed_to_ends_what_is_then(people: Cast) -> None:
    nora, booking = booked_elsewhere(people.ana)
    later = session(people.hanna, starts_at=booking.during.upper)
    applied = apply(people.ana, open_call(people.hanna, later)).application
    assert as_the_worker_does(booking) == 0
    move(nora, booking.calendar_session.public_id, session_row(later).during.lower)
    assert as_the_worker_does(booking) == 0
    agree(people.ana, booking.public_id)
    assert as_the_worker_does(booking) == 1
    assert application_row(applied).reason == "conflict"


def test_an_evening_that_is_moved_onto_a_booking_loses_that_applicant(people: Cast) -> None:
    _, booking = booked_elsewhere(people.ana)
    evening = session(people.hanna, starts_at=booking.during.upper)
    call = open_call(people.hanna, evening)
    applied = apply(people.ana, call).application
    apply(people.jane, call)
    assert clashing(call_row(call).pk) == []
    move(people.hanna, evening, booking.during.lower)
    [found] = clashing(call_row(call).pk)
    end_conflict(found)
    assert application_row(applied).reason == "conflict"


def test_nobody_applies_for_a_time_at_which_they_are_booked(people: Cast) -> None:
    _, booking = booked_elsewhere(people.ana)
    call = open_call(people.hanna, session(people.hanna, starts_at=booking.during.lower))
    with refused("not_eligible", reasons=["free"]):
        apply(people.ana, call)
