"""Many at once, in threads of this process, each with a database connection of its own."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

from core.refused import Refused

Value = TypeVar("Value")


def at_once(acts: Iterable[Callable[[], Value]]) -> list[Value | Refused]:
    """Runs all of these at the same moment; what each returned, or how it was refused."""
    acts = list(acts)
    line = threading.Barrier(len(acts))

    def run(act: Callable[[], Value]) -> Value | Refused:
        try:
            _connect(line)
            line.wait(30)
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def _connect(line: threading.Barrier) -> None:
    """The others need not wait for one that has no connection."""
    try:
        connection.ensure_connection()
    except BaseException:
        line.abort()
        raise
