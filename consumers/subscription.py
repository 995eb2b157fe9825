"""What one client watches, and which version of each topic it was told of."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from consumers.frames import Heads, Revoked
from consumers.hub import Hub, Listener
from consumers.writer import Writer
from protocol import topics
from protocol.wire import encode


class Held(NamedTuple):
    topic: str
    version: int | None
    frame: bytes


class Subscription:
    """Keeps frames in order: each version goes out once, and none before the state it builds on.

    Frames of a topic are held while its state is being read; they follow the answer.
    """

    __slots__ = (
        *("_groups", "_holding", "_hub", "_late", "_listener", "_told", "_writer"),
        *("chosen", "watched"),
    )

    def __init__(self, listener: Listener, hub: Hub, writer: Writer) -> None:
        self._listener, self._hub, self._writer = listener, hub, writer
        #: All places that this client watches, and those of them that it named one by one.
        self.watched: set[str] = set()
        self.chosen: set[str] = set()
        #: Places that are watched together, by the name of their group.
        self._groups: dict[str, set[str]] = {}
        #: The newest version of each topic that this client was told of.
        self._told: dict[str, int] = {}
        #: Frames that wait until a state of their topic (None: of everything) has gone out.
        self._holding: dict[str | None, list[Held]] = {}
        #: Heads that were found meanwhile: told as soon as nothing is held any more.
        self._late: dict[str, int] = {}

    # --- places ------------------------------------------------------------------------------

    def watch(self, place: str) -> None:
        """Subscribe to a place."""
        self._hub.subscribe(self._listener, place)
        self.watched.add(place)

    def choose(self, place: str) -> None:
        """Subscribe to a place that the client has named; the number of these is limited."""
        self.watch(place)
        self.chosen.add(place)

    def watch_group(self, name: str, heads: Mapping[str, int]) -> None:
        """Subscribe to the places of a group, of which the client knows these versions."""
        for place in self._groups.get(name, set()) - heads.keys():
            self._drop_from_group(name, place)
        self._groups[name] = set(heads)
        for place, version in heads.items():
            self.watch(place)
            self.know(place, version)

    def is_in_group(self, name: str, place: str) -> bool:
        return place in self._groups.get(name, ())

    def unwatch(self, name: str) -> None:
        """Unsubscribe from a place or a group. What is watched in another way as well, stays."""
        if name in topics.GROUPS:
            for place in list(self._groups.get(name, ())):
                self._drop_from_group(name, place)
            return
        self.chosen.discard(name)
        if not any(name in group for group in self._groups.values()):
            self.leave(name)

    def _drop_from_group(self, name: str, place: str) -> None:
        self._groups[name].discard(place)
        if place not in self.chosen:
            self.leave(place)

    def leave(self, place: str) -> None:
        """Unsubscribe from a place, in whichever ways it is watched."""
        for places in (self.watched, self.chosen, *self._groups.values()):
            places.discard(place)
        self._hub.unsubscribe(self._listener, place)

    def leave_all(self) -> None:
        for place in list(self.watched):
            self.leave(place)

    def revoked(self, place: str) -> None:
        """Unsubscribe from a place that this person may no longer watch, and say so."""
        self.leave(place)
        self._told.pop(place, None)
        self._writer.put(encode({"type": Revoked.type, "topic": place}))

    # --- frames ------------------------------------------------------------------------------

    def offer(self, topic: str, version: int | None, frame: bytes) -> None:
        """Send a frame of a topic, once and in order; hold it while a state is being read."""
        if self._holding:
            for held in (None, topic):
                if held in self._holding:
                    self._holding[held].append(Held(topic, version, frame))
                    return
        if version is not None:
            if version <= self._told.get(topic, -1):
                return
            self._told[topic] = version
        self._writer.offer(topic, version, frame)

    def hold(self, topics: Iterable[str | None]) -> None:
        """Hold the frames of these topics (None: all) until `release`."""
        for topic in topics:
            self._holding[topic] = []

    def release(self, topics: Iterable[str | None]) -> None:
        """Send what was held, as far as it is newer than the states that have gone out."""
        for topic in topics:
            for held in self._holding.pop(topic, ()):
                if self._hears_of(held.topic):
                    self.offer(*held)
        self._tell_late()

    def discard(self, topic: str | None) -> None:
        """Drop what was held: the state that it waited for was refused."""
        self._holding.pop(topic, None)
        if topic is not None:
            self._tell_late()

    # --- versions ----------------------------------------------------------------------------

    def know(self, topic: str, version: int) -> None:
        """Record that the client has this version, or a newer one."""
        self._told[topic] = max(version, self._told.get(topic, -1))

    def is_behind(self, topic: str, version: int) -> bool:
        return not self._writer.finished and self._told.get(topic, -1) < version

    def tell_head(self, topic: str, version: int) -> None:
        """Tell the client how far a topic has come, if it is behind: it then asks for the rest.

        Not if it has stopped watching since it was found to be behind.
        """
        if not self._hears_of(topic):
            return
        if self._holding:
            self._late[topic] = max(version, self._late.get(topic, -1))
        elif self.is_behind(topic, version):
            self._told[topic] = version
            self._writer.put(encode({"type": Heads.type, "topics": {topic: version}}))

    def _hears_of(self, topic: str) -> bool:
        return not topics.is_place(topic) or topic in self.watched

    def _tell_late(self) -> None:
        if not self._holding:
            late, self._late = self._late, {}
            for topic, version in late.items():
                self.tell_head(topic, version)
