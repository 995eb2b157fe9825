"""The fee of an open call may change; nobody is bound to what they have not agreed to."""

import pytest

from tests import clock
from tests.dealings import agree_to_fee, booking_row, change_fee, reject
from tests.people import Cast, host
from tests.refusals import refused
from tests.stories import application_row, apply, call_row, confirm, open_call, withdraw
from tests.verify import Verify
from workflows.models import Transition
from workflows.queries import own


def asked(person: object) -> list[bool]:
    return [row.asked_again for row in own.my_applications(person)[0]]  # type: ignore[arg-type]


def test_another_fee_asks_who_has_applied(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna, fee_amount=6000, fee_currency="EUR")
    applied = apply(people.ana, call).application
    with verify(people.hanna, people.ana):
        change_fee(people.hanna, call, 4000)
    assert asked(people.ana) == [True]
    with refused("conflict"):
        confirm(people.hanna, applied)
    with verify(people.hanna, people.ana):
        agree_to_fee(people.ana, applied)
    assert asked(people.ana) == [False]
    booking = booking_row(confirm(people.hanna, applied).booking)
    assert booking.application is not None
    assert booking.application.terms["fee_amount"] == 4000
    kinds = Transition.objects.filter(open_call=call_row(call)).values_list("kind", flat=True)
    assert "call.update" in kinds


def test_the_old_fee_again_asks_nothing(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    change_fee(people.hanna, call, 4000)
    with verify(people.hanna, people.ana):
        change_fee(people.hanna, call, None)
    with refused("conflict"):
        agree_to_fee(people.ana, applied)
    confirm(people.hanna, applied)


def test_another_note_is_read_and_asks_nothing(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    with verify(people.hanna):  # for the others it is public, like the deadline
        change_fee(people.hanna, call, None, note="Bring a shawl.")
    assert (asked(people.ana), call_row(call).note) == ([False], "Bring a shawl.")
    confirm(people.hanna, applied)


def test_the_same_terms_again_change_nothing(people: Cast, told: list[object]) -> None:
    call = open_call(people.hanna)
    version = call_row(call).version
    told.clear()
    change_fee(people.hanna, call, None)
    assert (call_row(call).version, told) == (version, [])


def test_who_comes_later_agrees_by_applying(people: Cast) -> None:
    call = open_call(people.hanna)
    change_fee(people.hanna, call, 4000)
    applied = apply(people.ana, call).application
    assert asked(people.ana) == [False]
    confirm(people.hanna, applied)


@pytest.mark.parametrize("end", [withdraw, reject])
def test_who_is_asked_may_leave_or_be_declined(people: Cast, end: object) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    change_fee(people.hanna, call, 4000)
    if end is withdraw:
        withdraw(people.ana, applied)
    else:
        reject(people.hanna, applied)
    with refused("applicant_withdrew" if end is withdraw else "conflict"):
        agree_to_fee(people.ana, applied)


def test_nobody_else_changes_a_fee_or_agrees_to_it(people: Cast) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    for other in (people.ana, people.mika, host("Nora")):
        with refused("not_found"):
            change_fee(other, call, 1)
    change_fee(people.hanna, call, 4000)
    for other in (people.hanna, people.jane):
        with refused("not_found"):
            agree_to_fee(other, applied)
    assert application_row(applied).terms["fee_amount"] is None


def test_at_the_deadline_terms_stand(people: Cast) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    change_fee(people.hanna, call, 4000)
    clock.stop(call_row(call).expires_at)
    with refused("call_expired"):
        change_fee(people.hanna, call, 5000)
    with refused("call_expired"):
        agree_to_fee(people.ana, applied)
