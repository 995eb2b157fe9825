"""Timestamps that PostgreSQL holds and Python cannot read, such as one of the year 10000.

One such row would end every query that meets it. It is read as the nearest moment that everybody
can show, so that its page stays up and the row can be deleted.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from django.db.backends.signals import connection_created
from psycopg import DataError
from psycopg.abc import Buffer
from psycopg.types.datetime import TimestamptzLoader

from protocol.asked import EARLIEST, LATEST


class Clamping(BaseTzLoader):  # type: ignore[misc]
    """Also what Python reads, but cannot carry into every time zone."""

    timezone = UTC

    def load(self, data: Buffer) -> datetime:
        try:
            at = TimestamptzLoader.load(self, data)
        except DataError:
            return _nearest(bytes(data))
        return at.replace(tzinfo=UTC) if 1 < at.year < 9999 else _nearest(bytes(data))


def _nearest(written: bytes) -> datetime:
    is_past = written.endswith(b"BC") or written == b"-infinity" or written.startswith(b"0001")
    return EARLIEST if is_past else LATEST - timedelta(days=1)


def install(sender: object, connection: Any, **kwargs: Any) -> None:
    connection.connection.adapters.register_loader("timestamptz", Clamping)


connection_created.connect(install, dispatch_uid="timestamps out of reach")
