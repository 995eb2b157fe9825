"""The ASGI application of a socket: frames become commands, and are answered in their order."""

import asyncio
import logging
from typing import Any

from channels.consumer import AsyncConsumer
from django.conf import settings

from consumers import inbound
from consumers.connection import Connection
from consumers.door import let_in
from consumers.frames import Mark, Pong
from consumers.inbound import Frame, Malformed, Rejected
from consumers.node import node
from consumers.queue import CommandQueue
from protocol import buckets

logger = logging.getLogger(__name__)


class GivenUp(Exception):
    """A socket that could not be closed in any other way: now it is the server's."""


class Socket(AsyncConsumer):  # type: ignore[misc]
    """Reader, command and writer are separate tasks; the last two exist only while needed.

    Channels' own loop is not used: it would give every socket a Redis channel and send each
    event through the process's one thread for old database connections.
    """

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()  # websocket.connect
        if not await self._enter(scope, send):
            return
        client = self._client
        client.node.hub.admit(client)
        try:
            await self._read(receive)
        except asyncio.CancelledError:
            if client.given_up:
                raise GivenUp from None
            raise
        finally:
            client.leave()
            self._queue.cancel()

    async def _enter(self, scope: dict[str, Any], send: Any) -> bool:
        """What was read of the person is not kept as long as the socket lasts."""
        signed_in = await let_in(scope, send)
        if signed_in is None:
            return False
        limits = settings.LIMITS
        self._client = Connection(signed_in, send, node())
        self._commands = buckets.Bucket(limits.commands_per_second, limits.commands_burst)
        self._frames = buckets.Bucket(limits.frames_per_second, limits.frames_burst)
        self._queue = CommandQueue(self._client)
        return True

    async def _read(self, receive: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            if self._client.ended:
                continue
            try:
                self._frame(message.get("text"))
            except Exception:
                logger.exception("a frame was not understood")
                self._client.end(4500, "a fault of ours")

    def _frame(self, text: str | None) -> None:
        client = self._client
        client.heard()
        if self._frames.take():
            client.end(4429, "too many frames", client.node.conduct.send_away(client.person))
            return
        try:
            frame = inbound.read(text)
        except Malformed as malformed:
            client.end(malformed.code, malformed.reason)
            return
        if isinstance(frame, Rejected):
            client.refuse(frame.ref, frame.error)
        elif isinstance(frame.ask, Mark):
            client.writer.marked(frame.ask.token)
            self._queue.go_on()
        elif not isinstance(frame.ask, Pong):
            self._take(frame)

    def _take(self, frame: Frame) -> None:
        client = self._client
        beyond = client.grant.refusal(frame.ask.verb)
        if beyond is not None:
            client.refuse(frame.ref, beyond)
            return
        after = self._commands.take() or buckets.people.take(client.person)
        if not after:
            self._queue.add(frame)
            return
        client.refuse(frame.ref, buckets.rate_limited(after))
        retry_ms = client.node.conduct.refused(client.person)
        if retry_ms:
            client.end(4429, "too many commands", retry_ms)
