"""uvicorn with bounds on time and on the number of connections.

Bodies it hands on as they come, so those are bounded by the application (`server.serving.guard`).
"""

import asyncio
from typing import Any

import h11
from django.conf import settings
from uvicorn.protocols.http.h11_impl import H11Protocol

from core.refused import Refused
from protocol import addresses, crowds
from server.serving import bodies, refusals


class Protocol(H11Protocol):
    """A connection that has only so long for each request, however diligently it drips."""

    _counted = ""
    _deadline: asyncio.TimerHandle | None = None
    #: The request whose body is on its way.
    _coming: Any = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._within(settings.LIMITS.headers_within)
        try:
            self._count_in()
        except Refused as refused:
            transport.write(refusals.response(refused))
            transport.close()

    def _count_in(self) -> None:
        address = addresses.parse(self.client[0]) if self.client else None
        if address is not None and not addresses.is_trusted(address):
            crowds.connections.enter(str(address))
            self._counted = str(address)

    def _count_out(self) -> None:
        if self._counted:
            crowds.connections.leave(self._counted)
        self._counted = ""

    def connection_lost(self, exc: Exception | None) -> None:
        self._within(None)
        self._count_out()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Nothing of this is asked any more, not even when it ends."""
        self._within(None)
        self._count_out()
        super().handle_websocket_upgrade(event)

    # --- time --------------------------------------------------------------------------------

    def _within(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(seconds, self._too_slow) if seconds else None

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            return
        if cycle is self._coming and cycle.more_body:
            return
        if cycle.more_body:
            self._coming = cycle
            self._within(bodies.seconds(self.scope["headers"], self.scope["raw_path"]))
        else:
            self._within(None)

    def on_response_complete(self) -> None:
        self._coming = None
        super().on_response_complete()
        if not self.transport.is_closing():
            self._within(settings.LIMITS.headers_within + self.timeout_keep_alive)

    def _too_slow(self) -> None:
        if self.transport.is_closing():
            self.transport.abort()
            return
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(refusals.TIMED_OUT)
        self.transport.close()
        self._within(refusals.LINGER)
