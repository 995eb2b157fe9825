"""An answer says by how much it was in time, and a refusal by how much it was not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from protocol.wire import Receipt
from tests import clock
from tests.dealings import (
    HOUR,
    accept,
    agree,
    booking_row,
    cancel_booking,
    cancel_call,
    cancel_session,
    change,
    decline,
    extend,
    invite,
    let_it_be_over,
    move,
    no_show,
    offer,
    offer_row,
    rate,
    reject,
    reopen,
    shortlist,
    take_back,
    view,
)
from tests.people import Cast
from tests.refusals import refused
from tests.stories import (
    apply,
    booked,
    call_row,
    confirm,
    open_call,
    session,
    session_row,
    withdraw,
)

LATE = timedelta(seconds=2, milliseconds=500)
Act = Callable[[Cast, UUID, UUID], Any]

#: What is done to a call, by its id and that of Ana's application.
ON_A_CALL: dict[str, Act] = {
    "call.extend": lambda p, call, _: extend(p.hanna, call, call_row(call).expires_at + HOUR),
    "call.cancel": lambda p, call, _: cancel_call(p.hanna, call),
    "call.invite": lambda p, call, _: invite(p.hanna, call, p.mika),
    "call.view": lambda p, call, _: view(p.hanna, call),
    "call.apply": lambda p, call, _: apply(p.jane, call),
    "call.withdraw": lambda p, _, application: withdraw(p.ana, application),
    "call.shortlist": lambda p, _, application: shortlist(p.hanna, application),
    "call.reject": lambda p, _, application: reject(p.hanna, application),
    "call.confirm": lambda p, _, application: confirm(p.hanna, application),
}
#: Reading and taking back have no deadline.
ANY_TIME = {"call.view", "call.withdraw"}


def say(receipt: Receipt) -> tuple[Any, int]:
    return receipt.expires_at, receipt.margin_ms


@pytest.mark.parametrize("verb", ON_A_CALL)
def test_what_is_done_to_a_call_is_in_time_by_so_much(people: Cast, verb: str) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    deadline = call_row(call).expires_at
    clock.stop(deadline - LATE)
    receipt = ON_A_CALL[verb](people, call, applied).receipt
    assert say(receipt) == (deadline, 2500)
    assert receipt.decided_at == deadline - LATE


@pytest.mark.parametrize("verb", sorted(ON_A_CALL.keys() - ANY_TIME))
@pytest.mark.parametrize("clock_was_first", [False, True])
def test_what_comes_too_late_reads_by_how_much(
    people: Cast, verb: str, clock_was_first: bool
) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    deadline = call_row(call).expires_at
    clock.stop(deadline + LATE)
    if clock_was_first:
        with refused("call_expired"):
            apply(people.jane, call)
    with refused("call_expired") as said:
        ON_A_CALL[verb](people, call, applied)
    assert say(said.details["receipt"]) == (deadline, -2500)


def test_an_opened_call_has_so_much_time(people: Cast) -> None:
    call = open_call(people.hanna)
    cancel_call(people.hanna, call)
    receipt = reopen(people.hanna, call).receipt
    assert receipt.expires_at == call_row(call).expires_at
    assert 0 < receipt.margin_ms <= 3_600_000


@pytest.mark.parametrize("act", [accept, decline, take_back])
def test_an_answer_to_an_offer_is_in_time_or_too_late(people: Cast, act: Any) -> None:
    by = people.hanna if act is take_back else people.ana
    asked, other = (offer(people.hanna, session(people.hanna), people.ana) for _ in range(2))
    clock.stop(offer_row(asked).expires_at - LATE)
    assert act(by, asked).receipt.margin_ms == 2500
    clock.stop(offer_row(other).expires_at + LATE)
    for _ in range(2):  # also when the offer says so itself
        with refused("call_expired") as said:
            act(by, other)
        assert said.details["receipt"].margin_ms == -2500


def test_sessions_and_bookings_go_by_the_start_and_the_end(people: Cast) -> None:
    booking = booked(people.hanna, people.ana).booking
    evening = session(people.hanna)
    for answer in (
        change(people.hanna, evening, title="Ink"),
        cancel_session(people.hanna, evening),
    ):
        assert answer.receipt.expires_at == session_row(evening).during.lower
    assert cancel_booking(people.ana, booking).receipt.margin_ms > 0


def test_what_comes_after_the_evening_counts_from_its_end(people: Cast) -> None:
    confirmed = [booked(people.hanna, person) for person in (people.ana, people.jane)]
    for act, one in zip((rate, no_show), confirmed, strict=True):
        let_it_be_over_of(one.booking)
        assert act(people.hanna, one.booking).receipt.margin_ms < 0


def let_it_be_over_of(booking: UUID) -> None:
    let_it_be_over(booking_row(booking).calendar_session.public_id)


def test_agreeing_goes_by_the_new_start(people: Cast) -> None:
    booking = booked(people.hanna, people.ana).booking
    row = booking_row(booking)
    to = row.during.lower + 3 * HOUR
    move(people.hanna, row.calendar_session.public_id, to)
    assert agree(people.ana, booking).receipt.expires_at == to
