"""One lock order everywhere. Whoever takes locks in another order can deadlock with somebody.

A transaction takes its locks in the order of `ORDER`, and within one rank by ascending id.
The tests switch `asserting` on: taking one out of turn is then an error, even if nobody waits.
"""

import threading
from collections.abc import Iterable

ORDER = (
    *("command", "pair", "approach", "session", "call", "model"),
    *("conversation", "image", "place", "profile", "user"),
)

asserting = False
_taken = threading.local()


def begin() -> None:
    _taken.last = (-1, -1)
    _taken.held = set()


def taking(rank: str, ids: Iterable[int]) -> list[int]:
    """Say which rows are about to be locked; returns the ids sorted, to lock them so."""
    wanted = sorted(set(ids))
    if asserting:
        for id in wanted:
            _check((ORDER.index(rank), id))
    return wanted


def _check(lock: tuple[int, int]) -> None:
    if lock in _taken.held:
        return
    held = [(ORDER[rank], id) for rank, id in sorted(_taken.held)]
    assert lock > _taken.last, f"{ORDER[lock[0]]} {lock[1]} is locked after {held}"
    _taken.held.add(lock)
    _taken.last = lock
