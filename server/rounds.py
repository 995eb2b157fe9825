"""What the worker does again and again, each in a thread and on a connection of its own."""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection

logger = logging.getLogger(__name__)


class Round(threading.Thread):
    """Call `work` for as long as it finds something to do, then pause, until it is stopped."""

    def __init__(self, name: str, work: Callable[[], int], pause: float) -> None:
        super().__init__(name=name, daemon=True)
        self._work, self._pause = work, pause
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                found = self._work()
            except Exception:
                logger.exception("%s failed; it is tried again", self.name)
                found = 0
                close_old_connections()
            if not found:
                self._stopped.wait(self._pause)
        connection.close()

    def stop(self) -> None:
        """No new turn; the one that runs is waited for."""
        self._stopped.set()
        self.join(20)
