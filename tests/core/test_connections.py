"""After the database has cut its lines, one error tells all threads."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from django.db import connection

from core.executor import Threads
from core.refused import Refused

COUNT = 3


def backend(together: threading.Barrier) -> int:
    """The database's process behind this thread's line; so many threads are asked at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        together.wait(10)
        return int(cursor.fetchone()[0])


def ask() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return int(cursor.fetchone()[0])


async def of_each(threads: Threads) -> list[int]:
    together = threading.Barrier(COUNT)
    return await asyncio.gather(*(threads.run(backend, together) for _ in range(COUNT)))


def hang_up(together: threading.Barrier) -> None:
    together.wait(10)
    connection.close()


@pytest.fixture
async def threads() -> AsyncIterator[Threads]:
    made, together = Threads(COUNT, "line", patience=10), threading.Barrier(COUNT)
    yield made
    await asyncio.gather(*(made.run(hang_up, together) for _ in range(COUNT)))


async def test_only_the_first_finds_out_by_an_error(threads: Threads) -> None:
    before = await of_each(threads)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s) AS pid", [before])
    with pytest.raises(Refused, match="busy"):
        await threads.run(ask)
    after = await of_each(threads)
    assert set(after).isdisjoint(before)
    assert await threads.run(ask) == 1


async def test_a_line_that_nobody_found_broken_is_kept(threads: Threads) -> None:
    before = await of_each(threads)
    assert set(await of_each(threads)) == set(before)
