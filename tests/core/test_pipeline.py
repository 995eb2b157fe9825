"""A pipeline whose line has died leaves alone whoever gets the number of its socket next."""

import asyncio
import socket

import psycopg
from django.db import connection

from core.pipeline import Pipeline


async def broken(pipeline: Pipeline) -> int:
    """The database ends the line between two exchanges; the number that is free then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pipeline.backend])
    async with asyncio.timeout(20):
        while pipeline._libpq.status == psycopg.pq.ConnStatus.OK:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return pipeline._socket


async def test_the_next_of_its_number_is_still_heard() -> None:
    pipeline = await Pipeline.open(["SELECT 1"])
    number = await broken(pipeline)
    pair = socket.socketpair()
    with pair[0], pair[1]:
        [next_one] = [one for one in pair if one.fileno() == number]
        [other] = [one for one in pair if one is not next_one]
        loop, heard = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(number, heard.set)
        await pipeline.close()
        other.send(b"!")
        async with asyncio.timeout(20):
            await heard.wait()
        loop.remove_reader(number)
