"""What the composer begins with: the last time's wishes, and a deadline that is possible."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core import clock as deciding
from people.models import User
from tests import clock
from tests.dealings import cancel_call
from tests.house.files import ROOT
from tests.people import Cast, host
from tests.refusals import refused
from tests.stories import open_call, session, session_row
from workflows import queries
from workflows.queries import prefill
from workflows.queries.prefill import Prefill, sensible_deadline

HOUR = timedelta(hours=1)
#: The table that the composer shares.
TABLE = ROOT / "frontend/src/lib/words/closing.cases.json"
CASES = json.loads(TABLE.read_text(encoding="utf-8"))
TIMES = ("now", "starts", "closes")


def of_an_evening(people: Cast, starts_in: timedelta) -> tuple[Prefill, datetime]:
    now = deciding.now().replace(microsecond=0)
    evening = session_row(session(people.hanna, starts_at=now + starts_in))
    clock.stop(now)
    return prefill.of(evening, people.hanna), now


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['zone']} {case['starts']}")
def test_the_deadline_is_that_of_the_screen(case: dict[str, str]) -> None:
    now, starts, closes = (datetime.fromisoformat(case[name]) for name in TIMES)
    assert sensible_deadline(now, starts, ZoneInfo(case["zone"])) == closes


KOLKATA = ZoneInfo("Asia/Kolkata")


@pytest.mark.parametrize("again", [False, True])
def test_it_is_by_the_hosts_clock_and_not_at_night(people: Cast, *, again: bool) -> None:
    User.objects.filter(pk=people.hanna.pk).update(time_zone=str(KOLKATA))
    people.hanna.refresh_from_db()
    now = deciding.now().replace(microsecond=0)
    evening = session(people.hanna, starts_at=now + 60 * HOUR)
    if again:
        cancel_call(people.hanna, open_call(people.hanna, evening))
    for hour in range(24):
        clock.stop(now + hour * HOUR)
        begun = prefill.of(session_row(evening), people.hanna)
        assert now + hour * HOUR < begun.expires_at <= now + 58 * HOUR
        assert 9 <= begun.expires_at.astimezone(KOLKATA).hour < 22


@pytest.mark.parametrize(
    ("starts_in", "closes_in"),
    [
        (48 * HOUR, 2 * HOUR),
        (4 * HOUR, 2 * HOUR),
        (3 * HOUR, HOUR),
        (2 * HOUR, HOUR),
        (HOUR, HOUR / 2),
    ],
    ids=str,
)
def test_a_place_is_filled_again_soon(starts_in: timedelta, closes_in: timedelta) -> None:
    """In two hours, at the latest two before the start; when even that is over, half way."""
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert prefill.soon(now, now + starts_in, ZoneInfo("UTC")) - now == closes_in


def test_it_can_be_opened_as_it_is(people: Cast) -> None:
    evening = session(people.hanna, starts_at=deciding.now().replace(microsecond=0) + HOUR)
    begun = prefill.of(session_row(evening), people.hanna)
    fields = {name: getattr(begun, name) for name in Prefill.__struct_fields__}
    assert open_call(people.hanna, evening, **fields)


def test_the_first_time_nothing_is_asked(people: Cast) -> None:
    begun, _ = of_an_evening(people, 48 * HOUR)
    assert (begun.requirements, begun.fee_amount, begun.fee_currency, begun.note) == (
        {},
        None,
        "",
        "",
    )


def test_from_the_last_call_for_this_evening_or_else_from_the_last_at_all(people: Cast) -> None:
    evening, other = session(people.hanna), session(people.hanna)
    fee: dict[str, Any] = {"fee_amount": 60_00, "fee_currency": "EUR"}
    open_call(people.hanna, evening, note="Of this one", **fee)
    open_call(people.hanna, other, note="The last at all", requirements={"languages": ["de"]})
    open_call(host("Nora"), note="Of somebody else")
    again = prefill.of(session_row(evening), people.hanna)
    assert (again.note, again.fee_amount, again.fee_currency) == ("Of this one", 60_00, "EUR")
    new = prefill.of(session_row(session(people.hanna)), people.hanna)
    assert (new.note, new.requirements) == ("The last at all", {"languages": ["de"]})


def test_it_is_nobody_elses(people: Cast) -> None:
    evening = session(people.hanna)
    with refused("not_found"):
        queries.own_session(evening, host=people.mika)
