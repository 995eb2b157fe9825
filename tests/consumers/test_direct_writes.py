"""Writes past the server: tried at start, left where anything is missing; never mute and open."""

import asyncio
import socket
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from twisted.internet import protocol, tcp

from consumers import direct_writes
from tests.client import Client
from tests.conftest import Connect
from tests.people import Cast
from tests.processes import Web, running

OPEN = 3


class Server:
    """As daphne's is known; its module would bring an event loop along."""

    __module__ = "daphne.server"

    async def handle_reply(self, protocol: object, message: object) -> None:
        raise AssertionError(message)


class NoReactor:
    addWriter = removeWriter = staticmethod(lambda transport: None)


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    with ours, theirs:
        yield ours, theirs


@pytest.fixture
def transport(ends: tuple[socket.socket, socket.socket]) -> Any:
    made: Any = tcp.Connection(ends[0], protocol.Protocol(), NoReactor())  # type: ignore[arg-type]
    made.connected = 1
    return made


def of_daphne(transport: object, **protocol: object) -> direct_writes.Send:
    of_client = SimpleNamespace(transport=transport, **protocol)
    reply: direct_writes.Send = partial(Server().handle_reply, of_client)
    return reply


# --- what is needed --------------------------------------------------------------------------


def test_this_twisted_is_as_expected() -> None:
    """Another version of it may not be: then frames go through `send`, and this says so."""
    assert direct_writes._writes_in_order()


def test_bytes_arrive_in_their_order(
    transport: Any, ends: tuple[socket.socket, socket.socket]
) -> None:
    write = direct_writes.direct(of_daphne(transport, state=OPEN, STATE_OPEN=OPEN))
    assert write is not None
    assert write(b"a")
    transport.write(b"b")
    assert write(b"c")
    transport.doWrite()
    assert ends[1].recv(9) == b"abc"


def test_a_twisted_that_keeps_what_waits_elsewhere_is_not_written_past(
    transport: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(transport: object) -> bool:
        raise AttributeError("_tempDataBuffer")

    monkeypatch.setattr(direct_writes, "_waits", elsewhere)
    monkeypatch.setitem(sys.modules, "daphne.server", sys)
    direct_writes.probe.cache_clear()
    try:
        assert direct_writes.direct(of_daphne(transport, state=OPEN, STATE_OPEN=OPEN)) is None
    finally:
        direct_writes.probe.cache_clear()


def test_one_that_does_not_show_what_waits_is_not_written_past(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(direct_writes, "_waits", lambda transport: False)
    assert not direct_writes._writes_in_order()


def test_a_protocol_without_a_state_is_not_written_past(transport: Any) -> None:
    assert direct_writes.direct(of_daphne(transport)) is None
    assert direct_writes.direct(of_daphne(None, state=OPEN, STATE_OPEN=OPEN)) is None


def test_there_is_no_way_to_drop_what_is_not_known(transport: Any) -> None:
    async def send(message: dict[str, Any]) -> None:
        raise AssertionError(message)

    def breaks() -> None:
        raise RuntimeError("no way")

    assert not direct_writes.abort(send)
    assert not direct_writes.abort(of_daphne(None))
    assert not direct_writes.abort(of_daphne(SimpleNamespace(abortConnection=breaks)))


# --- never mute and open ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def broken(environment: dict[str, str], logs: Path, server: str) -> Iterator[Web]:
    own = {
        "DJANGO_SETTINGS_MODULE": "tests.broken.settings",
        "ASGI_SERVER": server,
        "CALLBOARD_LIMIT_HELLO_WITHIN": "1",
    }
    started = Web(environment | own, log=logs / f"broken-{server}.log")
    with running(started):
        started.wait()
        yield started


async def is_cut_off(client: Client) -> None:
    await asyncio.wait_for(client.closed(), 10)


async def test_a_write_that_fails_ends_the_socket_and_no_other(
    people: Cast, connect: Connect, talk: str, broken: Web
) -> None:
    hanna, ana, jane = [await connect(person, to=broken) for person in people[:3]]
    asking = asyncio.create_task(hanna.say(talk, "break the write"))
    await asyncio.gather(is_cut_off(hanna), is_cut_off(ana))
    await asyncio.gather(asking, return_exceptions=True)
    again = await connect(people.ana, hello=False)
    [head] = [h for h in (await again.hello())["inbox"]["heads"] if h["conversation"] == talk]
    assert (head["last_message"]["content"], head["unread"]) == ("break the write", 1)
    assert await jane.do("unwatch", topic="call.x") == {}


async def test_a_close_that_fails_drops_the_connection(
    people: Cast, connect: Connect, broken: Web
) -> None:
    ana = await connect(people.ana, to=broken)
    await ana.send("no frame")
    await is_cut_off(ana)
    assert ana.frames[-1]["code"] == 4400


async def test_a_connection_that_cannot_be_dropped_is_left_to_the_server(
    people: Cast, connect: Connect, broken: Web
) -> None:
    ana = await connect(people.ana, to=broken)
    await ana.send("x" * 70_000)
    await is_cut_off(ana)
    assert ana.frames[-1]["code"] == 4413


async def test_a_close_without_effect_drops_the_connection_after_a_while(
    people: Cast, connect: Connect, broken: Web
) -> None:
    ana = await connect(people.ana, to=broken, hello=False)
    await is_cut_off(ana)
    assert ana.frames[-1]["code"] == 4407
