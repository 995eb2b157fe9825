"""The clock: says `expired` the moment a deadline passes.

Any number of them may run: one leads, the others look a moment later, so that they are in
nobody's way and nothing waits for a dead one.
"""

import logging
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from consumers.bus import BusThread
from core import clock
from core.sql import rows
from protocol import publish
from protocol.models import Heartbeat
from server.database_checks import await_database
from workflows.actions.bookings import show_stars_due
from workflows.actions.expiring import complete_due, expire, time_left

logger = logging.getLogger(__name__)

#: It looks at least this often; a deadline that is nearer wakes it by itself.
LONGEST_SLEEP = 1.0
#: An overdue row that somebody holds is looked at again after this time.
AGAIN = 0.05
#: Whoever does not lead looks so much later.
BEHIND = 0.02
#: The advisory lock of who leads: it ends with the connection, however that ends.
LEAD = 7302
BEAT = 5.0


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, **options: Any) -> None:
        self.running, self.leads = True, False
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        bus = BusThread()
        publish.deliver_with(bus)
        await_database(self.rest)
        while self.running:
            try:
                self.listen()
                self.run()
            except Exception:
                logger.exception("a round of the clock failed")
                self.begin_anew()
        bus.close()

    def begin_anew(self) -> None:
        self.leads = False
        connection.close()
        time.sleep(0.5)

    def rest(self, seconds: float) -> bool:
        time.sleep(seconds)
        return not self.running

    def stop(self, *_: object) -> None:
        self.running = False

    def listen(self) -> None:
        """A deadline that is set from now on wakes the sleep below."""
        with connection.cursor() as cursor:
            cursor.execute("LISTEN callboard_deadline")

    def run(self) -> None:
        beat_at = 0.0
        while self.running:
            if time.monotonic() - beat_at > BEAT:
                beat_at = time.monotonic()
                beat()
                complete_due()
                show_stars_due()
            self.leads = self.leads or try_to_lead()
            self.turn()

    def turn(self) -> None:
        """Sleep until the nearest deadline; what is due then is known without asking again."""
        behind = 0 if self.leads else BEHIND
        left = {kind: seconds + behind for kind, seconds in time_left().items()}
        nearest = min([*left.values(), LONGEST_SLEEP])
        if nearest > 0 and (self.woken(nearest) or not self.leads):
            return
        due = [kind for kind, seconds in left.items() if seconds <= max(nearest, 0)]
        if expire(due) == 0 and nearest <= 0:
            time.sleep(AGAIN)

    def woken(self, pause: float) -> bool:
        """Whether a deadline was set meanwhile, which may be nearer."""
        return any(True for _ in connection.connection.notifies(timeout=pause, stop_after=1))


def try_to_lead() -> bool:
    return bool(rows("SELECT pg_try_advisory_lock(%s, 0) AS leads", [LEAD])[0]["leads"])


def beat() -> None:
    """For /readyz: the clock is alive."""
    Heartbeat.objects.update_or_create(name="clock", defaults={"seen_at": clock.now()})
