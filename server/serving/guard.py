"""The bounds that hold on every ASGI server, around the application: bodies, and crowds."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from core.refused import Refused
from protocol import addresses, crowds
from server.serving import bodies, refusals
from server.serving.bodies import Allowance

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Receive, Send], Awaitable[None]]


def guarded(application: Application) -> Application:
    """An HTTP application that nobody can make take in too much."""

    async def guard(scope: Any, receive: Receive, send: Send) -> None:
        answer = Answer(send)
        try:
            with crowds.requests.one_more(addresses.of_scope(scope)):
                body = Body(scope, receive)
                await body.check_length()
                await application(scope, body.receive, answer.send)
        except Refused as refused:
            if answer.begun:
                raise
            await _refuse(refused, receive, send)

    return guard


class Answer:
    """Whether an answer has begun: then it cannot become another."""

    def __init__(self, send: Send) -> None:
        self._send, self.begun = send, False

    async def send(self, message: Message) -> None:
        self.begun = True
        await self._send(message)


class Body:
    """Hands a body on as long as it is within its bound."""

    def __init__(self, scope: Any, receive: Receive) -> None:
        self._headers = scope["headers"]
        self._allowance: Allowance = bodies.allowance(scope.get("raw_path") or b"/")
        self._receive = receive
        self._size, self._is_known = 0, False

    async def check_length(self) -> None:
        """What it says of itself."""
        lengths = [value for name, value in self._headers if name == b"content-length"]
        for length in lengths:
            await self._check(int(length) if length.isdigit() else 0)

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            await self._check(self._size)
        return message

    async def _check(self, size: int) -> None:
        self._allowance.check(size)
        if size > self._allowance.anybody and not self._is_known:
            await bodies.require_sign_in(self._headers)
            self._is_known = True


async def _refuse(refused: Refused, receive: Receive, send: Send) -> None:
    """Answer at once, and let the client finish or give up before the connection closes."""
    body, headers = refusals.body_and_headers(refused)
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    with suppress(TimeoutError):
        async with asyncio.timeout(refusals.LINGER):
            await _run_dry(receive)
    await send({"type": "http.response.body", "body": b""})


async def _run_dry(receive: Receive) -> None:
    while True:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body"):
            return
