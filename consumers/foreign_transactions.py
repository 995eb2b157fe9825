"""Numbers of transactions that came with a dump from another cluster, where they were higher.

Topics remember the transaction that changed them, and the sweep asks for those that are not older
than its last look. A new cluster counts from about 700, so everything that a dump brings would be
newer than whatever happens there: each look would read every conversation, for years. The restore
has begun a new epoch, with which every client starts anew, so the numbers can be forgotten.
"""

from core.setting_aside import aside, each
from core.sql import rows
from protocol.models import Installation

SOME = 1_000
COLUMN = "numbers of another cluster in"
#: Every column that holds one is named so.
COLUMNS = """
    SELECT c.table_name AS "table", c.column_name AS "column"
    FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
      AND right(c.column_name, 4) = '_xid' ORDER BY 1, 2"""
#: What somebody holds is written anew by them, or found in the next turn.
FORGET = """
    WITH foreign_rows AS (
        SELECT ctid FROM {table}
        WHERE {column} >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
        LIMIT {some} FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE {table} SET {column} = 0 FROM foreign_rows WHERE {table}.ctid = foreign_rows.ctid
    RETURNING 1 AS forgotten"""


def columns() -> list[tuple[str, str]]:
    return [(row["table"], row["column"]) for row in rows(COLUMNS)]


def forget_some() -> int:
    """Some rows of each column; how many there were."""
    found: list[int] = []
    each(COLUMN, columns(), lambda of: found.append(_forget(*of)))
    return sum(found)


def _forget(table: str, column: str) -> int:
    return len(rows(FORGET.format(table=table, column=column, some=SOME)))


class Forgetting:
    """Walks the tables once in each epoch, until nothing foreign is left."""

    def __init__(self) -> None:
        self._done_for: str | None = None

    def turn(self) -> int:
        """Called by the worker. How many rows had such numbers."""
        epoch = Installation.objects.values_list("epoch", flat=True).get()
        if epoch == self._done_for:
            return 0
        found = forget_some()
        if not found and not aside(COLUMN):
            self._done_for = epoch
        return found


forget_foreign_transactions = Forgetting().turn
