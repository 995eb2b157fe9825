"""`expires_at` is the truth: at that very moment it is over, whoever says so and whenever."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import AsyncClient

from core import clock as deciding
from tests import clock
from tests.dealings import offer, offer_row
from tests.people import Cast, token
from tests.refusals import refused
from tests.stories import (
    application_row,
    apply,
    call_row,
    confirm,
    open_call,
    session,
    session_row,
)
from tests.verify import Verify, frames_at
from workflows.actions import expiring
from workflows.actions.expiring import expire_due, expire_one, time_left
from workflows.models import Transition

NEVER_LATE = timedelta(0), timedelta(microseconds=1), timedelta(seconds=1), timedelta(days=2)
MOMENT = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)


def expire_everything() -> int:
    count = 0
    while found := expire_due():
        count += found
    return count


@pytest.mark.parametrize("late", NEVER_LATE, ids=str)
def test_nobody_applies_at_the_deadline_or_after(people: Cast, late: timedelta) -> None:
    call = open_call(people.hanna)
    clock.stop(call_row(call).expires_at + late)
    with refused("call_expired"):
        apply(people.ana, call)
    assert not call_row(call).applications.exists()


def test_applicants_hear_of_an_end_that_no_clock_came_upon_for_days(
    people: Cast, verify: Verify
) -> None:
    call = open_call(people.hanna)
    apply(people.ana, call)
    clock.travel(timedelta(days=2))
    with verify(people.hanna, people.ana, people.jane, exact=False) as told:
        expire_everything()
    expired = [frame["data"]["status"] for frame in frames_at(f"call.{call}", told)]
    assert expired == ["expired"]


@pytest.mark.parametrize("late", NEVER_LATE, ids=str)
@pytest.mark.parametrize("clock_was_first", [False, True])
def test_nobody_is_booked_at_the_deadline_or_after(
    people: Cast, late: timedelta, clock_was_first: bool
) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    clock.stop(call_row(call).expires_at + late)
    if clock_was_first:
        expire_everything()
    with refused("call_expired"):
        confirm(people.hanna, applied)
    row = call_row(call)
    assert (row.status, row.calendar_session.booked) == ("expired", 0)
    assert application_row(applied).status == "expired"


def test_a_moment_before_it_everything_works(people: Cast) -> None:
    call = open_call(people.hanna)
    clock.stop(call_row(call).expires_at - MOMENT)
    applied = apply(people.ana, call)
    assert (applied.receipt.margin_ms, expire_everything()) == (0, 0)
    assert confirm(people.hanna, applied.application).call_status == "filled"


@pytest.mark.parametrize("touch", ["apply", "confirm"])
def test_whoever_comes_late_makes_the_row_say_so(people: Cast, touch: str) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    expires_at = call_row(call).expires_at
    clock.stop(expires_at + timedelta(hours=3))
    with refused("call_expired"):
        apply(people.jane, call) if touch == "apply" else confirm(people.hanna, applied)
    row = call_row(call)
    assert (row.status, row.decided_at) == ("expired", expires_at)
    assert (application_row(applied).status, application_row(applied).reason) == (
        "expired",
        "expired",
    )


def test_an_expiry_takes_effect_at_the_deadline_however_late_it_is_written(people: Cast) -> None:
    call = open_call(people.hanna)
    expires_at = call_row(call).expires_at
    clock.stop(expires_at + timedelta(days=1))
    expire_one(call_row(call))
    transition = Transition.objects.get(kind="call.expire", open_call=call_row(call))
    assert (transition.effective_at, transition.by) == (expires_at, None)


def test_expiring_twice_is_expiring_once(people: Cast) -> None:
    call = open_call(people.hanna)
    clock.stop(call_row(call).expires_at)
    expire_everything()
    version = call_row(call).version
    assert expire_everything() == 0
    expire_one(call_row(call))
    assert call_row(call).version == version
    assert Transition.objects.filter(kind="call.expire", open_call=call_row(call)).count() == 1


def test_what_is_filled_does_not_expire(people: Cast) -> None:
    call = open_call(people.hanna)
    confirm(people.hanna, apply(people.ana, call).application)
    clock.stop(call_row(call).expires_at)
    expire_one(call_row(call))
    expire_everything()
    assert call_row(call).status == "filled"


def test_what_is_not_due_does_not_expire(people: Cast) -> None:
    call = open_call(people.hanna)
    expire_one(call_row(call))
    expire_everything()
    assert call_row(call).status == "active"


def test_a_backlog_is_cleared_in_batches(people: Cast) -> None:
    clock.travel(timedelta(hours=6))
    expire_everything()
    overdue = [open_call(people.hanna) for _ in range(5)]
    clock.travel(timedelta(hours=8))
    assert [expire_due(limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert {call_row(call).status for call in overdue} == {"expired"}


def test_the_clock_knows_when_to_wake(people: Cast) -> None:
    clock.travel(timedelta(days=30))
    expire_everything()
    assert "call" not in time_left()
    of_session = session(people.hanna)
    call = open_call(people.hanna, of_session, closes=timedelta(minutes=5))
    clock.stop(call_row(call).expires_at - timedelta(seconds=90))
    assert time_left()["call"] == 90
    clock.stop(call_row(call).expires_at + timedelta(seconds=90))
    assert time_left()["call"] == -90


def test_a_session_keeps_its_place_when_its_call_expires(people: Cast) -> None:
    of_session = session(people.hanna, positions=2)
    call = open_call(people.hanna, of_session)
    confirm(people.hanna, apply(people.ana, call).application)
    clock.stop(call_row(call).expires_at)
    expire_everything()
    assert (call_row(call).status, session_row(of_session).booked) == ("expired", 1)
    reopened = open_call(people.hanna, of_session, expires_at=deciding.now() + timedelta(hours=1))
    assert call_row(reopened).status == "active"


# --- what reads say --------------------------------------------------------------------------


async def get(path: str, who: str) -> Any:
    headers = {"authorization": f"Bearer {who}"}
    answer = await AsyncClient().get(f"/api/v1/{path}", headers=headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize("path", ["calls/{}", "calls/{}/host"])
async def test_reading_an_overdue_call_flips_it(people: Cast, path: str) -> None:
    call = open_call(people.hanna)
    hers = token(people.hanna)
    shown = await get(path.format(call), hers)
    assert status_of(shown) == "active"
    clock.stop(call_row(call).expires_at)
    assert status_of(await get(path.format(call), hers)) == "expired"
    assert call_row(call).status == "expired"


def status_of(shown: Any) -> str:
    """A host's page holds their row of it, which holds the call."""
    while "call" in shown:
        shown = shown["call"]
    return str(shown["status"])


