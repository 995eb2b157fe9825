"""What is too large is refused while it comes, at every address, before it costs anything."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests import processes
from tests.people import Cast, token
from tests.processes import Web
from tests.server.drip import Wire, together, wire_to, wires_to

HUGE = 300 * 1024 * 1024
#: More than anybody may send anywhere but pictures.
LARGE = 100_000
PICTURES = "/media/images"
#: What stands for the parts of an address.
EXAMPLES = {"uuid": "0191f3c2-0000-7000-8000-000000000000", "slug": "hanna", "str": "x"}
PARTS = re.compile(r"<(?:(\w+):)?\w+>")


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def web(
    request: pytest.FixtureRequest,
    environment: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Web]:
    log = tmp_path_factory.mktemp("bodies") / "web.log"
    started = Web(environment | {"ASGI_SERVER": request.param}, log=log)
    with processes.running(started):
        started.wait()
        yield started


def addresses() -> list[str]:
    """One for every pattern that there is."""
    found = {"/", "/ws", "/_app/immutable/x.js", "/nowhere", "/static/x.css"}
    found |= {f"/{path}" for path in below(get_resolver().url_patterns, "")}
    return sorted(found)


def below(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        path = prefix + plain(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from below(pattern.url_patterns, path)
        else:
            yield path


def plain(pattern: str) -> str:
    if pattern.startswith("^"):
        text = re.sub(r"\(\?!.*?\)+", "", pattern)
        text = re.sub(r"\(\?P<\w+>.*?\)", "1", text)
        return re.sub(r"\\/\?", "/", text).strip("^$").replace("\\Z", "").replace("\\", "")
    return PARTS.sub(lambda part: EXAMPLES.get(part[1] or "str", "1"), pattern)


def test_every_address_is_known() -> None:
    found = addresses()
    assert len(found) > 120
    assert {"/api/v1/sync", "/media/images", "/admin/login/", "/unsubscribe/x"} <= set(found)


async def test_what_is_too_large_by_its_own_word_is_not_awaited(web: Web) -> None:
    await together(announced(web, m, path) for path in addresses() for m in ("POST", "GET"))


async def announced(web: Web, method: str, path: str) -> None:
    async with wire_to(web) as wire:
        await wire.head(method, path, {"Content-Length": HUGE})
        status, head = await wire.answer()
        assert status == 413, (method, path, head)
        assert "connection: close" in head.lower()
        await wire.ends()


async def test_what_comes_in_chunks_is_cut_while_it_comes(web: Web) -> None:
    await together(chunked(web, path) for path in addresses())


async def chunked(web: Web, path: str) -> None:
    async with wire_to(web) as wire:
        await wire.head("POST", path, {"Transfer-Encoding": "chunked"})
        await wire.chunks([b" " * 16_384] * (LARGE // 16_384 + 1))
        status, head = await wire.answer()
        assert status == (401 if path == "/media/images" else 413), (path, head)
        await wire.ends()


async def test_a_flood_costs_no_memory(web: Web) -> None:
    server = psutil.Process(web.pid).children()[0]
    before = server.memory_info().rss
    for path in ("/api/v1/sync", "/media/images", "/admin/login/"):
        async with wires_to(web, 5) as wires:
            for wire in wires:
                await wire.head("POST", path, {"Transfer-Encoding": "chunked"})
                await wire.chunks([b" " * 65_536] * 400)
    assert server.memory_info().rss - before < 20 * 1024 * 1024


async def test_the_refusal_is_an_error_of_the_api(web: Web) -> None:
    async with wire_to(web) as wire:
        await wire.head("POST", "/api/v1/sync", {"Content-Length": LARGE})
        status, head = await wire.answer()
        error = json.loads(await rest(wire, head))
    assert (status, error["code"], error["retry"]) == (413, "too_large", False)
    assert error["message"] == "A request may have 64 KB."


async def rest(wire: Wire, head: str) -> bytes:
    """What comes after the head of an answer."""
    length = int(re.findall(r"content-length: (\d+)", head.lower())[0])
    return await wire.reader.readexactly(length)


PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 3_000_000


@pytest.mark.parametrize("way", ["in chunks", "announced"])
async def test_large_pictures_are_taken_from_people_who_are_known(
    people: Cast, web: Web, way: str
) -> None:
    for given, wanted in ((None, 401), ("cb_wrong", 401), (token(people.hanna), 200)):
        headers: dict[str, str | int] = {"Authorization": f"Bearer {given}"} if given else {}
        async with wire_to(web) as wire:
            if way == "announced":
                await wire.head("POST", PICTURES, headers | {"Content-Length": len(PICTURE)})
                with suppress(ConnectionError):
                    await wire.send(PICTURE)
            else:
                await wire.head("POST", PICTURES, headers | {"Transfer-Encoding": "chunked"})
                parts = range(0, len(PICTURE), 65_536)
                await wire.chunks(PICTURE[n : n + 65_536] for n in parts)
                with suppress(ConnectionError):
                    await wire.send(b"0\r\n\r\n")
            status, head = await wire.answer(30)
            assert status == wanted, (given, head)


async def test_what_is_small_is_still_taken(people: Cast, web: Web) -> None:
    """Up to the last byte, and the connection goes on after it."""
    body = json.dumps({"cursors": {"user": 0}}).encode()
    async with wire_to(web) as wire:
        for size in (len(body), 65_536):
            headers: dict[str, str | int] = {
                "Authorization": f"Bearer {token(people.hanna)}",
                "Content-Type": "application/json",
                "Content-Length": size,
            }
            await wire.head("POST", "/api/v1/sync", headers)
            await wire.send(body.ljust(size))
            status, head = await wire.answer()
            assert status == 200, head
            assert "user" in json.loads(await rest(wire, head))
