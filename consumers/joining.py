"""Frames to a busy socket wait for each other a moment, and go out in one write."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consumers.outbox import Outbox

#: Who was written to less than this many seconds ago is busy, and waits so long at most.
MOMENT = 0.002


class Joining:
    """One per process. One callback for all: a thousand sockets are written to in one go."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._in_this_turn: list[Outbox] = []
        self._after_a_moment: list[Outbox] = []

    def flush_soon(self, outbox: "Outbox") -> None:
        if not self._in_this_turn:
            self._loop.call_soon(_flush_all, self._in_this_turn)
        self._in_this_turn.append(outbox)

    def flush_later(self, outbox: "Outbox") -> None:
        if not self._after_a_moment:
            self._loop.call_later(MOMENT, _flush_all, self._after_a_moment)
        self._after_a_moment.append(outbox)


def _flush_all(waiting: "list[Outbox]") -> None:
    outboxes = waiting[:]
    waiting.clear()
    for outbox in outboxes:
        outbox.flush()
