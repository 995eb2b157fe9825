"""A server that is away is said once, once a minute, and when it is back; nothing else is."""

import logging
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
import redis
from django.db import DatabaseError, IntegrityError, OperationalError
from psycopg_pool import PoolTimeout

from core import outages
from core.outages import SAY_EVERY, Outage
from server.logs import Outages


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    moving = Time()
    monkeypatch.setattr(outages, "time", moving)
    return moving


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    lines = [record.getMessage() for record in caplog.records if record.name == "core.outages"]
    caplog.clear()
    return lines


def test_it_is_said_once_a_minute_and_when_it_is_over(
    time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    outage = Outage("PostgreSQL")
    outage.works()
    assert said(caplog) == []
    for _ in range(100):
        outage.failed(OperationalError("connection refused\n\tIs the server running?"))
    assert said(caplog) == ["PostgreSQL is away: connection refused"]
    time.now += SAY_EVERY
    outage.failed(OperationalError())
    text = "PostgreSQL has been away for 60 s, and 101 times something failed: OperationalError"
    assert said(caplog) == [text]
    time.now += 5
    outage.works()
    outage.works()
    assert said(caplog) == ["PostgreSQL is back after 65 s"]


def test_what_is_over_within_its_grace_is_not_worth_a_word(
    time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    outage = Outage("Redis", grace=5)
    outage.failed(TimeoutError())
    time.now += 4
    outage.failed(TimeoutError())
    outage.works()
    assert said(caplog) == []
    for _ in range(3):
        outage.failed(TimeoutError())
        time.now += 5
    assert said(caplog) == ["Redis is away: TimeoutError"]


def caused(by: Exception) -> Exception:
    """As Django, procrastinate and our own code raise one from another."""
    try:
        raise RuntimeError("the job could not be fetched") from by
    except RuntimeError as error:
        return error


AWAY: list[Exception] = [
    OperationalError("connection refused"),
    psycopg.OperationalError("connection refused"),
    psycopg.errors.AdminShutdown(),
    PoolTimeout("couldn't get a connection after 30.00 sec"),
    caused(PoolTimeout()),
    redis.ConnectionError(),
    redis.TimeoutError(),
]
FAULTS: list[Exception] = [
    ValueError(),
    IntegrityError(),
    DatabaseError(),
    psycopg.errors.LockNotAvailable(),
    psycopg.errors.UndefinedTable(),
    caused(ValueError()),
]
Logged = Callable[[Exception], logging.LogRecord]


def with_traceback(error: Exception) -> logging.LogRecord:
    return record("broken", (), exc_info=(type(error), error, None))


def as_argument(error: Exception) -> logging.LogRecord:
    return record("error connecting in %r: %s", ("pool-1", error))


def record(text: str, args: Any, **more: Any) -> logging.LogRecord:
    return logging.LogRecord("psycopg.pool", logging.ERROR, "", 0, text, args, more.get("exc_info"))


@pytest.fixture(autouse=True)
def none_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("database", "redis"):
        monkeypatch.setattr(outages, name, Outage(name))


@pytest.mark.parametrize("logged", [with_traceback, as_argument])
@pytest.mark.parametrize("error", AWAY, ids=repr)
def test_whoever_logs_it_the_log_does_not_repeat_it(error: Exception, logged: Logged) -> None:
    assert not Outages().filter(logged(error))
    outage = outages.of(error)
    assert outage is not None
    assert outage.lasts


@pytest.mark.parametrize("logged", [with_traceback, as_argument])
@pytest.mark.parametrize("error", FAULTS, ids=repr)
def test_faults_of_ours_are_all_written(error: Exception, logged: Logged) -> None:
    outages.database.failed("it is away")
    assert Outages().filter(logged(error))


def test_each_answer_that_says_later_is_no_line_meanwhile() -> None:
    answered = record("Service Unavailable: %s", ("/api/v1/me",))
    answered.status_code = 503
    assert Outages().filter(answered)
    outages.database.failed("it is away")
    assert not Outages().filter(answered)
