"""Frames to a busy socket wait for each other a moment, and go out in one write."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consumers.outbox import Outbox

#: Who was written to less than this many seconds ago is busy, and waits so long at most.
MOMENT = 0.002

_waiting: "list[Outbox]" = []


def flush_later(outbox: "Outbox") -> None:
    """One timer for all: a thousand sockets of a busy group are written to in one go."""
    if not _waiting:
        asyncio.get_running_loop().call_later(MOMENT, _flush_all)
    _waiting.append(outbox)


def _flush_all() -> None:
    waiting = _waiting[:]
    _waiting.clear()
    for outbox in waiting:
        outbox.flush()
