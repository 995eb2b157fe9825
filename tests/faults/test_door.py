"""Who comes while nobody can be let in: the reason is in the goodbye."""

import asyncio
import signal
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import websockets

from tests import processes
from tests.client import Client
from tests.installation import Installation, installed
from tests.processes import Web

#: Its world is built from nothing, which takes its time on a busy machine.
pytestmark = pytest.mark.timeout(300)


class House(NamedTuple):
    inside: Installation
    web: Web


@pytest.fixture(scope="module")
def house(environment: dict[str, str]) -> Iterator[House]:
    with installed(environment) as inside:
        web = Web(inside.environment, log=inside.logs / "web.log")
        with processes.running(web):
            web.wait()
            yield House(inside, web)


async def goodbye(house: House, token: str) -> tuple[int | None, list[dict[str, Any]]]:
    """How a socket that is opened now is closed, and what it heard before."""
    client = await Client.connect(house.web.port, token)
    try:
        return await client.closed(), client.frames
    finally:
        await client.close()


async def welcome(house: House, token: str) -> bool:
    client = await Client.connect(house.web.port, token)
    try:
        return bool((await client.hello())["type"] == "welcome")
    except (ConnectionError, websockets.ConnectionClosed):
        return False
    finally:
        await client.close()


async def test_who_comes_while_the_database_is_away_is_told_to_come_back(house: House) -> None:
    token = house.inside.typed("token", "hanna")
    house.inside.postgres.stop(signal.SIGQUIT)
    try:
        code, frames = await goodbye(house, token)
    finally:
        house.inside.postgres.start()
    assert code == 4503
    assert [(frame["type"], frame["code"]) for frame in frames] == [("bye", 4503)]
    async with asyncio.timeout(10):
        while not await welcome(house, token):
            pass


async def test_a_fault_of_ours_at_the_door_has_a_close_of_its_own(house: House) -> None:
    """As if a migration had been forgotten."""
    token = house.inside.typed("token", "jane")
    house.inside.query("ALTER TABLE sign_ins RENAME TO mislaid")
    try:
        code, frames = await goodbye(house, token)
    finally:
        house.inside.query("ALTER TABLE mislaid RENAME TO sign_ins")
    assert code == 4500
    assert [(frame["type"], frame["code"]) for frame in frames] == [("bye", 4500)]
    assert "a handshake failed" in house.web.said()
