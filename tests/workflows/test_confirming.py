"""The host's choice: one is booked, and when the places are full everybody has an end."""

from datetime import timedelta

import pytest

from core import clock as deciding
from people.models import ModelProfile
from tests import clock
from tests.people import Cast, host, model
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
    withdraw,
)
from workflows.models import Application, Booking, OpenCall, Transition


def ends(call: OpenCall) -> dict[str, tuple[str, str]]:
    rows = Application.objects.select_related("model__user_profile").filter(open_call=call)
    return {row.model.user_profile.display_name: (row.status, row.reason) for row in rows}


def test_the_last_place_fills_the_call_and_ends_every_application(people: Cast) -> None:
    call = open_call(people.hanna)
    ana = apply(people.ana, call).application
    apply(people.jane, call)
    confirmed = confirm(people.hanna, ana)
    row = call_row(call)
    assert (confirmed.call_status, confirmed.positions_left) == ("filled", 0)
    assert (row.status, row.calendar_session.booked) == ("filled", 1)
    assert ends(row) == {"Ana": ("accepted", ""), "Jane": ("rejected", "filled")}
    assert not row.applications.filter(decided_at=None).exists()


def test_one_of_two_places_leaves_the_call_open(people: Cast) -> None:
    call = open_call(people.hanna, session(people.hanna, positions=2))
    ana, jane = apply(people.ana, call).application, apply(people.jane, call).application
    confirmed = confirm(people.hanna, ana)
    assert (confirmed.call_status, confirmed.positions_left) == ("active", 1)
    assert ends(call_row(call)) == {"Ana": ("accepted", ""), "Jane": ("pending", "")}
    assert confirm(people.hanna, jane).call_status == "filled"
    assert session_row(call_row(call).calendar_session.public_id).booked == 2


def test_a_booking_has_the_time_of_its_session(people: Cast) -> None:
    confirmed = booked(people.hanna, people.ana)
    row = Booking.objects.get(public_id=confirmed.booking)
    assert (row.state, row.during) == ("confirmed", row.calendar_session.during)
    assert row.model.user_profile == people.ana
    assert row.application is not None
    assert row.application.public_id == confirmed.application
    assert Transition.objects.get(booking=row).kind == "call.confirm"


@pytest.mark.parametrize("who", ["ana", "jane", "mika", "another host"])
def test_only_the_host_of_the_call_confirms(people: Cast, who: str) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    other = host("Nora") if who == "another host" else getattr(people, who)
    with refused("not_found"):
        confirm(other, applied)
    assert application_row(applied).status == "pending"
    assert confirm(people.hanna, applied).call_status == "filled"


def test_who_withdrew_is_not_booked(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    withdraw(people.ana, applied)
    with refused("applicant_withdrew"):
        confirm(people.hanna, applied)
    assert not Booking.objects.filter(application__public_id=applied).exists()


def test_nobody_is_booked_twice_for_one_place(people: Cast) -> None:
    call = open_call(people.hanna, session(people.hanna, positions=2))
    applied = apply(people.ana, call).application
    confirm(people.hanna, applied)
    with refused("conflict"):
        confirm(people.hanna, applied)
    assert session_row(call_row(call).calendar_session.public_id).booked == 1


@pytest.mark.parametrize("which", ["the winner", "a loser"])
def test_a_call_that_is_filled_says_so(people: Cast, which: str) -> None:
    call = open_call(people.hanna)
    ana, jane = apply(people.ana, call).application, apply(people.jane, call).application
    confirm(people.hanna, ana)
    with refused("call_filled"):
        confirm(people.hanna, ana if which == "the winner" else jane)
    assert call_row(call).calendar_session.booked == 1


def test_a_session_that_filled_by_other_ways_has_no_place(people: Cast) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    row = session_row(call_row(call).calendar_session.public_id)
    row.booked = 1
    row.save()
    with refused("call_filled"):
        confirm(people.hanna, applied)


# --- the model's time ------------------------------------------------------------------------


def test_a_model_booked_elsewhere_since_is_not_available(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    booked(host("Nora"), people.ana)
    with refused("model_unavailable") as said:
        confirm(people.hanna, applied)
    assert "Nora" not in said.message
    assert application_row(applied).status == "pending"
    assert session_row(application_row(applied).open_call.calendar_session.public_id).booked == 0


def test_back_to_back_evenings_are_both_booked(people: Cast) -> None:
    start = deciding.now().replace(microsecond=0) + timedelta(days=3)
    calls = [
        open_call(nora, session(nora, starts_at=start + timedelta(hours=2 * n), hours=2))
        for n, nora in enumerate((people.hanna, host("Nora"), host("Otto")))
    ]
    for call in (calls[0], calls[2], calls[1]):
        applied = apply(people.ana, call)
        assert confirm(call_row(call).host, applied.application).call_status == "filled"


@pytest.mark.parametrize("minutes", [-119, -1, 0, 1, 119])
def test_any_overlap_is_one(people: Cast, minutes: int) -> None:
    start = deciding.now().replace(microsecond=0) + timedelta(days=3)
    nora = host("Nora")
    other = session(nora, starts_at=start + timedelta(minutes=minutes), hours=2)
    applied = apply(people.ana, open_call(nora, other)).application
    booked(people.hanna, people.ana, starts_at=start, hours=2)
    with refused("model_unavailable"):
        confirm(nora, applied)


def test_a_cancelled_booking_leaves_the_model_free(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    elsewhere = booked(host("Nora"), people.ana)
    Booking.objects.filter(public_id=elsewhere.booking).update(state="cancelled_by_model")
    assert confirm(people.hanna, applied).call_status == "filled"


def test_a_receipt_says_how_much_in_time_it_was(people: Cast) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    expires_at = call_row(call).expires_at
    clock.stop(expires_at - timedelta(milliseconds=250))
    confirmed = confirm(people.hanna, applied)
    assert (confirmed.receipt.margin_ms, confirmed.receipt.expires_at) == (250, expires_at)
    assert call_row(call).decided_at == confirmed.receipt.decided_at


# --- the fee that was agreed -----------------------------------------------------------------


def test_who_is_booked_gets_the_fee_they_applied_for(people: Cast) -> None:
    call = open_call(people.hanna, fee_amount=6000, fee_currency="EUR")
    applied = apply(people.ana, call).application
    confirm(people.hanna, applied)
    OpenCall.objects.filter(public_id=call).update(fee_amount=1)
    from workflows.queries import own

    [booking] = own.agenda(people.ana, deciding.now(), deciding.now() + timedelta(days=9))[1]
    assert (booking.fee_amount, booking.fee_currency) == (6000, "EUR")


def test_fifty_applicants_all_get_an_end(people: Cast) -> None:
    call = open_call(people.hanna, requirements={"pose_style": "portrait"})
    crowd = [model(f"Model{n}", styles=("portrait",)) for n in range(50)]
    applied = [apply(person, call).application for person in crowd]
    confirm(people.hanna, applied[25])
    statuses = list(call_row(call).applications.values_list("status", flat=True))
    assert sorted(statuses) == ["accepted"] + ["rejected"] * 49
    assert ModelProfile.objects.filter(bookings__calendar_session__host=people.hanna).count() == 1
