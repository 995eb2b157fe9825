"""Work on many rows of which one may be broken: it must not hold up all the others."""

import logging
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError

logger = logging.getLogger(__name__)

#: Of a condition and a limit; it says which rows it is about to do before it does them.
Work = Callable[[str, int, list[int]], None]

#: Rows that raised, and until when they are passed over, in seconds of this process.
PAUSE = 60.0
_aside: dict[tuple[str, int], float] = {}


def in_batches(kind: str, work: Work, limit: int) -> int:
    """A batch in one transaction; if that raises, half of it, until the broken row is alone.

    That one is put aside, and the others go on. How many rows were done. A database that is
    away is raised: then nothing can be done.
    """
    now = time.monotonic()
    for row in [row for row, until in _aside.items() if until <= now]:
        del _aside[row]
    while True:
        broken = [id for of, id in _aside if of == kind]
        done = _try(kind, work, limit, f"id <> ALL(ARRAY{broken}::bigint[])")
        if done is not None:
            return done


def _try(kind: str, work: Work, limit: int, of: str) -> int | None:
    """None: one was put aside."""
    about: list[int] = []
    try:
        work(of, limit, about)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(about) > 1:
            return _try(kind, work, len(about) // 2, of)
        logger.exception("%s %s is due and cannot be ended: it is passed over", kind, about)
        _aside.update(((kind, id), time.monotonic() + PAUSE) for id in about)
        return None if about else 0
    return len(about)
