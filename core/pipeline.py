"""A database connection in the event loop for a few statements, sent together in one journey.

Everything up to one Sync is one transaction of PostgreSQL's own: committed as a whole, or undone
by the first error in it. So there is no BEGIN and no COMMIT to wait for.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg import pq
from psycopg.errors import error_from_result

from core import sql

#: Planned once, and only by the indexes: a plan for a table that was small is not one for ever.
PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan" + "".join(
    f" -c enable_{way}=off" for way in ("seqscan", "hashjoin", "mergejoin")
)

#: Its values as text; None: NULL.
Row = tuple[Any, ...]


class Pipeline:
    """One exchange at a time. After an error that is not the database's answer, throw it away."""

    def __init__(self, database: "psycopg.AsyncConnection[Any]") -> None:
        self._database = database
        self._libpq = database.pgconn
        self._loop = asyncio.get_running_loop()
        self._came: asyncio.Future[None] | None = None
        self._results: list[Any] = []
        self._socket = self._libpq.socket
        self._libpq.enter_pipeline_mode()
        self._loop.add_reader(self._socket, self._read)
        self._is_heard = True

    @classmethod
    async def open(cls, statements: Sequence[str]) -> "Pipeline":
        """`statements` are known by their position from here on."""
        parameters = sql.login()
        parameters["options"] = f"{parameters.get('options', '')} {PLANNED_ONCE}"
        database = await psycopg.AsyncConnection.connect(**parameters, autocommit=True)
        pipeline = cls(database)
        for number, statement in enumerate(statements):
            pipeline._libpq.send_prepare(b"%d" % number, statement.encode())
        await pipeline._answers()
        return pipeline

    @property
    def backend(self) -> int:
        """The number of the database's process that serves this."""
        return self._libpq.backend_pid

    async def run(self, asked: Iterable[tuple[int, Sequence[bytes]]]) -> list[list[Row]]:
        """The rows of each statement, as text; or its error, and then nothing was done."""
        for number, values in asked:
            self._libpq.send_query_prepared(b"%d" % number, values)
        return [_rows(result) for result in await self._answers()]

    async def close(self) -> None:
        self._hear_no_more()
        await self._database.close()

    # --- the exchange ------------------------------------------------------------------------

    async def _answers(self) -> list[Any]:
        self._results = []
        self._came = self._loop.create_future()
        self._libpq.pipeline_sync()
        self._write()
        await self._came
        for result in self._results:
            if result.status == pq.ExecStatus.FATAL_ERROR:
                raise error_from_result(result)
        return self._results

    def _write(self) -> None:
        """What the network does not take at once follows when it can."""
        if self._libpq.flush():
            self._loop.add_writer(self._socket, self._write_on)

    def _write_on(self) -> None:
        try:
            if not self._libpq.flush():
                self._loop.remove_writer(self._socket)
        except psycopg.Error as error:
            self._broke(error)

    def _read(self) -> None:
        try:
            self._libpq.consume_input()
            while not self._libpq.is_busy():
                result = self._libpq.get_result()
                if result is None:
                    if not self._is_expecting():
                        return
                elif result.status == pq.ExecStatus.PIPELINE_SYNC:
                    self._finish()
                    return
                else:
                    self._results.append(result)
        except psycopg.Error as error:
            self._broke(error)

    def _is_expecting(self) -> bool:
        if self._libpq.status == pq.ConnStatus.BAD:
            raise psycopg.OperationalError(self._libpq.get_error_message())
        return self._came is not None and not self._came.done()

    def _finish(self) -> None:
        if self._came is not None and not self._came.done():
            self._came.set_result(None)

    def _hear_no_more(self) -> None:
        """Once: a line that has died closes its socket, and somebody else gets its number."""
        if self._is_heard:
            self._is_heard = False
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)

    def _broke(self, error: psycopg.Error) -> None:
        """Between two exchanges it may happen, too: then the next one finds out."""
        self._hear_no_more()
        if self._came is not None and not self._came.done():
            self._came.set_exception(error)


def _rows(result: Any) -> list[Row]:
    columns = range(result.nfields)
    return [tuple(result.get_value(row, c) for c in columns) for row in range(result.ntuples)]


# --- values as text --------------------------------------------------------------------------


def array(values: Iterable[object]) -> bytes:
    """Of numbers, ids or None: nothing that needs quoting."""
    return _array("NULL" if value is None else str(value) for value in values)


def texts(values: Iterable[str | None]) -> bytes:
    return _array("NULL" if value is None else _quoted(value) for value in values)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def hashes(values: Iterable[bytes]) -> bytes:
    return _array(f'"\\\\x{value.hex()}"' for value in values)


def _array(elements: Iterable[str]) -> bytes:
    return f"{{{','.join(elements)}}}".encode()
