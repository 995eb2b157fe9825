"""One web process as part of the realtime system: composes hub, bus, sweep, lane and presence."""

import asyncio
import logging
import random
import signal
import time

from django.conf import settings

from consumers import direct_writes, metrics, rights
from consumers.bus import Bus
from consumers.conduct import Conduct
from consumers.gate import Gate
from consumers.hub import Hub
from consumers.joining import Joining
from consumers.lane import Lane
from consumers.order import Order
from consumers.presence import Presence
from consumers.settling import Settling
from consumers.sweep import Sweep
from core.executor import in_database
from protocol import publish
from protocol.publish import Online, Outgoing, Publication, SignedOut

logger = logging.getLogger(__name__)

#: How often sockets are looked at for silence, lost credit and a missing hello.
TICK = 1.0


class Node:
    """The only place where the parts meet: each gets what it needs of the others from here."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.draining = False
        self.hub = Hub()
        self.conduct = Conduct()
        self.joining = Joining()
        self.presence = Presence(self.hub, self.publish_here)
        self.sweep = Sweep(
            self.hub,
            review=self._review,
            changed_epoch=self._change_epoch,
            bus_is_healthy=lambda: self.bus.healthy,
        )
        self.bus = Bus(self.deliver, lost=self.sweep.soon, met=self._met)
        self.lane = Lane(self.publish_here)
        gate = Gate(self.hub, self._review_lost)
        self._order = Order(gate.guarded(self.hub.hand_out), gate.guarded(self.hub.tell_heads))
        self._settling = Settling(self.hub.hand_out)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        publish.deliver_with(self.publish)
        if settings.DIRECT_WRITES:
            direct_writes.probe()
        for work in (
            self.bus.listen(),
            self.bus.probe(),
            self.sweep.run(),
            self._tick(),
            self._watch_presence(),
        ):
            self._tasks.append(asyncio.create_task(work))
        self._loop.add_signal_handler(signal.SIGUSR1, self._on_drain_signal)

    # --- what goes out -----------------------------------------------------------------------

    def publish(self, outgoing: list[Outgoing]) -> None:
        """Publish from any thread: to this process's sockets at once, to others by the bus."""
        self._loop.call_soon_threadsafe(self.publish_here, outgoing)

    def publish_here(self, outgoing: list[Outgoing]) -> None:
        """Publish from within the event loop."""
        self.deliver(outgoing)
        self.bus.send(outgoing)

    def deliver(self, outgoing: list[Outgoing]) -> None:
        """Hand publications to the sockets of this process."""
        for item in outgoing:
            try:
                self._deliver_one(item)
            except Exception:
                metrics.poison.inc()
                logger.exception("a publication was skipped")

    def _deliver_one(self, item: Outgoing) -> None:
        if isinstance(item, Publication):
            (self._settling.take if item.version is None else self._order.arrange)(item)
        elif isinstance(item, SignedOut):
            self.hub.end_sign_ins(set(item.sign_ins), item.code)
        elif isinstance(item, Online):
            self.presence.renew(item)
        elif item.observed is not None:
            self.presence.part(item.observed, item.people)
        else:
            self.hub.revoke(item.topic, item.people)

    # --- what is looked at -------------------------------------------------------------------

    async def _review(self, people: list[int]) -> None:
        """End what people who may see less than before may no longer watch or observe."""
        here = [person for person in people if person in self.hub.people]
        await self.presence.review(here)
        await rights.review(self.hub, here)

    async def _review_lost(self) -> None:
        await self._review(await in_database(rights.lost_since, self.sweep.since))

    def _met(self) -> None:
        """Catch up with a process that has just come: neither has heard what was told before."""
        self.sweep.soon()
        self.presence.say_all()

    def _change_epoch(self) -> None:
        """Reset every client: the database has another past than the one that they know."""
        self._order.forget()
        for listener in self.hub.entered():
            listener.reset("epoch")

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            now = time.monotonic()
            for listener in self.hub.connected():
                listener.tick(now)

    async def _watch_presence(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            try:
                await self.presence.tick()
            except Exception:
                logger.exception("presence failed; the next turn says it again")

    # --- the end -----------------------------------------------------------------------------

    def _on_drain_signal(self) -> None:
        self._tasks.append(asyncio.create_task(self.drain()))

    async def drain(self) -> None:
        """Close all sockets, spread over a few seconds; clients come back to another process."""
        self.draining = True
        for listener in self.hub.connected():
            delay = random.uniform(0, settings.LIMITS.drain)
            self._loop.call_later(delay, listener.end, 1012, "restart")


_node: Node | None = None


def node() -> Node:
    """Return this process's node, started with the first request: daphne has no start-up event."""
    global _node
    if _node is None or _node._loop is not asyncio.get_running_loop():
        _node = Node()
        _node.start()
    return _node
