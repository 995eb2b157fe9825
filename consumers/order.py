"""Versions of a topic go out in their order, although two commits may race to be published."""

import asyncio
from collections.abc import Callable

from django.conf import settings

from protocol import topics
from protocol.publish import Publication

Receiver = Callable[[Publication], None]


class Order:
    """Holds a frame that came too early for a moment; if its forerunner stays away, says so."""

    #: Topics remembered at most; a forgotten one starts anew with its next frame.
    REMEMBERED = 100_000

    def __init__(self, hand_out: Receiver, missing: Receiver) -> None:
        self._hand_out, self._missing = hand_out, missing
        self._last: dict[str, int] = {}
        self._held: dict[str, dict[int, Publication]] = {}

    def forget(self) -> None:
        self._last.clear()
        self._held.clear()

    def arrange(self, publication: Publication) -> None:
        topic, version = publication.topic, publication.version
        if version is None:
            self._hand_out(publication)
            return
        last = self._last.get(topic)
        if last is None or version == last + 1 or topics.is_one_object(topic):
            self._pass(publication, version)
        elif version > last:
            self._hold(publication, version)

    def _pass(self, publication: Publication, version: int) -> None:
        topic = publication.topic
        if version <= self._last.get(topic, -1):
            return
        if topic not in self._last and len(self._last) >= self.REMEMBERED:
            self._last.clear()
        self._last[topic] = version
        self._hand_out(publication)
        held = self._held.get(topic)
        if held is not None:
            following = held.pop(version + 1, None)
            if not held:
                del self._held[topic]
            if following is not None:
                self._pass(following, version + 1)

    def _hold(self, publication: Publication, version: int) -> None:
        topic = publication.topic
        waiting = topic in self._held
        self._held.setdefault(topic, {})[version] = publication
        if not waiting:
            loop = asyncio.get_running_loop()
            loop.call_later(settings.LIMITS.hold_out_of_order, self._give_up, topic)

    def _give_up(self, topic: str) -> None:
        """What was missing did not come: tell the newest version, everybody asks for the rest."""
        held = self._held.pop(topic, None)
        if held:
            newest = max(held)
            self._last[topic] = max(newest, self._last.get(topic, newest))
            self._missing(held[newest])
