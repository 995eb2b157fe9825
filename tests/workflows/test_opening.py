"""Opening a call: one's own session, in the future, with a place, and no other call on it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from core import clock as deciding
from tests import clock
from tests.people import Cast, host
from tests.refusals import refused
from tests.stories import apply, call_row, confirm, open_call, session, session_row
from workflows.actions.expiring import expire_due
from workflows.models import OpenCall, Transition


def test_an_open_call_is_active_with_a_receipt(people: Cast) -> None:
    expires_at = deciding.now() + timedelta(hours=1)
    row = call_row(open_call(people.hanna, expires_at=expires_at))
    assert (row.status, row.version, row.host_version) == ("active", 1, 0)
    assert row.expires_at == expires_at
    transition = Transition.objects.get(open_call=row)
    assert (transition.kind, transition.by) == ("call.open", people.hanna)
    assert transition.effective_at == row.created_at


def test_nobody_opens_a_call_for_somebody_elses_session(people: Cast) -> None:
    of_session = session(people.hanna)
    with refused("not_found") as said:
        open_call(host("Nora"), of_session)
    with refused("not_found") as never:
        open_call(people.hanna, uuid4())
    assert said.message == never.message


def test_an_address_must_be_confirmed(people: Cast) -> None:
    nora = host("Nora", email_confirmed_at=None)
    with refused("forbidden", reasons=["email_unconfirmed"]):
        open_call(nora, session(nora))


def test_one_active_call_for_a_session(people: Cast) -> None:
    of_session = session(people.hanna, positions=2)
    first = open_call(people.hanna, of_session)
    with refused("conflict"):
        open_call(people.hanna, of_session)
    clock.travel(timedelta(hours=2))
    while expire_due():
        pass
    assert call_row(first).status == "expired"
    assert call_row(open_call(people.hanna, of_session)).status == "active"


def test_a_full_session_needs_nobody(people: Cast) -> None:
    of_session = session(people.hanna)
    confirm(people.hanna, apply(people.ana, open_call(people.hanna, of_session)).application)
    with refused("conflict"):
        open_call(people.hanna, of_session)


def test_a_half_full_session_needs_somebody(people: Cast) -> None:
    of_session = session(people.hanna, positions=2)
    call = open_call(people.hanna, of_session)
    confirm(people.hanna, apply(people.ana, call).application)
    OpenCall.objects.filter(public_id=call).update(status="cancelled")
    assert call_row(open_call(people.hanna, of_session)).status == "active"


def test_a_session_that_has_begun_is_too_late(people: Cast) -> None:
    of_session = session(people.hanna)
    begins = session_row(of_session).during.lower
    clock.stop(begins)
    with refused("conflict"):
        open_call(people.hanna, of_session, expires_at=begins + timedelta(minutes=5))


def test_a_cancelled_session_needs_nobody(people: Cast) -> None:
    row = session_row(session(people.hanna))
    row.cancelled_at = deciding.now()
    row.save()
    with refused("conflict"):
        open_call(people.hanna, row.public_id)


# --- the deadline ----------------------------------------------------------------------------


@pytest.mark.parametrize("late", [timedelta(0), timedelta(microseconds=1), timedelta(days=1)])
def test_a_deadline_lies_in_the_future(people: Cast, late: timedelta) -> None:
    of_session = session(people.hanna)
    now = deciding.now()
    clock.stop(now)
    with refused("bad_request", field="expires_at"):
        open_call(people.hanna, of_session, expires_at=now - late)
    soon = now + timedelta(microseconds=1)
    assert call_row(open_call(people.hanna, of_session, expires_at=soon)).expires_at == soon


def test_a_deadline_lies_no_later_than_the_start(people: Cast) -> None:
    of_session = session(people.hanna)
    begins = session_row(of_session).during.lower
    with refused("bad_request", field="expires_at"):
        open_call(people.hanna, of_session, expires_at=begins + timedelta(microseconds=1))
    assert call_row(open_call(people.hanna, of_session, expires_at=begins)).expires_at == begins


# --- the fee ---------------------------------------------------------------------------------


def test_a_fee_has_a_currency_and_a_currency_a_fee(people: Cast) -> None:
    of_session = session(people.hanna)
    with refused("bad_request", field="fee_currency"):
        open_call(people.hanna, of_session, fee_amount=6000)
    with refused("bad_request", field="fee_amount"):
        open_call(people.hanna, of_session, fee_currency="EUR")
    row = call_row(open_call(people.hanna, of_session, fee_amount=6000, fee_currency="EUR"))
    assert (row.fee_amount, row.fee_currency) == (6000, "EUR")


#: About 300 euros each, where the smallest unit is next to nothing.
@pytest.mark.parametrize(
    ("currency", "amount"), [("VND", 9_000_000), ("IDR", 570_000_000), ("IRR", 1_400_000_000)]
)
def test_a_usual_fee_can_be_offered_in_every_currency(
    people: Cast, currency: str, amount: int
) -> None:
    call = open_call(people.hanna, fee_amount=amount, fee_currency=currency)
    assert call_row(call).fee_amount == amount


def test_unpaid_is_a_choice(people: Cast) -> None:
    row = call_row(open_call(people.hanna))
    assert (row.fee_amount, row.fee_currency) == (None, "")


# --- what is asked for -----------------------------------------------------------------------


def test_requirements_are_kept_exactly_as_they_were_given(people: Cast) -> None:
    given = {"pose_style": "dynamic", "min_rating": 2}
    assert call_row(open_call(people.hanna, requirements=given)).requirements == given


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"colour": "red"}, "colour"),
        ({"min_rating": "2"}, "min_rating"),
        ({"min_rating": True}, "min_rating"),
        ({"min_rating": 0.5}, "min_rating"),
        ({"min_rating": 5.5}, "min_rating"),
        ({"min_rating": {"$gt": 0}}, "min_rating"),
        ({"pose_style": "headstand"}, "pose_style"),
        ({"pose_style": ["dynamic", 3]}, "pose_style"),
        ({"pose_style": []}, "pose_style"),
        ({"pose_style": {"or": "dynamic"}}, "pose_style"),
        ({"experience": "expert"}, "experience"),
        ({"experience": ["new"]}, "experience"),
        ({"languages": "en"}, "languages"),
        ({"languages": ["klingon"]}, "languages"),
        ({"languages": []}, "languages"),
    ],
    ids=str,
)
def test_a_requirement_that_is_wrong_is_refused_by_name(
    people: Cast, given: dict[str, object], named: str
) -> None:
    of_session = session(people.hanna)
    with refused("bad_request") as said:
        open_call(people.hanna, of_session, requirements=given)
    assert named in said.message
    assert said.details["field"] in (named, "requirements")
    assert not session_row(of_session).open_calls.exists()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"min_rating": 1},
        {"min_rating": 4.5},
        {"pose_style": ["dynamic", "long"]},
        {"experience": "some", "languages": ["en", "de"]},
    ],
    ids=str,
)
def test_a_requirement_that_is_right_is_taken(people: Cast, given: dict[str, object]) -> None:
    assert call_row(open_call(people.hanna, requirements=given)).requirements == given
