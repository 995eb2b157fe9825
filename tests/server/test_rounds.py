"""An idle worker asks the database seldom, and is awake as soon as there is something to do."""

import threading
from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest
from django.db import connection

from notifications.actions.outbox import DELIVERIES
from server.management.commands.worker import others, postmen
from server.rounds import Listener, Round

#: Looks a minute that all rounds of a worker take together while nothing happens.
SELDOM = 40


class Slept(threading.Event):
    """In place of a pause: notes how long it would be; after so many of them the round ends."""

    def __init__(self, one: Round, times: int) -> None:
        super().__init__()
        self.one, self.times, self.pauses = one, times, list[float | None]()

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout)
        if len(self.pauses) == self.times:
            self.one._stopped = True
        return self.is_set()


def pauses(one: Round, times: int) -> list[float | None]:
    slept = one._awake = Slept(one, times)
    one.run()
    return slept.pauses


def test_the_pauses_of_a_round_that_finds_nothing_grow_to_its_rest() -> None:
    found: Iterator[int] = iter([0, 0, 3, 0, 0, 0, 0, 0])
    assert pauses(Round("search", lambda: next(found), 1, rest=5), 6) == [2, 4, 2, 4, 5, 5]


def test_a_round_sleeps_until_something_is_due() -> None:
    due = iter([8.0, 0.0, 900.0])
    asked = Round("postman", lambda: 0, 0.5, rest=10, due=lambda: next(due))
    assert pauses(asked, 3) == [8, 0.5, 10]


def test_a_round_that_fails_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> int:
        raise ValueError("broken")

    assert pauses(Round("broken", fail, 1, rest=3), 3) == [2, 3, 3]
    assert "broken failed; it is tried again" in caplog.text


def test_an_idle_worker_looks_seldom() -> None:
    """Those that rest do it for seconds; none of the others looks more often than that."""
    longest = [one._longest for one in [*postmen(), *others()]]
    assert sum(60 / pause for pause in longest) < SELDOM


def test_what_is_told_by_the_database_wakes_a_round(database: None) -> None:
    looked = threading.Semaphore(0)

    def look() -> int:
        looked.release()
        return 0

    one = Round("postman", look, 300)
    listener = Listener(DELIVERIES, [one])

    def listen() -> None:
        with suppress(psycopg.Error):
            listener._listen()

    listening = threading.Thread(target=listen)
    one.start()
    listening.start()
    assert looked.acquire(timeout=20)  # its first look
    assert looked.acquire(timeout=20)  # somebody listens from now on
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {DELIVERIES}")
        assert looked.acquire(timeout=20)
        one.stop()
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = %s",
            [f"LISTEN {DELIVERIES}"],
        )
    listening.join(20)
    assert not listening.is_alive()
