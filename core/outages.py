"""PostgreSQL or Redis is away: the log says it once, then once a minute, and when it is over.

Whatever needs them fails all the time meanwhile, in every thread and with a traceback. A night of
that fills a disk, so such faults are counted instead of written (`server.logs.Outages`).
"""

import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import DatabaseError
from django.db.backends.signals import connection_created
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSlow

from core.transaction import is_broken, is_lost

logger = logging.getLogger(__name__)

SAY_EVERY = 60.0


class Outage:
    """What is known of one server. `grace`: seconds in which a failure is not worth a word."""

    def __init__(self, what: str, *, grace: float = 0.0) -> None:
        self._what, self._grace = what, grace
        self._lock = threading.Lock()
        self._since: float | None = None
        self._said_at: float | None = None
        self._failures = 0

    @property
    def lasts(self) -> bool:
        return self._since is not None

    def failed(self, why: object) -> None:
        """Something could not be done because the server is away."""
        with self._lock:
            now = time.monotonic()
            if self._since is None:
                self._since, self._said_at, self._failures = now, None, 0
            self._failures += 1
            if self._said_at is None and now - self._since >= self._grace:
                self._say("%s is away: %s", self._what, _first_line(why))
            elif self._said_at is not None and now - self._said_at >= SAY_EVERY:
                away = now - self._since
                text = "%s has been away for %d s, and %d times something failed: %s"
                self._say(text, self._what, away, self._failures, _first_line(why))

    def works(self) -> None:
        """The server has just answered."""
        if self._since is None:
            return
        with self._lock:
            if self._since is not None and self._said_at is not None:
                away = time.monotonic() - self._since
                self._say("%s is back after %d s", self._what, away)
            self._since = None

    def _say(self, text: str, *about: object) -> None:
        self._said_at = time.monotonic()
        logger.warning(text, *about)


database = Outage("PostgreSQL")
#: The sweep heals what the bus loses: a start under load may take Redis a moment.
redis = Outage("Redis", grace=5.0)


def of(error: BaseException) -> Outage | None:
    """The outage that an exception comes from, or None if it has another cause."""
    for one in _chain(error):
        if isinstance(one, DatabaseError) and is_broken(one):
            return database
        if isinstance(one, psycopg.Error) and is_lost(one.sqlstate, one):
            return database
        if isinstance(one, RedisAway | RedisSlow):
            return redis
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _first_line(why: object) -> str:
    text = str(why).strip() or type(why).__name__
    return text.splitlines()[0]


def _connected(**_: Any) -> None:
    database.works()


connection_created.connect(_connected)
