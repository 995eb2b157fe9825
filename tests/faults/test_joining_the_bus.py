"""A process that joins another hears everything from then on."""

import asyncio
import socket
from pathlib import Path

import pytest

from server.chaos.proxy import Proxy
from server.local.redis_server import Redis
from tests import processes
from tests.client import Client
from tests.faults.conftest import LineTo
from tests.people import Cast, token
from tests.processes import Web


@pytest.fixture
def alone(environment: dict[str, str], own_redis: Redis, logs: Path) -> Web:
    return Web({**environment, "REDIS_URL": own_redis.url}, log=logs / "alone.log")


async def listens(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)


async def enter(port: int, cast: Cast, name: str) -> Client:
    client = await Client.connect(port, token(getattr(cast, name)))
    await client.hello()
    return client


async def test_who_joins_hears_at_once_what_is_said_elsewhere(
    people: Cast, talk: str, alone: Web, environment: dict[str, str], own_redis: Redis, logs: Path
) -> None:
    other = Web({**environment, "REDIS_URL": own_redis.url}, log=logs / "other.log")
    with processes.running(alone, other):
        alone.wait()
        ana = await enter(alone.port, people, "ana")
        other.wait()
        hanna = await enter(other.port, people, "hanna")
        mika = await enter(other.port, people, "mika")
        for n in range(20):
            await ana.say(talk, f"{n}")
        await hanna.wait(lambda frame: frame.get("version") == 25)
        assert mika.events() == []
        for client in (ana, hanna, mika):
            await client.close()


async def test_a_hello_waits_until_redis_has_taken_the_subscription(
    people: Cast,
    talk: str,
    pair: list[Web],
    environment: dict[str, str],
    own_redis: Redis,
    logs: Path,
    line_to: LineTo,
) -> None:
    """Else what the others say just then would go past it, and nobody would notice."""
    line: Proxy = line_to(own_redis.url)
    web = Web(
        {**environment, "REDIS_URL": f"redis://127.0.0.1:{line.port}/0"}, log=logs / "late.log"
    )
    line.open.clear()
    with processes.running(web):
        await listens(web.port)  # a request would already be its first connection
        ana = await Client.connect(web.port, token(people.ana))
        asked = asyncio.create_task(ana.hello())
        await asyncio.sleep(0.3)
        assert not asked.done()
        line.open.set()
        await asked
        hanna = await enter(pair[0].port, people, "hanna")
        await hanna.say(talk, "You are here!")
        await ana.hears("message.created", content="You are here!")
        assert ana.heard("heads") == []
        await ana.close()
        await hanna.close()
