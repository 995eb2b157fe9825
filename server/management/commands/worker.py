"""The worker: jobs that may take a while, and what is done again and again beside them."""

from functools import partial
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from consumers.bus import BusThread
from conversations.actions.images import collect
from conversations.actions.indexing import index_some
from conversations.actions.missed import tell_missed
from notifications.actions.keys import push_key
from notifications.actions.postman import deliver_due
from notifications.kinds import CHANNELS
from protocol import publish
from server.rounds import Round
from server.stalled import begin_again
from workflows.actions.closing import tell_closing

#: For each channel.
POSTMEN = 2


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, **options: Any) -> None:
        bus = BusThread()
        publish.deliver_with(bus)
        push_key()
        rounds = [
            Round(f"postman {n} ({channel})", partial(deliver_due, channel), 0.5)
            for channel in CHANNELS
            for n in range(POSTMEN)
        ]
        rounds += [
            Round("missed messages", tell_missed, 5),
            Round("closing deadlines", tell_closing, 5),
            Round("search", index_some, 1),
            Round("orphaned images", collect, 3_600),
            Round("stalled jobs", begin_again, 5),
        ]
        for one in rounds:
            one.start()
        try:
            call_command("procrastinate", "worker", "--concurrency", "4")
        finally:
            for one in rounds:
                one.stop()
            bus.close()
