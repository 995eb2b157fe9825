"""Queues of jobs, each with a worker of its own in the same process, for as long as that lasts."""

import asyncio
import logging
import threading
from contextlib import suppress
from typing import Any

from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app

from core import sql

logger = logging.getLogger(__name__)

#: Seconds until a queue that broke is begun again.
AGAIN = 5
#: A job is told of at once; one that failed is looked for so often, in seconds. None is aborted.
LOOK: dict[str, Any] = {"fetch_job_polling_interval": 30.0, "abort_job_polling_interval": 300.0}
#: Seconds until the jobs that run have to be done when the worker ends. What is not done by then
#: is begun again by another worker (`server.stalled`).
DONE_WITHIN = 20.0


class Queue(threading.Thread):
    """Works until it is stopped. An outage of the database ends procrastinate's own worker, so it
    is begun again, however long the outage lasts."""

    def __init__(self, name: str, at_once: int) -> None:
        super().__init__(name=f"queue {name}", daemon=True)
        self._queue, self._at_once = name, at_once
        self._stopped = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._working: asyncio.Task[None] | None = None

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                with suppress(asyncio.CancelledError):
                    asyncio.run(self._work())
            except Exception:
                logger.exception("%s failed; it is begun again", self.name)
            self._stopped.wait(AGAIN)

    async def _work(self) -> None:
        self._loop, self._working = asyncio.get_running_loop(), asyncio.current_task()
        if self._stopped.is_set():
            return
        # One connection for the job that is fetched, one for a job that ends meanwhile.
        own = app.with_connector(PsycopgConnector(kwargs=sql.login(), min_size=1, max_size=2))
        async with own.open_async():
            await own.run_worker_async(
                queues=[self._queue],
                concurrency=self._at_once,
                install_signal_handlers=False,
                shutdown_graceful_timeout=DONE_WITHIN,
                **LOOK,
            )

    def stop(self) -> None:
        """Begin no further job. `join` waits for those that run."""
        self._stopped.set()
        loop, working = self._loop, self._working
        if loop is not None and working is not None:
            with suppress(RuntimeError):  # it has just ended
                loop.call_soon_threadsafe(working.cancel)
