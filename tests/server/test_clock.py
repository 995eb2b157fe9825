"""Any number of clocks, one of them killed, or none: a call ends once, and nothing is late."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from core import clock as deciding
from protocol.models import Heartbeat
from server.management.commands.clock import LEAD
from tests import processes, stories
from tests.people import Cast
from tests.processes import Process
from tests.refusals import refused
from tests.waiting import until

StartClock = Callable[[], Process]
SOON = timedelta(seconds=1)


@pytest.fixture
def start_clock(environment: dict[str, str], tmp_path: Path) -> Iterator[StartClock]:
    started: list[Process] = []

    def start() -> Process:
        log = tmp_path / f"clock{len(started)}.log"
        started.append(processes.clock(environment, log=log))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def beating() -> bool:
    now = deciding.now()
    return Heartbeat.objects.filter(seen_at__gt=now - timedelta(seconds=6)).exists()


def ends(call: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM workflow_transitions t JOIN open_calls c ON c.id = t.open_call_id"
            " WHERE c.public_id = %s AND t.kind = 'call.expire'",
            [call],
        )
        return int(cursor.fetchone()[0])


async def test_two_clocks_end_a_call_once(people: Cast, start_clock: StartClock) -> None:
    Heartbeat.objects.all().delete()
    start_clock(), start_clock()
    await until(beating)
    calls = [stories.open_call(people.hanna, closes=SOON) for _ in range(5)]
    await until(lambda: all(stories.call_row(call).status == "expired" for call in calls))
    assert [ends(call) for call in calls] == [1] * 5


def leader() -> int | None:
    """The database's process behind the clock that leads."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [LEAD],
        )
        found = cursor.fetchone()
    return int(found[0]) if found else None


async def test_when_the_clock_that_leads_dies_the_other_leads(
    people: Cast, start_clock: StartClock
) -> None:
    first = start_clock()
    await until(lambda: leader() is not None)
    led_by = leader()
    start_clock()
    call = stories.open_call(people.hanna, closes=SOON)
    await until(lambda: stories.call_row(call).status == "expired")
    assert leader() == led_by
    first.kill()
    call = stories.open_call(people.hanna, closes=SOON)
    await until(lambda: stories.call_row(call).status == "expired")
    await until(lambda: leader() not in (None, led_by))


async def test_a_killed_clock_does_no_harm(people: Cast, start_clock: StartClock) -> None:
    """What it left undone is refused all the same, and done by the next."""
    Heartbeat.objects.all().delete()
    first = start_clock()
    await until(beating)
    first.kill()
    call = stories.open_call(people.hanna, closes=SOON)
    row = stories.call_row(call)
    await until(lambda: deciding.now() > row.expires_at)
    with refused("call_expired"):
        stories.apply(people.ana, call)
    later = stories.open_call(people.hanna, closes=SOON)
    second = start_clock()
    await until(lambda: stories.call_row(later).status == "expired")
    assert (ends(call), ends(later)) == (1, 1)
    second.signal(signal.SIGTERM)
    await asyncio.to_thread(second._process.wait, 10)
    assert second._process.returncode == 0


POISON = """
CREATE FUNCTION refuse_this_end() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'this row is broken'; END $$;
CREATE TRIGGER refuse_this_end BEFORE UPDATE ON open_calls
    FOR EACH ROW WHEN (NEW.id = {} AND NEW.status = 'expired') EXECUTE FUNCTION refuse_this_end()"""
ANTIDOTE = "DROP TRIGGER refuse_this_end ON open_calls; DROP FUNCTION refuse_this_end()"


async def test_one_broken_row_holds_up_nobody(people: Cast, start_clock: StartClock) -> None:
    Heartbeat.objects.all().delete()
    broken, *sound = [stories.open_call(people.hanna, closes=SOON) for _ in range(5)]
    with connection.cursor() as cursor:
        cursor.execute(POISON.format(stories.call_row(broken).pk))
    try:
        process = start_clock()
        await until(lambda: all(stories.call_row(call).status == "expired" for call in sound))
        later = stories.open_call(people.hanna, closes=SOON)
        await until(lambda: stories.call_row(later).status == "expired")
        assert process.alive()
        assert stories.call_row(broken).status == "active"
        assert [ends(call) for call in (*sound, later)] == [1] * 5
    finally:
        with connection.cursor() as cursor:
            cursor.execute(ANTIDOTE)
