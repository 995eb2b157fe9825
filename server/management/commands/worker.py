"""The worker: jobs that may take a while, and what is done again and again beside them."""

from functools import partial
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from consumers.bus import BusThread
from conversations.actions.images import collect
from conversations.actions.indexing import index_some
from conversations.actions.missed import tell_missed
from core.jobs import QUEUES
from moderation.actions.decisions import lift_due
from moderation.actions.things import collect_evidence
from notifications.actions.keys import push_key
from notifications.actions.outbox import DELIVERIES
from notifications.actions.postman import deliver_due, until_due
from notifications.kinds import CHANNELS
from protocol import publish
from rights.actions.erasing import erase_due, forget_empty, forget_unconfirmed
from rights.actions.exporting import collect as collect_archives
from rights.actions.forgetting import forget_some
from server.queues import LOOK, Queue
from server.rounds import Listener, Round
from server.stalled import begin_again
from workflows.actions.closing import tell_closing

#: For each channel.
POSTMEN = 2


def postmen() -> list[Round]:
    return [
        Round(
            f"postman {n} ({channel})",
            partial(deliver_due, channel),
            0.5,
            rest=10,
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
        Round("what is forgotten", forget_some, 10),
        Round("evidence without a report", collect_evidence, 3_600),
        Round("stalled jobs", begin_again, 5, rest=15),
    ]


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, **options: Any) -> None:
        bus = BusThread()
        publish.deliver_with(bus)
        push_key()
        carrying = postmen()
        rounds = [*carrying, *others()]
        main, *further = QUEUES.items()
        listener = Listener(DELIVERIES, carrying)
        for one in [*rounds, listener, *(Queue(*other) for other in further)]:
            one.start()
        try:
            queue, at_once = main
            look = [f"--{name.replace('_', '-')}={value}" for name, value in LOOK.items()]
            call_command(
                "procrastinate", "worker", f"--queues={queue}", f"--concurrency={at_once}", *look
            )
        finally:
            for one in rounds:
                one.stop()
            bus.close()
