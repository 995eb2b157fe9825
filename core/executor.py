"""Where database work runs: pools of threads of their own, each thread with its own connection.

Never asgiref's single thread-sensitive one: there, one slow query delays every socket.
"""

import asyncio
import contextlib
import contextvars
import functools
import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from core.connections import broke, trusted
from core.refused import Refused, unavailable
from core.transaction import is_broken, is_collision, is_passing

Params = ParamSpec("Params")
Value = TypeVar("Value")


class Threads:
    """So many calls at once. One that takes longer than `patience` seconds loses its connection:
    statements have limits of their own, so nothing comes on that line any more."""

    def __init__(self, count: int, name: str, *, patience: float) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=name)
        self._patience = patience

    async def run(
        self, function: Callable[Params, Value], *args: Params.args, **kwargs: Params.kwargs
    ) -> Value:
        """A database that is busy or away is `Refused("unavailable")`."""
        loop = asyncio.get_running_loop()
        context, line = contextvars.copy_context(), Line()
        call = functools.partial(context.run, _call, line, function, args, kwargs)
        watch = Watch(loop, line, self._patience)
        try:
            return await loop.run_in_executor(self._pool, call)
        finally:
            watch.end()


class Line:
    """The connection of one call, as long as it runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._database: object = None
        #: None while it waits for a thread.
        self.since: float | None = None

    def __enter__(self) -> None:
        self._database, self.since = connections["default"], time.monotonic()

    def __exit__(self, *error: object) -> None:
        with self._lock:
            self._database = None

    def cut(self) -> None:
        """From another thread: who waits for an answer there gets an error instead."""
        with self._lock, contextlib.suppress(OSError):
            database = getattr(self._database, "connection", None)
            if database is not None and not database.closed:
                with socket.socket(fileno=os.dup(database.fileno())) as line:
                    line.shutdown(socket.SHUT_RDWR)


class Watch:
    """Counts from the moment in which the call got its thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, line: Line, patience: float) -> None:
        self._loop, self._line, self._patience = loop, line, patience
        self._next = loop.call_later(patience, self._look)

    def _look(self) -> None:
        waited = 0.0 if self._line.since is None else time.monotonic() - self._line.since
        if waited >= self._patience:
            self._line.cut()
        else:
            self._next = self._loop.call_later(self._patience - waited, self._look)

    def end(self) -> None:
        self._next.cancel()


def _call(
    line: Line,
    function: Callable[..., Value],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> Value:
    with line:
        trusted()
        try:
            return function(*args, **kwargs)
        except Refused as refused:
            _look_at(refused.__cause__)
            raise
        except DatabaseError as error:
            _look_at(error)
            if not (is_collision(error) or is_passing(error)):
                raise
            close_old_connections()
            raise unavailable() from error


def _look_at(error: BaseException | None) -> None:
    if isinstance(error, DatabaseError) and is_broken(error):
        broke()


_threads = Threads(settings.DATABASE_THREADS, "database", patience=30)


async def in_database(
    function: Callable[Params, Value], *args: Params.args, **kwargs: Params.kwargs
) -> Value:
    """Run a function that talks to the database, without holding up the event loop."""
    return await _threads.run(function, *args, **kwargs)
