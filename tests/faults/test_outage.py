"""PostgreSQL is away for long: every process outlives it, and none fills the log meanwhile."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from people import tasks
from tests import processes
from tests.faults.conftest import query
from tests.processes import Process, Web
from tests.waiting import until
from tools.chaos.proxy import Proxy

NOBODY = "postgresql://127.0.0.1:1"
#: Longer than any library waits for a connection: procrastinate gave up after 65 s.
LONG = 75
#: Lines of one process while it lasts: away, back, and one a minute.
FEW = 6


class Line(Proxy):
    """To the database, which somebody can pull out and put back."""

    def pull_out(self) -> None:
        self.real, self.target = self.target, NOBODY
        self.cut()

    def put_back(self) -> None:
        self.target = self.real


@pytest.fixture
def line(environment: dict[str, str]) -> Iterator[Line]:
    opened = Line(environment["DATABASE_URL"])
    yield opened
    opened.close()


@pytest.fixture
def behind(environment: dict[str, str], line: Line) -> dict[str, str]:
    start, _, rest = environment["DATABASE_URL"].partition("@")
    name = rest.partition("/")[2].partition("?")[0]
    return {**environment, "DATABASE_URL": f"{start}@127.0.0.1:{line.port}/{name}"}


class Started(NamedTuple):
    web: Web
    clock: Process
    worker: Process


def all_of(environment: dict[str, str], logs: Path) -> Started:
    return Started(
        Web(environment, log=logs / "web.log"),
        processes.clock(environment, log=logs / "clock.log"),
        processes.worker(environment, log=logs / "worker.log"),
    )


async def work_is_done() -> None:
    """Somebody takes a job from the queue and does it."""
    job = tasks.answer_reset.defer(address="nobody@example.org")
    states = "SELECT status::text FROM procrastinate_jobs WHERE id = %s"
    await until(lambda: query(states, job) == [("succeeded",)])


def say(text: str, *started: Process) -> bool:
    assert all(process.alive() for process in started)
    return all(text in process.said() for process in started)


async def refused(web: Web, times: int) -> None:
    """People go on asking meanwhile."""
    async with httpx.AsyncClient(base_url=web.origin, timeout=20) as http:
        for _ in range(times):
            answer = await http.get("/api/v1/me", headers={"Authorization": "Bearer cb_nobody"})
            assert answer.status_code == 503


def assert_few_lines(started: Started) -> None:
    for name, process in started._asdict().items():
        assert "Traceback" not in process.said(), f"{name}:\n{process.said()}"
        assert len(process.said().splitlines()) <= FEW, f"{name}:\n{process.said()}"


async def outage(started: Started, line: Line, *, seconds: float) -> None:
    line.pull_out()
    await until(lambda: say("PostgreSQL is away", *started))
    end = time.monotonic() + seconds
    await refused(started.web, 20)
    while time.monotonic() < end:
        await asyncio.sleep(1)
        await refused(started.web, 1)
    line.put_back()
    await until(lambda: say("PostgreSQL is back", *started))


async def test_each_process_says_it_once_and_goes_on(
    behind: dict[str, str], line: Line, tmp_path: Path
) -> None:
    """Started without a database, and left by it once more."""
    line.pull_out()
    started = all_of(behind, tmp_path)
    with processes.running(*started):
        await until(lambda: say("PostgreSQL is away", started.clock, started.worker))
        line.put_back()
        await work_is_done()
        await asyncio.to_thread(started.web.wait)
        await outage(started, line, seconds=0)
        await work_is_done()
        assert_few_lines(started)


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_an_outage_longer_than_any_library_waits(
    behind: dict[str, str], line: Line, tmp_path: Path
) -> None:
    started = all_of(behind, tmp_path)
    with processes.running(*started):
        await asyncio.to_thread(started.web.wait)
        await work_is_done()
        await outage(started, line, seconds=LONG)
        await work_is_done()
        assert_few_lines(started)
