"""One per process: who is connected here, and what reaches them. No rule of the business."""

import asyncio
import logging
import random
import signal
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings

from consumers import metrics
from consumers.bus import Bus
from consumers.conduct import Conduct
from consumers.joining import Joining
from consumers.lane import Lane
from consumers.order import Order
from consumers.presence import Presence
from consumers.settling import Settling
from consumers.sweep import Sweep
from protocol import publish, topics
from protocol.publish import Online, Outgoing, Part, Publication, SignedOut

if TYPE_CHECKING:
    from consumers.socket import Socket

logger = logging.getLogger(__name__)

#: How often sockets are looked at for silence, lost credit and a missing hello.
TICK = 1.0


class Hub:
    def __init__(self) -> None:
        self.people: dict[int, set[Socket]] = defaultdict(set)
        self.places: dict[str, set[Socket]] = defaultdict(set)
        #: Sockets that have not said hello yet.
        self.strangers: set[Socket] = set()
        #: Every socket of a person, the oldest first.
        self._doors: dict[int, list[Socket]] = defaultdict(list)
        self.conduct = Conduct()
        self.joining = Joining()
        self.draining = False
        self._loop = asyncio.get_running_loop()
        self._order = Order(self._hand_out, self._tell_heads)
        self._settling = Settling(self._hand_out)
        self.presence = Presence(self)
        self.sweep = Sweep(self)
        self.bus = Bus(self.deliver, lost=self.sweep.soon, met=self._met)
        self.lane = Lane(self.publish_here)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        publish.deliver_with(self.publish)
        for work in (
            self.bus.listen(),
            self.bus.probe(),
            self.sweep.run(),
            self._tick(),
            self._watch_presence(),
        ):
            self._tasks.append(asyncio.create_task(work))
        self._loop.add_signal_handler(signal.SIGUSR1, self._on_drain_signal)

    def _met(self) -> None:
        """Another process has come: neither knows what was said before."""
        self.sweep.soon()
        self.presence.say_all()

    # --- who is here -------------------------------------------------------------------------

    def admit(self, socket: "Socket") -> None:
        """A socket was accepted; of too many the oldest go."""
        self.strangers.add(socket)
        doors = self._doors[socket.person]
        doors.append(socket)
        live = [door for door in doors if not door.ended]
        for oldest in live[: max(0, len(live) - settings.LIMITS.sockets_per_person)]:
            oldest.end(4409, "too many sockets")

    def enter(self, socket: "Socket") -> None:
        """A socket has said hello: its person's frames reach it from now on."""
        self.strangers.discard(socket)
        self.people[socket.person].add(socket)
        metrics.sockets.inc()

    def leave(self, socket: "Socket") -> None:
        """A socket is gone."""
        self.strangers.discard(socket)
        doors = self._doors[socket.person]
        doors.remove(socket)
        if not doors:
            del self._doors[socket.person]
        self.step_back(socket)

    def step_back(self, socket: "Socket") -> None:
        """Nothing reaches it any more."""
        mine = self.people.get(socket.person)
        if mine is None or socket not in mine:
            return
        mine.discard(socket)
        metrics.sockets.dec()
        if not mine:
            del self.people[socket.person]
        for topic in list(socket.watched):
            self.unwatch(socket, topic)

    def watch(self, socket: "Socket", topic: str) -> None:
        self.places[topic].add(socket)
        socket.watched.add(topic)

    def unwatch(self, socket: "Socket", topic: str) -> None:
        for places in (socket.watched, socket.chosen, socket.feed):
            places.discard(topic)
        watchers = self.places.get(topic)
        if watchers is not None:
            watchers.discard(socket)
            if not watchers:
                del self.places[topic]

    def sockets(self) -> Iterable["Socket"]:
        return [socket for mine in self.people.values() for socket in mine]

    # --- what goes out -----------------------------------------------------------------------

    def publish(self, outgoing: list[Outgoing]) -> None:
        """From any thread of this process: to its own sockets at once, to others by the bus."""
        self._loop.call_soon_threadsafe(self.publish_here, outgoing)

    def publish_here(self, outgoing: list[Outgoing]) -> None:
        """The same from within the event loop."""
        self.deliver(outgoing)
        self.bus.send(outgoing)

    def deliver(self, outgoing: list[Outgoing]) -> None:
        for item in outgoing:
            try:
                self._deliver_one(item)
            except Exception:
                metrics.poison.inc()
                logger.exception("a publication was skipped")

    def _deliver_one(self, item: Outgoing) -> None:
        if isinstance(item, Publication) and item.version is None:
            self._settling.take(item)
        elif isinstance(item, Publication):
            self._order.arrange(item)
        elif isinstance(item, SignedOut):
            self.end_sign_ins(set(item.sign_ins), item.code)
        elif isinstance(item, Online):
            self.presence.renew(item)
        elif item.topic.startswith("presence."):
            self.presence.part(int(item.topic.partition(".")[2]), item.people)
        else:
            self.revoke(item.topic, set(item.people))

    def _hand_out(self, publication: Publication) -> None:
        topic = topics.on_the_wire(publication.topic)
        for part in publication.parts:
            if part.people is None:
                for socket in self.places.get(publication.topic, ()):
                    socket.offer(topic, publication.version, part.frame)
            else:
                self._hand_to_people(topic, publication.version, part)

    def _hand_to_people(self, topic: str, version: int | None, part: Part) -> None:
        assert part.people is not None
        for index, person in enumerate(part.people):
            mine = self.people.get(person)
            if not mine:
                continue
            frame = part.frame
            if part.tails is not None:
                frame = frame[:-1] + part.tails[index] + b"}"
            for socket in mine:
                socket.offer(topic, version, frame)

    def _tell_heads(self, publication: Publication) -> None:
        """Something before this is missing: whoever hears of the topic asks for what it lacks."""
        topic, version = topics.on_the_wire(publication.topic), publication.version
        assert version is not None
        for part in publication.parts:
            if part.people is None:
                audience = set(self.places.get(publication.topic, ()))
            else:
                audience = {s for person in part.people for s in self.people.get(person, ())}
            for socket in audience:
                socket.tell_head(topic, version)

    # --- the end of things -------------------------------------------------------------------

    def end_sign_ins(self, sign_ins: set[int], code: int) -> None:
        for socket in [*self.sockets(), *self.strangers]:
            if socket.sign_in in sign_ins:
                socket.end(code, "signed out")

    def revoke(self, topic: str, people: set[int]) -> None:
        for socket in list(self.places.get(topic, ())):
            if socket.person in people:
                self.unwatch(socket, topic)
                socket.revoked(topic)

    def change_epoch(self) -> None:
        """This is another past than the one the clients remember: everybody starts anew."""
        self._order.forget()
        for socket in self.sockets():
            socket.reset("epoch")

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            now = time.monotonic()
            for socket in [*self.sockets(), *self.strangers]:
                socket.tick(now)

    async def _watch_presence(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            try:
                await self.presence.tick()
            except Exception:
                logger.exception("presence failed; the next turn says it again")

    def _on_drain_signal(self) -> None:
        self._tasks.append(asyncio.create_task(self.drain()))

    async def drain(self) -> None:
        """Send everybody away, spread over a few seconds, to come back to another process."""
        self.draining = True
        for socket in [*self.sockets(), *self.strangers]:
            delay = random.uniform(0, settings.LIMITS.drain)
            self._loop.call_later(delay, socket.end, 1012, "restart")


_hub: Hub | None = None


def hub() -> Hub:
    """The hub of this process, started with the first connection: daphne has no start-up event."""
    global _hub
    if _hub is None or _hub._loop is not asyncio.get_running_loop():
        _hub = Hub()
        _hub.start()
    return _hub
