"""How far a reader of a table may go by its ids without passing over a row that commits late."""

import time
from typing import NamedTuple

from core.sql import rows

#: Seconds to wait for the transactions that were running; the next call goes on waiting for them.
PATIENCE = 1.0
PAUSE = 0.02

SEEN = "SELECT coalesce(max(id), 0) AS id, callboard_xid() AS xid FROM {table}"
RUNNING = """
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
           pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next"""


class Seen(NamedTuple):
    """The highest id that was there, and a transaction younger than all that may hold a lower."""

    id: int
    xid: int


class Settled:
    """The ids of a table up to which every row is there or never will be.

    A sequence gives out ids before the commit: row 10 can be on its way while row 11 is there, and
    neither the sequence nor a clock says so. The oldest running transaction does: when all that
    were running at the moment of a look have ended, nothing appears below what was seen. This
    holds for tables whose rows are written by transactions that have written before.
    """

    def __init__(self, table: str) -> None:
        self._table = table
        self._seen: Seen | None = None
        self._upto = 0

    def upto(self) -> int:
        """Ask outside of a transaction, which would be one of those that are running."""
        if self._seen is None:
            [row] = rows(SEEN.format(table=self._table))
            self._seen = Seen(**row)
        end = time.monotonic() + PATIENCE
        while not _have_ended(before=self._seen.xid):
            if time.monotonic() >= end:
                return self._upto
            time.sleep(PAUSE)
        self._upto, self._seen = self._seen.id, None
        return self._upto


def _have_ended(before: int) -> bool:
    """Also where there never was such a transaction: the database lies in another cluster now."""
    [running] = rows(RUNNING)
    return bool(running["oldest"] >= before or running["next"] <= before)
