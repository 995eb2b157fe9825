"""Frames of one turn of the event loop go out in one write."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consumers.outbox import Outbox


class Joining:
    """One per process. One callback for all: a thousand sockets are written to in one go."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: list[Outbox] = []

    def flush_soon(self, outbox: "Outbox") -> None:
        if not self._waiting:
            self._loop.call_soon(self._flush_all)
        self._waiting.append(outbox)

    def _flush_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        for outbox in waiting:
            outbox.flush()
