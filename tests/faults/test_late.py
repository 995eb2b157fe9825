"""Who judges the tries around a deadline must fail: it finds one that was late among many."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db.transaction import atomic, set_rollback

from tests import clock
from tests.faults.conftest import query
from tests.house.refusing import run
from tests.people import Cast
from tests.stories import apply, call_row, confirm, open_call, session
from tools.chaos import late
from tools.chaos.tries import FIELDS, Came
from workflows.actions.expiring import expire_one

CLOSES = timedelta(hours=1)
IN_TIME = [Came(verb, -0.03, -0.01, -0.02) for verb in FIELDS for _ in range(3)]
REFUSED = [Came(verb, -0.01, 0.02, 0.01, late.LATE) for verb in FIELDS for _ in range(3)]
RUSH = IN_TIME + REFUSED


def test_a_rush_in_which_everything_is_right() -> None:
    assert late.near(RUSH) == len(RUSH)
    found = late.answers(RUSH, enough=len(RUSH))
    assert found.startswith("18 tries near a deadline: 9 in time, the last 20.00 ms before it, 9")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (Came("call.apply", -0.01, 0.02, 0.0), "got in late"),
        (Came("call.confirm", 0.001, 0.02, -0.001), "got in late"),
        (Came("offer.accept", -0.03, 0.02, -0.001, late.LATE), "in time and refused"),
        (Came("call.apply", -0.03, -0.001, 0.001, late.LATE), "in time and refused"),
        (Came("call.apply", -0.03, -0.01), "without a receipt"),
        (Came("call.apply", 0.01, 0.02, None, "call_filled"), "other answers"),
    ],
)
def test_one_answer_that_is_wrong(wrong: Came, words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        late.answers([*RUSH, wrong], enough=1)


def test_a_rush_that_proves_nothing() -> None:
    with pytest.raises(AssertionError, match="only 18 of 18"):
        late.answers(RUSH, enough=len(RUSH) + 1)
    for some, words in ((IN_TIME, "refused"), (REFUSED, "in time")):
        with pytest.raises(AssertionError, match=f"no .*call.apply.* was {words}"):
            late.answers(some, enough=1)


def test_tries_that_were_not_near() -> None:
    early = [one._replace(sent=-0.2, answered=-0.1, decided=-0.15) for one in IN_TIME]
    with pytest.raises(AssertionError, match="nobody was in time near"):
        late.answers([*early, *REFUSED], enough=1)


# --- the rows --------------------------------------------------------------------------------


@pytest.fixture
def over(people: Cast) -> UUID:
    """A call that has expired with Ana booked; Jane waited until its end."""
    call = open_call(people.hanna, session(people.hanna, positions=2), closes=CLOSES)
    confirm(people.hanna, apply(people.ana, call).application)
    apply(people.jane, call)
    clock.travel(CLOSES)
    expire_one(call_row(call))
    return call


def check(call: UUID) -> None:
    came = [Came("call.apply", -9, -9, -9), Came("call.confirm", -9, -9, -9)]
    late.rows(query, [call_row(call).calendar_session_id], 1, came)


EARLIER = (
    "UPDATE open_calls SET expires_at = expires_at - interval '3 hours',"
    " decided_at = decided_at - interval '3 hours' WHERE id = %s"
)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (EARLIER, "2 applications from after"),
        (
            "UPDATE workflow_transitions SET effective_at = effective_at + interval '3 hours'"
            " WHERE kind = 'call.apply' AND open_call_id = %s",
            "2 transitions from after",
        ),
        (
            "UPDATE workflow_transitions SET kind = 'call.shortlist'"
            " WHERE kind = 'call.confirm' AND open_call_id = %s",
            "1 bookings that nobody made in time",
        ),
        (
            "UPDATE open_calls SET decided_at = decided_at + interval '1 ms' WHERE id = %s",
            "1 calls that did not end",
        ),
        (
            "UPDATE open_call_applications SET status = 'pending'"
            " WHERE status = 'expired' AND open_call_id = %s",
            "1 applications without an end",
        ),
        (
            "DELETE FROM bookings WHERE application_id IN"
            " (SELECT id FROM open_call_applications WHERE open_call_id = %s)",
            "were told so",
        ),
    ],
)
def test_rows_that_should_not_be(over: UUID, damage: str, words: str) -> None:
    check(over)
    with atomic():
        run(damage, call_row(over).pk)
        with pytest.raises(AssertionError, match=words):
            check(over)
        set_rollback(True)
