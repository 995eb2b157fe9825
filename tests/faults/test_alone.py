"""A process alone publishes nothing; one that joins it is told everything from then on."""

import asyncio
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from channels.layers import ChannelLayerManager
from django.conf import settings
from django.test import override_settings

from consumers.bus import ALONE_AFTER, GROUP, decode
from tests import processes
from tests.client import Client
from tests.faults.conftest import LineTo
from tests.people import Cast, token
from tests.processes import Web
from tools.chaos.proxy import Proxy
from tools.local.redis_server import Redis


@pytest.fixture
def alone(environment: dict[str, str], own_redis: Redis, logs: Path) -> Web:
    return Web({**environment, "REDIS_URL": own_redis.url}, log=logs / "alone.log")


def layer_of(url: str) -> Any:
    here = settings.CHANNEL_LAYERS["default"]
    with override_settings(CHANNEL_LAYERS={"there": here | {"CONFIG": {"hosts": [url]}}}):
        return ChannelLayerManager().make_backend("there")


class Listener:
    """Everything that is said on the bus of a Redis; nobody knows that it listens."""

    def __init__(self, redis: Redis) -> None:
        self._layer = layer_of(redis.url)
        self.batches: list[list[Any]] = []

    async def __aenter__(self) -> "Listener":
        channel = await self._layer.new_channel()
        await self._layer.group_add(GROUP, channel)
        self._task = asyncio.create_task(self._hear(channel))
        return self

    async def __aexit__(self, *error: object) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        await self._layer.flush()

    async def _hear(self, channel: str) -> None:
        while True:
            self.batches.append(decode((await self._layer.receive(channel))["body"]))

    async def probes(self, count: int) -> None:
        async with asyncio.timeout(20):
            while len(self.batches) < count:  # noqa: ASYNC110  (they come from outside)
                await asyncio.sleep(0.05)


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


async def test_nothing_is_published_while_nobody_else_is_there(
    people: Cast, talk: str, alone: Web, own_redis: Redis
) -> None:
    with processes.running(alone):
        alone.wait()
        await asyncio.sleep(ALONE_AFTER + 1)
        async with Listener(own_redis) as listener:
            ana = await enter(alone.port, people, "ana")
            hanna = await enter(alone.port, people, "hanna")
            await ana.say(talk, "Only you and I")
            await hanna.hears("message.created", content="Only you and I")
            await listener.probes(3)
            assert all(batch == [] for batch in listener.batches)
        assert hanna.heard("heads") == []
        await ana.close()
        await hanna.close()


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
