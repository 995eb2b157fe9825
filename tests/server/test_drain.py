"""SIGTERM reaches the parent: it lets the server say goodbye; SIGINT ends it at once."""

import asyncio
import signal
from pathlib import Path

import httpx
import psutil
import pytest
import websockets

from tests import processes
from tests.client import Client
from tests.people import Cast, token
from tests.processes import Web


async def ended(web: Web, within: float) -> int:
    await asyncio.to_thread(web._process.wait, within)
    return web._process.returncode


@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
async def test_told_to_end_it_sends_everybody_away_and_takes_nobody_in(
    people: Cast, environment: dict[str, str], tmp_path: Path, server: str
) -> None:
    own = {"ASGI_SERVER": server, "CALLBOARD_LIMIT_DRAIN": "4"}
    web = Web({**environment, **own}, log=tmp_path / "web.log")
    with processes.running(web):
        await asyncio.to_thread(web.wait)
        clients = [await Client.connect(web.port, token(people.ana)) for _ in range(5)]
        for client in clients[1:]:
            await client.hello()
        web.signal(signal.SIGTERM)
        async with httpx.AsyncClient(base_url=web.origin, timeout=20) as http:
            while (ready := await http.get("/readyz")).json()["open"]:
                pass
            assert ready.status_code == 503
            assert any(reason.startswith("draining") for reason in ready.json()["reasons"])
            with pytest.raises(websockets.InvalidStatus) as denied:
                await Client.connect(web.port, token(people.ana))
        assert denied.value.response.status_code == 503
        assert [await client.closed() for client in clients] == [1012] * 5
        assert await ended(web, 10) == 0
    for client in clients:
        assert (client.frames[-1]["type"], client.frames[-1]["code"]) == ("bye", 1012)


async def test_with_nobody_there_it_ends_well(environment: dict[str, str], tmp_path: Path) -> None:
    web = Web({**environment, "CALLBOARD_LIMIT_DRAIN": "1"}, log=tmp_path / "web.log")
    with processes.running(web):
        while not psutil.Process(web.pid).children():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        web.signal(signal.SIGTERM)
        assert await ended(web, 10) == 0


async def test_interrupted_it_ends_at_once_and_leaves_no_server_behind(
    people: Cast, environment: dict[str, str], tmp_path: Path
) -> None:
    web = Web(environment, log=tmp_path / "web.log")
    with processes.running(web):
        await asyncio.to_thread(web.wait)
        [server] = psutil.Process(web.pid).children()
        client = await Client.connect(web.port, token(people.ana))
        web.signal(signal.SIGINT)
        assert await ended(web, 3) == 0
        assert await client.closed() == 1006
        assert not server.is_running()


async def test_a_killed_parent_takes_its_server_along(
    environment: dict[str, str], tmp_path: Path
) -> None:
    web = Web(environment, log=tmp_path / "web.log")
    with processes.running(web):
        await asyncio.to_thread(web.wait)
        [server] = psutil.Process(web.pid).children()
        web.signal(signal.SIGKILL)
        await asyncio.to_thread(server.wait, 5)
        assert not server.is_running()
