"""daphne with bounds: it takes a whole request in before it asks the application.

Run as `python -m server.serving.on_daphne`, with daphne's own options.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any

import daphne.server  # the first: it chooses Twisted's event loop
from autobahn.websocket import types
from daphne import http_protocol, ws_protocol
from daphne.cli import CommandLineInterface
from twisted.web import http

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")

from django.conf import settings

from core.refused import Refused, unavailable
from protocol import addresses, crowds
from server.serving import bodies, refusals

logger = logging.getLogger(__name__)

#: ASGI's extension for any other answer to a handshake than 403.
DENIAL = "websocket.http.response"

#: The types of Twisted and autobahn say less than they do.
HTTPChannel: Any = http.HTTPChannel
ConnectionDeny: Any = types.ConnectionDeny


class Request(http_protocol.WebRequest):  # type: ignore[misc]
    """Its body is counted while it comes. What is large waits until it is known who sends it."""

    def gotLength(self, length: int | None) -> None:
        super().gotLength(length)
        self.taken, self.is_known = 0, False
        self.allowance = bodies.allowance(self.channel._path)
        self._check(length or 0)

    def handleContentChunk(self, data: bytes) -> None:
        self.taken += len(data)
        if not self.channel.is_refused and self._check(self.taken):
            super().handleContentChunk(data)

    def process(self) -> Any:
        # daphne would take its word for where we are: every path could pass for another.
        self.requestHeaders.removeHeader(b"Daphne-Root-Path")
        if self.channel.is_waiting:
            self.channel.held = self
        elif not self.channel.is_refused:
            self.channel.is_answering()
            super().process()
            if self.transport is None:
                self.channel.has_become_a_socket()

    def _check(self, size: int) -> bool:
        try:
            self.allowance.check(size)
        except Refused as refused:
            self.channel.refuse(refused)
            return False
        if size > self.allowance.anybody and not self.is_known:
            self.is_known = True
            self.channel.wait_for(bodies.require_sign_in(self.raw_headers()))
        return True

    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        found = self.requestHeaders.getAllRawHeaders()
        return [(name.lower(), value) for name, values in found for value in values]


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that has only so long for each request, however diligently it drips."""

    requestFactory = Request
    is_refused = is_waiting = False
    #: A request that was here before it was known whether it may be.
    held: Request | None = None
    _counted = ""
    _deadline: Any = None
    _question: "asyncio.Future[None] | None" = None

    def connectionMade(self) -> None:
        super().connectionMade()
        self._within(settings.LIMITS.headers_within)
        try:
            self._count_in()
        except Refused as refused:
            self.refuse(refused)

    def _count_in(self) -> None:
        peer = getattr(self.transport.getPeer(), "host", "")
        address = addresses.parse(peer)
        if address is not None and not addresses.is_trusted(address):
            crowds.connections.enter(peer)
            self._counted = peer

    def _count_out(self) -> None:
        if self._counted:
            crowds.connections.leave(self._counted)
        self._counted = ""

    def connectionLost(self, reason: Any) -> None:
        self._within(None)
        self._count_out()
        if self._question is not None:
            self._question.cancel()
        super().connectionLost(reason)

    def has_become_a_socket(self) -> None:
        """Nothing of this is asked any more, not even when it ends."""
        self._within(None)
        self._count_out()

    # --- time --------------------------------------------------------------------------------

    def _within(self, seconds: float | None) -> None:
        if self._deadline is not None and self._deadline.active():
            self._deadline.cancel()
        self._deadline = self.callLater(seconds, self._too_slow) if seconds else None

    def allHeadersReceived(self) -> None:
        super().allHeadersReceived()
        if not self.is_refused and self.length != 0:
            headers = self.requests[-1].raw_headers()
            self._within(bodies.seconds(headers, self._path))

    def is_answering(self) -> None:
        self._within(None)

    def requestDone(self, request: Any) -> None:
        if self.persistent:
            self._within(settings.LIMITS.headers_within + (self.timeOut or 0))
        super().requestDone(request)

    def _too_slow(self) -> None:
        if not self.is_refused:
            self.transport.write(refusals.TIMED_OUT)
        self.transport.loseConnection()
        self.callLater(refusals.LINGER, self.transport.abortConnection)

    # --- refusing ----------------------------------------------------------------------------

    def wait_for(self, question: Awaitable[None]) -> None:
        """Take no more in until the question is answered."""
        self.is_waiting = True
        self._networkProducer.pauseProducing()
        self._question = asyncio.ensure_future(self._ask(question))

    async def _ask(self, question: Awaitable[None]) -> None:
        try:
            await question
        except Refused as refused:
            self.refuse(refused)
        except Exception:
            logger.exception("a sign-in could not be looked up")
            self.refuse(unavailable())
        self.is_waiting = False
        self._networkProducer.resumeProducing()
        if self.held is not None:
            self.held.process()

    def refuse(self, refused: Refused) -> None:
        """Answer, and hear without listening for a moment, so that the answer arrives."""
        self.is_refused, self.persistent = True, 0
        self.dataReceived = self.lineReceived = self.rawDataReceived = ignore
        path = bodies.path_of(getattr(self, "_path", b"/"))
        self.transport.write(refusals.response(refused, path))
        self.transport.loseWriteConnection()
        self._within(refusals.LINGER)

    def _send100Continue(self) -> None:
        if not self.is_refused:
            super()._send100Continue()


def ignore(data: bytes) -> None:
    """What comes after a refusal."""


class Factory(http_protocol.HTTPFactory):  # type: ignore[misc]
    protocol = Channel

    def buildProtocol(self, addr: Any) -> Any:
        return http.HTTPFactory.buildProtocol(self, addr)


class Socket(ws_protocol.WebSocketProtocol):  # type: ignore[misc]
    """daphne answers 403 to every handshake that is not accepted; this one says what it is told."""

    def handle_reply(self, message: dict[str, Any]) -> None:
        if message["type"] == f"{DENIAL}.start":
            phrase = HTTPStatus(message["status"]).phrase
            self.handshake_deferred.errback(ConnectionDeny(message["status"], phrase))
            del self.handshake_deferred
            self.server.protocol_disconnected(self)
        elif message["type"] != f"{DENIAL}.body":
            super().handle_reply(message)


class SocketFactory(ws_protocol.WebSocketFactory):  # type: ignore[misc]
    protocol = Socket


class Server(daphne.server.Server):  # type: ignore[misc]
    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if scope["type"] == "websocket":
            scope = {**scope, "extensions": {DENIAL: {}}}
        return super().create_application(protocol, scope)


def main() -> None:
    # daphne has no setting for them.
    daphne.server.HTTPFactory = Factory
    daphne.server.WebSocketFactory = SocketFactory
    CommandLineInterface.server_class = Server
    CommandLineInterface.entrypoint()


if __name__ == "__main__":
    main()
