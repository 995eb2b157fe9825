"""A call between its opening and its end: moved on, called off, opened again."""

from datetime import timedelta

from core import clock as deciding
from tests import clock
from tests.dealings import cancel_call, extend, offer, reopen
from tests.people import Cast
from tests.refusals import refused
from tests.stories import application_row, apply, call_row, confirm, fan_out, open_call, session
from tests.verify import Verify
from workflows.models import Booking, JobOffer, Told, Transition

QUARTER = timedelta(minutes=15)


def test_a_deadline_moves_on_and_everybody_who_watches_hears_it(
    people: Cast, verify: Verify
) -> None:
    call = open_call(people.hanna)
    apply(people.ana, call)
    until = call_row(call).expires_at + QUARTER
    with verify(people.hanna, people.ana):
        extend(people.hanna, call, until)
    assert call_row(call).expires_at == until
    assert (
        Transition.objects.get(kind="call.extend", open_call__public_id=call).data["to"]
        == until.isoformat()
    )


def test_a_deadline_does_not_move_back_nor_past_the_start(people: Cast) -> None:
    call = open_call(people.hanna)
    row = call_row(call)
    with refused("bad_request", field="expires_at"):
        extend(people.hanna, call, row.expires_at)
    with refused("bad_request", field="expires_at"):
        extend(people.hanna, call, row.calendar_session.during.lower + timedelta(seconds=1))


def test_a_deadline_that_has_passed_is_not_extended(people: Cast) -> None:
    call = open_call(people.hanna)
    clock.stop(call_row(call).expires_at)
    with refused("call_expired"):
        extend(people.hanna, call, deciding.now() + QUARTER)
    assert call_row(call).status == "expired"


def test_nobody_but_the_host_decides_over_a_call(people: Cast) -> None:
    call = open_call(people.hanna)
    with refused("not_found"):
        extend(people.ana, call, call_row(call).expires_at + QUARTER)
    with refused("not_found"):
        cancel_call(people.ana, call)
    with refused("not_found"):
        reopen(people.mika, call)
    assert call_row(call).status == "active"


def test_a_call_that_is_cancelled_ends_for_all_who_wait(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    with verify(people.hanna, people.ana):
        cancel_call(people.hanna, call)
    row = application_row(applied)
    assert (call_row(call).status, row.status, row.reason) == ("cancelled", "rejected", "cancelled")


def test_cancelling_a_call_frees_the_places_that_were_booked_through_it(
    people: Cast, verify: Verify
) -> None:
    call = open_call(people.hanna, session(people.hanna, positions=2))
    booking = confirm(people.hanna, apply(people.ana, call).application).booking
    apply(people.jane, call)
    with verify(people.hanna, people.ana, people.jane):
        cancel_call(people.hanna, call)
    row = Booking.objects.get(public_id=booking)
    assert row.state == "cancelled_by_host"
    assert row.calendar_session.booked == 0


def test_what_has_ended_is_not_ended_again(people: Cast) -> None:
    call = open_call(people.hanna)
    cancel_call(people.hanna, call)
    with refused("call_cancelled"):
        cancel_call(people.hanna, call)
    with refused("call_cancelled"):
        extend(people.hanna, call, deciding.now() + timedelta(hours=2))
    with refused("call_cancelled"):
        apply(people.ana, call)


def test_a_call_opens_again_and_asks_everybody_anew(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    cancel_call(people.hanna, call)
    with verify(people.hanna, people.ana, people.jane, exact=False):
        assert reopen(people.hanna, call).call_status == "active"
        fan_out(call)
    assert application_row(applied).status == "rejected"
    told = Told.objects.get(open_call__public_id=call, model__user_profile=people.ana)
    assert (told.round, told.seen_at) == (2, None)
    assert apply(people.ana, call).application != applied


def test_an_open_call_is_not_opened_again(people: Cast) -> None:
    with refused("conflict"):
        reopen(people.hanna, open_call(people.hanna))


def test_a_call_is_not_opened_again_for_a_session_without_a_place(people: Cast) -> None:
    call = open_call(people.hanna)
    confirm(people.hanna, apply(people.ana, call).application)
    with refused("conflict"):
        reopen(people.hanna, call)
    assert call_row(call).status == "filled"


def test_a_call_is_not_opened_again_until_after_the_start(people: Cast) -> None:
    call = open_call(people.hanna)
    cancel_call(people.hanna, call)
    with refused("bad_request", field="expires_at"):
        reopen(people.hanna, call, closes=timedelta(days=3))
    with refused("bad_request", field="expires_at"):
        reopen(people.hanna, call, closes=timedelta(0))


def test_the_last_place_takes_open_offers_back(people: Cast, verify: Verify) -> None:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening)
    asked = offer(people.hanna, evening, people.jane)
    applied = apply(people.ana, call).application
    with verify(people.hanna, people.ana, people.jane):
        confirm(people.hanna, applied)
    assert JobOffer.objects.get(public_id=asked).status == "withdrawn"
