"""A host asks one model for one evening, until a moment."""

from datetime import timedelta

from core import clock as deciding
from people.actions import block
from people.verbs import BlockPerson
from tests import clock
from tests.dealings import accept, booking_row, decline, offer, offer_row, take_back
from tests.people import Cast, host
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
)
from tests.verify import Verify
from workflows.actions.expiring import expire_due


def test_an_offer_is_told_to_that_model_alone(people: Cast, verify: Verify) -> None:
    evening = session(people.hanna)
    with verify(people.hanna, people.ana):
        offer(people.hanna, evening, people.ana)


def test_accepting_takes_the_place(people: Cast, verify: Verify) -> None:
    asked = offer(people.hanna, session(people.hanna), people.ana)
    with verify(people.hanna, people.ana):
        answer = accept(people.ana, asked)
    assert offer_row(asked).status == "accepted"
    assert answer.booking is not None
    assert booking_row(answer.booking).calendar_session.booked == 1


def test_accepting_the_last_place_fills_the_call(people: Cast, verify: Verify) -> None:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening)
    applied = apply(people.jane, call).application
    asked = offer(people.hanna, evening, people.ana)
    with verify(people.hanna, people.ana, people.jane):
        accept(people.ana, asked)
    assert call_row(call).status == "filled"
    assert application_row(applied).reason == "filled"


def test_declining_leaves_the_place_free(people: Cast, verify: Verify) -> None:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.ana)
    with verify(people.hanna, people.ana):
        decline(people.ana, asked)
    assert (offer_row(asked).status, session_row(evening).booked) == ("declined", 0)
    with refused("conflict"):
        accept(people.ana, asked)


def test_what_is_taken_back_cannot_be_accepted(people: Cast, verify: Verify) -> None:
    asked = offer(people.hanna, session(people.hanna), people.ana)
    with verify(people.hanna, people.ana):
        take_back(people.hanna, asked)
    with refused("conflict"):
        accept(people.ana, asked)
    assert offer_row(asked).status == "withdrawn"


def test_an_offer_is_answered_by_who_was_asked_and_taken_back_by_who_asked(people: Cast) -> None:
    asked = offer(people.hanna, session(people.hanna), people.ana)
    for somebody in (people.hanna, people.jane, people.mika):
        with refused("not_found"):
            accept(somebody, asked)
    for somebody in (people.ana, people.jane):
        with refused("not_found"):
            take_back(somebody, asked)
    assert offer_row(asked).status == "sent"


def test_an_offer_ends_at_its_deadline(people: Cast, verify: Verify) -> None:
    asked = offer(people.hanna, session(people.hanna), people.ana)
    clock.stop(offer_row(asked).expires_at)
    with refused("call_expired"):
        accept(people.ana, asked)
    assert offer_row(asked).status == "expired"


def test_the_clock_says_that_an_offer_has_ended(people: Cast, verify: Verify) -> None:
    asked = offer(people.hanna, session(people.hanna), people.ana)
    clock.stop(offer_row(asked).expires_at)
    with verify(people.hanna, people.ana):
        while expire_due():
            pass
    row = offer_row(asked)
    assert (row.status, row.decided_at) == ("expired", row.expires_at)


def test_an_offer_is_due_before_the_evening_starts(people: Cast) -> None:
    evening = session(people.hanna)
    with refused("bad_request", field="expires_at"):
        offer(people.hanna, evening, people.ana, closes=timedelta(days=3))
    with refused("bad_request", field="expires_at"):
        offer(people.hanna, evening, people.ana, closes=timedelta(0))


def test_nobody_is_asked_twice_nor_for_a_place_that_is_gone(people: Cast) -> None:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.ana)
    with refused("conflict"):
        offer(people.hanna, evening, people.ana)
    accept(people.ana, asked)
    with refused("conflict"):
        offer(people.hanna, evening, people.jane)


def test_who_was_booked_elsewhere_meanwhile_cannot_accept(people: Cast) -> None:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.ana)
    booked(host("Nora"), people.ana, starts_at=session_row(evening).during.lower)
    with refused("model_unavailable"):
        accept(people.ana, asked)
    assert session_row(evening).booked == 0


def test_offers_share_the_places_with_the_call(people: Cast) -> None:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.ana)
    call = open_call(people.hanna, evening)
    confirm(people.hanna, apply(people.jane, call).application)
    assert offer_row(asked).status == "withdrawn"
    with refused("conflict"):
        accept(people.ana, asked)


def test_a_block_takes_open_offers_back(people: Cast, verify: Verify) -> None:
    asked = offer(people.hanna, session(people.hanna), people.ana)
    with verify(people.hanna, people.ana):
        block(BlockPerson(person=people.hanna.public_id), by=people.ana)
    assert offer_row(asked).status == "withdrawn"
    with refused("not_found"):
        offer(people.hanna, session(people.hanna), people.ana)
    assert deciding.now() < offer_row(asked).expires_at
