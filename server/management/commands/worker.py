"""The worker: jobs that may take a while, and what is done again and again beside them."""

import signal
import threading
import time
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand

from consumers.bus import BusThread
from consumers.foreign_transactions import forget_foreign_transactions
from conversations.actions.images import collect
from conversations.actions.indexing import index_some
from conversations.actions.missed import tell_missed
from core.jobs import QUEUES
from moderation.actions.decisions import lift_due
from moderation.actions.things import collect_evidence
from notifications.actions.outbox import DELIVERIES
from notifications.actions.postman import deliver_due, until_due
from notifications.kinds import CHANNELS
from protocol import publish
from rights.actions.erasing import erase_due, forget_empty, forget_unconfirmed
from rights.actions.exporting import collect as collect_archives
from rights.actions.forgetting import forget_some, until_forgetting
from server import mail_server
from server.database_checks import await_database
from server.queues import DONE_WITHIN, Queue
from server.rounds import Listener, Round
from server.stalled import begin_again
from workflows.actions.closing import tell_closing

#: For each channel.
POSTMEN = 2
#: Seconds in which everything that is under way may end.
TO_END = DONE_WITHIN + 5


def postmen() -> list[Round]:
    return [
        Round(
            f"postman {n} ({channel})",
            partial(deliver_due, channel),
            0.5,
            rest=60,
            due=partial(until_due, channel),
        )
        for channel in CHANNELS
        for n in range(POSTMEN)
    ]


def others() -> list[Round]:
    return [
        Round("missed messages", tell_missed, 5, rest=15),
        Round("closing deadlines", tell_closing, 5, rest=15),
        Round("search", index_some, 1, rest=5),
        Round("orphaned images", collect, 3_600),
        Round("sanctions that end", lift_due, 30),
        Round("archives without a row", collect_archives, 600),
        Round("accounts to erase", erase_due, 60),
        Round("accounts that nobody has confirmed", forget_unconfirmed, 600),
        Round("rows of former members", forget_empty, 3_600),
        Round("what is forgotten", forget_some, 10, rest=300, due=until_forgetting),
        Round("evidence without a report", collect_evidence, 3_600),
        Round("stalled jobs", begin_again, 5, rest=15),
        Round("transactions of another cluster", forget_foreign_transactions, 5, rest=30),
    ]


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, **options: Any) -> None:
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        bus = BusThread()
        publish.deliver_with(bus)
        await_database(stopped.wait)
        carrying = postmen()
        queues = [Queue(*named) for named in QUEUES.items()]
        working: list[Round | Queue] = [*carrying, *others(), *queues]
        for one in working:
            one.start()
        Listener(DELIVERIES, carrying).start()
        threading.Thread(target=mail_server.say_what_is_wrong, daemon=True).start()
        stopped.wait()
        for one in working:
            one.stop()
        until = time.monotonic() + TO_END
        for one in working:
            one.join(max(0.0, until - time.monotonic()))
        bus.close()
