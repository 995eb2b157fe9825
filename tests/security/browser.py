"""A browser: a session cookie, a CSRF cookie, and sockets opened from some page."""

import ipaddress
import json
import secrets
import time
from typing import Any

import httpx
import websockets
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings

from people.models import User
from tests.client import Client, looked
from tests.processes import Web

ALLAUTH = "/_allauth/browser/v1/"
CALLBOARD = websockets.Subprotocol("callboard.v1")


def with_password(user: User, password: str) -> User:
    user.set_password(password)
    user.save()
    return user


def totp_code(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


def an_address() -> str:
    return str(ipaddress.IPv4Address(secrets.randbits(24) | 10 << 24))


class Browser:
    """Each comes from a network address of its own, as through a trusted proxy."""

    def __init__(self, web: Web, session: str | None = None, address: str = "") -> None:
        self.web = web
        headers = {"Origin": web.origin, "X-Forwarded-For": address or an_address()}
        self.client = httpx.AsyncClient(base_url=web.origin, headers=headers)
        self.sockets: list[Client] = []
        if session is not None:
            self.client.cookies.set(settings.SESSION_COOKIE_NAME, session, domain="127.0.0.1")

    @property
    def session(self) -> str | None:
        return self.client.cookies.get(settings.SESSION_COOKIE_NAME)

    async def send(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """As the client's own pages do it: from the right origin, with the CSRF token."""
        if "csrftoken" not in self.client.cookies:
            await self.client.get("/")
        headers = {
            "X-CSRFToken": self.client.cookies["csrftoken"],
            "Content-Type": "application/json",
        }
        return await self.client.request(method, path, content=json.dumps(body), headers=headers)

    async def ask(self, verb: str, **fields: Any) -> httpx.Response:
        """As `Http` does it with a token."""
        return await self.send("POST", f"/api/v1/{verb}", looked(verb, fields))

    async def read(self, path: str, **query: Any) -> httpx.Response:
        return await self.client.get(f"/api/v1/{path}", params=query)

    async def account(self, method: str, path: str, **body: Any) -> httpx.Response:
        return await self.send(method, ALLAUTH + path, body)

    async def socket(self, *, on: Web | None = None) -> Client:
        """From a page of ours, on any of the processes behind the one address."""
        connection = await knock(on or self.web, cookie=self.session)
        client = Client(connection)
        self.sockets.append(client)
        await client.hello()
        return client

    async def close(self) -> None:
        await self.client.aclose()
        for socket in self.sockets:
            await socket.close()


async def knock(
    web: Web,
    *,
    path: str = "/ws",
    origin: str | None = "",
    cookie: str | None = None,
    protocols: list[str] | None = None,
    **headers: str,
) -> websockets.ClientConnection:
    """Open a socket. `origin=""` is that of our own pages, `cookie` the session's key."""
    given = [(name.replace("_", "-"), value) for name, value in headers.items()]
    if cookie is not None:
        given.append(("Cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}"))
    if origin is not None:
        given.append(("Origin", origin or web.origin))
    return await websockets.connect(
        f"ws://127.0.0.1:{web.port}{path}",
        subprotocols=[CALLBOARD]
        if protocols is None
        else [*map(websockets.Subprotocol, protocols)],
        additional_headers=given,
        compression=None,
        open_timeout=30,
    )


async def answer_to(web: Web, **how: Any) -> int:
    """The status that a handshake is answered with: 101 is a socket."""
    try:
        connection = await knock(web, **how)
    except websockets.InvalidStatus as refused:
        return refused.response.status_code
    await connection.close()
    return 101
