"""Frames of one turn of the event loop go out in one write."""

import asyncio
from typing import Protocol


class Flushed(Protocol):
    def flush(self) -> None:
        """Write everything that has come until now."""


class Joining:
    """One per process. One callback for all: a thousand sockets are written to in one go."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: list[Flushed] = []

    def flush_soon(self, writer: Flushed) -> None:
        """Once for each writer that has something to write in this turn."""
        if not self._waiting:
            self._loop.call_soon(self._flush_all)
        self._waiting.append(writer)

    def _flush_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        for writer in waiting:
            writer.flush()
