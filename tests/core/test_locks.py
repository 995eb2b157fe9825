"""Locks are taken in one order, and a test that takes them in another fails."""

import pytest
from django.db import connection

from core import clock as deciding
from core import locks
from core.transaction import transaction
from tests import clock
from tests.people import Cast
from tests.stories import call_row, open_call, row_of, talking
from workflows.actions.locking import lock_call, lock_session


def test_the_order_is_the_one_that_is_written_down() -> None:
    written = "command pair approach session call model conversation image place profile user"
    assert list(locks.ORDER) == written.split()
    assert locks.asserting


def test_taking_them_downwards_is_fine() -> None:
    locks.begin()
    for rank in locks.ORDER:
        assert locks.taking(rank, [3, 1, 2, 2]) == [1, 2, 3]


def test_taking_one_twice_is_no_second_lock() -> None:
    locks.begin()
    locks.taking("call", [7])
    locks.taking("user", [1])
    assert locks.taking("call", [7]) == [7]


@pytest.mark.parametrize(("first", "then"), [("user", "call"), ("model", "session")])
def test_going_back_up_is_noticed(first: str, then: str) -> None:
    locks.begin()
    locks.taking(first, [1])
    with pytest.raises(AssertionError, match=f"{then} 1 is locked after"):
        locks.taking(then, [1])


def test_going_down_in_numbers_is_noticed() -> None:
    locks.begin()
    locks.taking("user", [5])
    with pytest.raises(AssertionError, match="user 4 is locked after"):
        locks.taking("user", [4])


def test_an_action_that_locks_the_wrong_way_round_fails(people: Cast) -> None:
    row = call_row(open_call(people.hanna))
    with transaction():
        lock_call(row.pk)
        with pytest.raises(AssertionError, match="session"):
            lock_session(row.calendar_session_id)


def test_the_next_transaction_starts_from_the_top(people: Cast) -> None:
    row = call_row(open_call(people.hanna))
    for _ in range(2):
        with transaction():
            lock_session(row.calendar_session_id)
            lock_call(row.pk)
    assert row_of(talking(people.hanna, people.ana)).last_number == 2


def test_there_is_one_clock_and_tests_can_stop_it() -> None:
    noon = deciding.now().replace(hour=12, minute=0, second=0, microsecond=0)
    clock.stop(noon)
    assert [deciding.now(), deciding.now()] == [noon, noon]
    with connection.cursor() as cursor:
        cursor.execute("SELECT callboard_now(), clock_timestamp()")
        stopped, world = cursor.fetchone()
    assert stopped == noon != world
