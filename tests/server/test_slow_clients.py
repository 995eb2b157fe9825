"""Who drips is cut off after a while in all, not only after a silence; and few come at once."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from ipaddress import ip_network
from typing import Any

import msgspec
import pytest

from server.serving.guard import guarded
from tests import processes
from tests.people import Cast, token
from tests.processes import Web
from tests.server.drip import Wire, wire_to, wires_to

HEADERS, BODY, AT_ONCE = 2, 2, 12
#: The timers, and a machine that is busy.
GRACE = 15


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def web(
    request: pytest.FixtureRequest,
    environment: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Web]:
    own = {
        "ASGI_SERVER": request.param,
        "CALLBOARD_LIMIT_HEADERS_WITHIN": str(HEADERS),
        "CALLBOARD_LIMIT_BODY_WITHIN": str(BODY),
        "CALLBOARD_LIMIT_ADDRESS_CONNECTIONS": str(AT_ONCE),
        "TRUSTED_PROXIES": "127.0.0.8",
    }
    started = Web(environment | own, log=tmp_path_factory.mktemp("slow") / "web.log")
    with processes.running(started):
        started.wait()
        yield started


WHOLE = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
HEAD = b"POST /api/v1/sync HTTP/1.1\r\nHost: 127.0.0.1\r\n"
HANDSHAKE = (
    b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        HEAD,
        HANDSHAKE,
        HEAD + b"Content-Length: 5000\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n1000\r\n",
        # The second request of a connection.
        b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        + HEAD
        + b"Content-Length: 5000\r\n\r\n",
    ],
    ids=["nothing", "head", "handshake", "body", "chunk", "second"],
)
async def test_who_drips_is_cut_off(web: Web, beginning: bytes) -> None:
    async with wire_to(web) as wire:
        began = time.monotonic()
        dripping = asyncio.create_task(drip(wire, beginning))
        await wire.ends(HEADERS + BODY + GRACE)
        assert time.monotonic() - began > min(HEADERS, BODY) - 0.5
        dripping.cancel()
        await asyncio.gather(dripping, return_exceptions=True)


async def drip(wire: Wire, beginning: bytes) -> None:
    await wire.send(beginning)
    while True:
        await asyncio.sleep(0.2)
        await wire.send(b"a")


async def test_only_so_many_come_at_once_from_one_address(web: Web) -> None:
    async with wires_to(web, AT_ONCE, "127.0.0.2") as here:
        for wire in here:  # each is known to be there before the next comes
            await wire.send(b"GET /healthz HTTP/1.1\r\n")
        async with wires_to(web, 5, "127.0.0.2") as more:
            assert {(await wire.answer())[0] for wire in more} <= {0, 429}
        assert await is_answered(web, "127.0.0.3")
    async with asyncio.timeout(GRACE):
        answered = False
        while not answered:
            answered = await is_answered(web, "127.0.0.2")


async def is_answered(web: Web, source: str) -> bool:
    async with wire_to(web, source) as wire:
        with suppress(ConnectionError):
            await wire.head("GET", "/healthz")
            return (await wire.answer())[0] == 200
    return False


async def test_who_is_let_in_counts_by_person_and_no_more_by_address(
    people: Cast, web: Web
) -> None:
    """Everybody in one house has one address."""
    keys = [token(person) for person in people for _ in range(5)]
    assert len(keys) > AT_ONCE
    async with AsyncExitStack() as stack:
        for key in keys:
            wire = await stack.enter_async_context(wire_to(web, "127.0.0.4"))
            protocol = b"Sec-WebSocket-Protocol: callboard.v1\r\n"
            await wire.send(HANDSHAKE + protocol + f"Authorization: Bearer {key}\r\n\r\n".encode())
            assert (await wire.answer())[0] == 101


async def test_a_trusted_proxy_may_bring_as_many_as_it_likes(web: Web) -> None:
    async with wires_to(web, AT_ONCE + 5, "127.0.0.8") as wires:
        for number, wire in enumerate(wires):
            await wire.head("GET", "/healthz", {"X-Forwarded-For": f"198.51.100.{number}"})
        assert {(await wire.answer())[0] for wire in wires} == {200}


async def test_of_whom_a_proxy_speaks_for_only_so_many_are_answered_at_once(settings: Any) -> None:
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.8")]
    settings.LIMITS = msgspec.structs.replace(settings.LIMITS, address_connections=3)
    goes_on, statuses = asyncio.Event(), []

    async def busy(scope: Any, receive: Any, send: Any) -> None:
        await goes_on.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        statuses.append(message.get("status"))

    def request(client: str) -> "asyncio.Future[None]":
        headers = [(b"x-forwarded-for", client.encode())]
        scope = {"type": "http", "client": ["127.0.0.8", 1], "headers": headers, "raw_path": b"/"}
        return asyncio.ensure_future(guarded(busy)(scope, receive, send))

    held = [request("198.51.100.7") for _ in range(3)]
    await asyncio.sleep(0)
    await request("198.51.100.7")
    assert statuses == [429, None, None]
    held.append(request("198.51.100.8"))
    goes_on.set()
    await asyncio.gather(*held, request("198.51.100.7"))
    assert statuses[3:] == [200] * 5
