"""Is this the database we knew, in the future of what we saw? If not, every client starts anew.

Compared are the cluster, the database, its timeline and the position in its write-ahead log with
what this process, Redis and a small file remember, and the epoch with those that are over. A dump
restored into the same database cannot be seen from outside: `manage.py restored` says it.
"""

import logging
import os
import time
from pathlib import Path

import msgspec
import redis
from django.conf import settings
from django.db import connection

from core import outages
from core.sql import rows

logger = logging.getLogger(__name__)

KEY = "callboard:witness"
#: How often what was seen is written down outside of this process.
WRITE_EVERY = 2.0
#: Epochs that are over; a backup older than so many restores is not restored.
REMEMBERED = 50

#: What is flushed survives a crash; what is only inserted may not, and would look like a restore.
#: Recovery to an earlier point, and a standby that takes over, begin another timeline.
POSITION = """
    SELECT epoch,
           (SELECT system_identifier FROM pg_control_system())::text
               || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())
               || '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)
               AS database,
           pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint AS position
    FROM installation"""


class Seen(msgspec.Struct, frozen=True):
    """`left`: epochs that were over by then, the oldest first."""

    epoch: str
    database: str
    position: int
    left: tuple[str, ...] = ()

    def leads_to(self, now: "Seen") -> bool:
        """Whether `now` can be the future of this."""
        return (
            self.database == now.database
            and self.position <= now.position
            and now.epoch not in self.left
        )


def rotate() -> str:
    """A new epoch; called once per restore, by whoever notices first."""
    return str(
        rows(
            "UPDATE installation SET epoch = replace(gen_random_uuid()::text, '-', '')"
            " RETURNING epoch"
        )[0]["epoch"]
    )


def _rotate_from(old: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE installation SET epoch = replace(gen_random_uuid()::text, '-', '')"
            " WHERE epoch = %s",
            [old],
        )


class Witness:
    """What this process has seen of the database; asked from one database thread at a time."""

    def __init__(self, file: Path | None = None, redis_url: str | None = None) -> None:
        self._seen: Seen | None = None
        self._left: list[str] = []
        self._written_at = 0.0
        self._file = file or settings.WITNESS
        self._writes_file = True
        self._redis = redis.Redis.from_url(
            redis_url or settings.REDIS_URL, socket_timeout=0.2, socket_connect_timeout=0.2
        )

    def epoch(self) -> str:
        """The epoch that holds now, rotated if the database is not the one that was known."""
        now = _look()
        if not self._knows(now):
            logger.warning("the database was restored or replaced: a new epoch begins")
            _rotate_from(now.epoch)
            self._leave(now.epoch)
            now = _look()
        if self._seen is not None and self._seen.epoch != now.epoch:
            self._leave(self._seen.epoch)
        self._seen = msgspec.structs.replace(now, left=tuple(self._left))
        self._write_down(self._seen)
        return now.epoch

    def _knows(self, now: Seen) -> bool:
        """Whoever doubts is told by another epoch that somebody has noticed, if one vouches."""
        remembered = self._remembered() if self._seen is None else []
        known = remembered if self._seen is None else [self._seen]
        for seen in remembered:
            self._left += [epoch for epoch in seen.left if epoch not in self._left]
        doubting = [seen for seen in known if not seen.leads_to(now)]
        if not doubting:
            return now.epoch not in self._left
        if now.epoch in self._left or any(seen.epoch == now.epoch for seen in doubting):
            return False
        vouching = remembered or self._remembered()
        return any(seen.epoch == now.epoch and seen.leads_to(now) for seen in vouching)

    def _leave(self, epoch: str) -> None:
        """Never again; and others have to know at once."""
        if epoch not in self._left:
            self._left = [*self._left, epoch][-REMEMBERED:]
        self._written_at = 0.0

    # --- outside of this process -------------------------------------------------------------

    def _remembered(self) -> list[Seen]:
        return [seen for text in (self._read_file(), self._read_redis()) if (seen := _seen(text))]

    def _read_file(self) -> bytes | None:
        try:
            return self._file.read_bytes()
        except OSError:
            return None

    def _read_redis(self) -> bytes | None:
        try:
            return self._redis.get(KEY)  # type: ignore[return-value]
        except redis.RedisError:
            return None

    def _write_down(self, seen: Seen) -> None:
        if time.monotonic() - self._written_at < WRITE_EVERY:
            return
        self._written_at = time.monotonic()
        text = msgspec.json.encode(seen)
        try:
            if self._writes_file:
                self._write_file(text)
        except OSError as error:
            self._writes_file = False
            logger.warning("without CALLBOARD_WITNESS a restore may go unnoticed: %r", error)
        try:
            self._redis.set(KEY, text)
        except redis.RedisError as error:
            outages.redis.failed(error)

    def _write_file(self, text: bytes) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        fresh.write_bytes(text)
        fresh.replace(self._file)


def _look() -> Seen:
    return Seen(**rows(POSITION)[0])


def _seen(text: bytes | None) -> Seen | None:
    try:
        return msgspec.json.decode(text, type=Seen) if text else None
    except msgspec.MsgspecError:
        return None