async def test_reading_a_list_flips_what_is_overdue_on_it(people: Cast) -> None:
    call = open_call(people.hanna)
    apply(people.ana, call)
    clock.stop(call_row(call).expires_at)
    [shown] = (await get("applications", token(people.ana)))["applications"]
    assert (shown["status"], call_row(call).status) == ("expired", "expired")


@pytest.mark.parametrize("path", ["board", "calls", "applications", "offers", "agenda"])
async def test_every_list_of_mine_flips_my_calls_and_offers(people: Cast, path: str) -> None:
    evening = session(people.hanna)
    call, asked = open_call(people.hanna, evening), offer(people.hanna, evening, people.ana)
    apply(people.ana, call)
    clock.stop(call_row(call).expires_at + MINUTE)
    await get(path, token(people.ana if path == "board" else people.hanna))
    assert (call_row(call).status, offer_row(asked).status) == ("expired", "expired")


async def test_one_read_flips_them_all_however_many(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiring, "BATCH", 2)
    calls = [open_call(people.hanna) for _ in range(5)]
    clock.stop(max(call_row(call).expires_at for call in calls))
    await get("calls", token(people.hanna))
    assert {call_row(call).status for call in calls} == {"expired"}


async def test_a_stranger_who_reads_flips_nothing(people: Cast) -> None:
    call = open_call(people.hanna)
    clock.stop(call_row(call).expires_at)
    await get("board", token(people.mika))
    assert call_row(call).status == "active"
