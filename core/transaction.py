"""One action = one transaction; what it publishes goes out after its commit, or not at all."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.transaction import atomic

from core import locks

logger = logging.getLogger(__name__)

#: SQLSTATEs after which the same transaction can simply be tried again.
COLLISIONS = ("40001", "40P01")
#: Lock timeout, statement timeout, too many connections, server shutting down or starting.
PASSING = ("55P03", "57014", "53300", "57P03", "25P03")
#: The server is shutting down, or its process for this line was ended.
CUT = ("57P01", "57P02")
#: Without a SQLSTATE, these say that no server answered.
LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)

Sender = Callable[[list[Any]], None]

#: What the current transaction of each thread will publish.
_here = threading.local()
_sender: Sender | None = None


@contextmanager
def transaction() -> Iterator[None]:
    """Open the transaction of an action. Not to be nested: an action calls plain functions."""
    locks.begin()
    _here.pending = []
    try:
        with atomic(durable=True):
            yield
        pending = _here.pending
    finally:
        _here.pending = None
    if pending:
        _send(pending)


@contextmanager
def savepoint() -> Iterator[None]:
    """A part of a transaction that may fail by itself: then nothing of it is published, either."""
    pending = _here.pending
    said = len(pending) if pending is not None else 0
    try:
        with atomic():
            yield
    except BaseException:
        if pending is not None:
            del pending[said:]
        raise


def publish_on_commit(publications: Sequence[object]) -> None:
    """Send these when the current transaction has committed; nothing if it does not."""
    pending: list[object] | None = getattr(_here, "pending", None)
    assert pending is not None, "publish() outside of a transaction()"
    pending.extend(publications)


def send_with(sender: Sender) -> None:
    """Name what carries the publications of this process."""
    global _sender
    _sender = sender


def _send(pending: list[object]) -> None:
    """A bus that is away must not turn a saved change into an error: the sweep tells it later."""
    try:
        if _sender is not None:
            _sender(pending)
    except Exception:
        logger.exception("publishing failed; the sweep will heal it")


def sqlstate(error: DatabaseError) -> str:
    return getattr(error.__cause__, "sqlstate", None) or ""


def is_collision(error: DatabaseError) -> bool:
    return sqlstate(error) in COLLISIONS


def is_passing(error: DatabaseError) -> bool:
    """Whether the database was busy or away, so that the same command may work in a moment."""
    return sqlstate(error) in PASSING or is_broken(error)


def is_broken(error: DatabaseError) -> bool:
    """Whether the line to the database is gone: the error says so, not the connection, which
    Django opens anew while it cleans up.
    """
    return is_lost(sqlstate(error), error)


def is_lost(state: str | None, error: Exception) -> bool:
    """The same for an error of Django or of psycopg, with its SQLSTATE."""
    if not state:
        return isinstance(error, LOST)
    return state in CUT or state.startswith("08")
