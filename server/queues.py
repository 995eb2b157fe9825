"""Queues of jobs beside the main one, each with workers of its own in the same process."""

import logging
import threading
import time
from typing import Any

from procrastinate.contrib.django import app

logger = logging.getLogger(__name__)

#: Seconds until a queue that broke is begun again.
AGAIN = 5
#: A job is told of at once; one that failed is looked for so often, in seconds. None is aborted.
LOOK = {"fetch_job_polling_interval": 30.0, "abort_job_polling_interval": 300.0}


class Queue(threading.Thread):
    """Ends with the process: a job that was under way is begun again (`server.stalled`)."""

    def __init__(self, name: str, at_once: int) -> None:
        super().__init__(name=f"queue {name}", daemon=True)
        self._queue, self._at_once = name, at_once
        #: Kept from before the main worker puts its own in this place.
        self._django: Any = app.connector

    def run(self) -> None:
        while True:
            try:
                self._work()
            except Exception:
                logger.exception("%s failed; it is begun again", self.name)
            time.sleep(AGAIN)

    def _work(self) -> None:
        own = app.with_connector(self._django.get_worker_connector())
        own.run_worker(
            queues=[self._queue],
            concurrency=self._at_once,
            install_signal_handlers=False,
            **LOOK,
        )
