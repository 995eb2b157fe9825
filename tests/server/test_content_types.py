"""Whatever a request calls its body: every address answers, and none with a fault of ours."""

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from moderation import appealing
from notifications import unsubscribing
from tests.extent import at_length
from tests.moderation.reporting import moderator, sanction
from tests.people import Cast
from tests.processes import Web
from tests.server.test_hostile_values import none_broken

PART = b'--x\r\nContent-Disposition: form-data; name="text"'
BODIES = {
    "a NUL": b'{"email":"a\\u0000b@example.org","text":"\\u0000","password":"x\\u0000"}',
    "half a character": b'{"email":"a@example.org","password":"\\ud800","key":"\\ud800"}',
    "deep": b"[" * 60_000,
    "deep objects": b'{"a":' * 10_000,
    "a huge number": b'{"email":' + b"9" * 5_000 + b"}",
    "no number": b'{"email":NaN,"password":Infinity}',
    "a key twice": b'{"email":"a@example.org","email":["b"],"password":"x"}',
    "no UTF-8": b'{"email":"\xff"}',
    "other types": b'{"email":["a"],"password":{"a":1},"key":1}',
    "a form with a NUL": b"text=a%00b",
    "a part with a NUL": PART + b"\r\n\r\na\x00b\r\n--x--\r\n",
    "a NUL in base64": PART + b"\r\nContent-Transfer-Encoding: base64\r\n\r\nYQBi\r\n--x--\r\n",
    "a file": PART + b'; filename="../a\x00"\r\n\r\nab\r\n--x--\r\n',
    "an unfinished part": PART,
}
TYPES = [
    *("application/json", "application/json;charset=utf-16", "application/JSON", "text/plain"),
    *("application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=utf-7"),
    *("multipart/form-data; boundary=x", "multipart/form-data", "multipart/mixed; boundary=x"),
    *("nonsense", ""),
]
#: So many addresses share the pairs of a type and a body.
STEP = at_length(47, 1)
#: What a name in an address is filled with.
FILLED = {"uuid": str(uuid.uuid4()), "slug": "hanna", "int": "1", "str": "x", "path": "x"}


def addresses(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    """Every address that Django knows, but the verbs of the API, which have a test of their own."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        elif isinstance(pattern, URLPattern) and not route.startswith("/api/"):
            yield filled(route)


def filled(route: str) -> str:
    for kind, value in FILLED.items():
        start = route.find(f"<{kind}:")
        while start >= 0:
            route = route[:start] + value + route[route.index(">", start) + 1 :]
            start = route.find(f"<{kind}:")
    return route


def plain(found: Iterator[str]) -> list[str]:
    """Without those whose pattern is an expression that nobody fills."""
    return sorted({one for one in found if not set(one) & set("(?$\\<")})


ADDRESSES = plain(addresses())


def test_the_walk_reaches_the_addresses_that_matter() -> None:
    assert {
        *("/_allauth/browser/v1/auth/login", "/account/undo", "/unsubscribe/x", "/appeal/x"),
        *("/admin/login/", "/media/images"),
    } <= set(ADDRESSES)


@pytest.fixture
async def door(webs: list[Web], people: Cast) -> Any:
    async with httpx.AsyncClient(base_url=webs[0].origin, timeout=60) as client:
        await client.get("/")
        client.headers["X-CSRFToken"] = client.cookies["csrftoken"]
        client.headers["Origin"] = webs[0].origin
        yield client


@pytest.mark.attack(
    "send a body that is not what its Content-Type says, to every address",
    "it is read for what the address takes, and refused",
)
async def test_no_address_fails_on_a_body(door: httpx.AsyncClient) -> None:
    """Of all pairs of a type and a body each address gets some, and all of them get each."""
    pairs = [(kind, body) for kind in TYPES for body in BODIES.values()]
    asked = [
        door.post(address, content=body, headers={"Content-Type": kind} if kind else {})
        for number, address in enumerate(ADDRESSES)
        for kind, body in pairs[number % STEP :: STEP]
    ]
    assert await none_broken(asked) > 300


async def test_no_secret_address_fails_on_a_body(door: httpx.AsyncClient, people: Cast) -> None:
    boss = moderator()
    secret = [
        appealing.path(sanction(people.ana, "warn", reporter=people.hanna, by=boss))
        for _ in range(2)
    ]
    secret.append(unsubscribing.path(people.ana, "call.matching", "model"))
    secret.append(unsubscribing.path(people.ana, "a kind that is not there any more", "model"))
    pairs = [(kind, body) for kind in TYPES for body in BODIES.values()]
    asked = [
        door.post(address, content=body, headers={"Content-Type": kind})
        for number, address in enumerate(secret)
        for kind, body in pairs[number :: len(secret)]
    ]
    await none_broken(asked)
    one_click = await door.post(
        secret[2],
        content=PART + b"\r\n\r\nOne-Click\r\n--x--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert one_click.status_code == 200, "mail programs may send it so (RFC 8058)"
