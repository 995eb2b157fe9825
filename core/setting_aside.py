"""Work on many rows of which one may be broken: it must not hold up all the others.

A row that raises is logged and set aside for a while, by this process: whoever looks for the next
few rows leaves out what is `aside`. A database that is away is raised: then nothing can be done.
"""

import logging
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import DatabaseError

from core.transaction import is_broken, is_collision, is_passing

logger = logging.getLogger(__name__)

#: Seconds until a broken row is tried again, and one that the database was too busy for.
PAUSE, SOON = 60.0, 5.0
_aside: dict[tuple[str, Hashable], float] = {}

Id = TypeVar("Id", bound=Hashable)
Row = TypeVar("Row")
Found = TypeVar("Found")


def aside(kind: str) -> list[Any]:
    """The ids of rows of this kind that are to be left out now."""
    now = time.monotonic()
    for row in [row for row, until in _aside.items() if until <= now]:
        del _aside[row]
    return [id for of, id in _aside if of == kind]


def set_aside(kind: str, ids: Iterable[Hashable], error: Exception) -> None:
    """Call it where the exception is handled. Raises it again if the database is away."""
    if is_away(error):
        raise error
    about = list(ids)
    logger.error(
        "%s %s cannot be done, and is passed over for a while", kind, about, exc_info=error
    )
    busy = isinstance(error, DatabaseError) and (is_passing(error) or is_collision(error))
    until = time.monotonic() + (SOON if busy else PAUSE)
    for id in about:
        _aside[kind, id] = until


def is_away(error: Exception) -> bool:
    return isinstance(error, DatabaseError) and is_broken(error)


def each(kind: str, ids: Iterable[Id], work: Callable[[Id], object]) -> int:
    """Do each by itself that is not aside; how many were looked at, done or set aside."""
    count = 0
    left_out = set(aside(kind))
    for id in ids:
        if id in left_out:
            continue
        count += 1
        try:
            work(id)
        except Exception as error:
            set_aside(kind, [id], error)
    return count


def apart(
    kind: str,
    rows: Sequence[Row],
    work: Callable[[Sequence[Row]], Mapping[Any, Found]],
    *,
    id: Callable[[Row], Hashable],
) -> dict[Any, Found]:
    """All at once; if that raises, half of them, until the broken one is alone and set aside.

    What `work` has found, without the broken ones. It works in transactions of its own.
    """
    try:
        return dict(work(rows)) if rows else {}
    except Exception as error:
        if len(rows) == 1 or is_away(error):
            set_aside(kind, map(id, rows), error)
            return {}
    middle = len(rows) // 2
    first = apart(kind, rows[:middle], work, id=id)
    return first | apart(kind, rows[middle:], work, id=id)
