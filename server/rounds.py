"""What the worker does again and again, each in a thread and on a connection of its own."""

import logging
import threading
import time
from collections.abc import Callable, Sequence

import psycopg
from django.db import close_old_connections, connection

from core import outages, sql
from core.connections import broke, trusted

logger = logging.getLogger(__name__)

#: Seconds until a line to the database that broke is opened again.
AGAIN = 5


class Round(threading.Thread):
    """Call `work` for as long as it finds something to do, then pause, until it is stopped.

    While nothing is found the pauses grow, up to `rest` seconds. Where `due` says how many seconds
    there are until something has to be done, it is asked instead, and `rest` is the longest.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], int],
        pause: float,
        *,
        rest: float | None = None,
        due: Callable[[], float] | None = None,
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._work, self._due = work, due
        self._shortest, self._longest = pause, rest or pause
        self._stopped, self._awake = False, threading.Event()

    def run(self) -> None:
        pause = self._shortest
        while not self._stopped:
            self._awake.clear()
            try:
                trusted()
                found = self._work()
                left = self._due() if self._due and not found else 2 * pause
            except Exception as error:
                logger.exception("%s failed; it is tried again", self.name)
                found, left = 0, 2 * pause
                if outages.of(error) is outages.database:
                    broke()
                close_old_connections()
            if found:
                pause = self._shortest
                continue
            pause = min(max(left, self._shortest), self._longest)
            if self._awake.wait(pause):
                pause = self._shortest
        connection.close()

    def wake(self) -> None:
        """There may be something to do."""
        self._awake.set()

    def stop(self) -> None:
        """No new turn. `join` waits for the one that runs."""
        self._stopped = True
        self.wake()


class Listener(threading.Thread):
    """Wakes rounds when the database tells on their channel that there is something to do.

    What it tells while nobody listens is found when their pause ends. It ends with the process.
    """

    def __init__(self, channel: str, rounds: Sequence[Round]) -> None:
        super().__init__(name=f"listener ({channel})", daemon=True)
        self._channel, self._rounds = channel, rounds

    def run(self) -> None:
        while True:
            try:
                self._listen()
            except psycopg.Error as error:
                logger.warning("nothing is heard of %s: %s", self._channel, error)
                time.sleep(AGAIN)

    def _listen(self) -> None:
        with psycopg.connect(**sql.login(), autocommit=True) as line:
            line.execute(f"LISTEN {self._channel}")
            self._wake()
            for _ in line.notifies():
                self._wake()

    def _wake(self) -> None:
        for one in self._rounds:
            one.wake()
