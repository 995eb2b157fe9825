"""Signals that come thick and fast: of each kind only the newest goes out, once in a while."""

import asyncio
import time
from collections.abc import Callable

from django.conf import settings

from protocol import topics
from protocol.publish import Publication


class Settling:
    """The topic of a publication without a version says what it is about, and of whom."""

    REMEMBERED = 10_000

    def __init__(self, hand_out: Callable[[Publication], None]) -> None:
        self._hand_out = hand_out
        self._newest: dict[str, Publication] = {}
        self._passed: dict[str, float] = {}

    def take(self, publication: Publication) -> None:
        after = topics.settles_after(publication.topic)
        if after is not None:
            self._settle(publication, after)
        elif self._is_due(publication.topic):
            self._hand_out(publication)

    def _settle(self, publication: Publication, after: float) -> None:
        if publication.topic not in self._newest:
            loop = asyncio.get_running_loop()
            loop.call_later(after, self._let_go, publication.topic)
        self._newest[publication.topic] = publication

    def _let_go(self, topic: str) -> None:
        self._hand_out(self._newest.pop(topic))

    def _is_due(self, topic: str) -> bool:
        now = time.monotonic()
        again = settings.LIMITS.typing_again
        if now - self._passed.get(topic, -again) < again:
            return False
        if len(self._passed) >= self.REMEMBERED:
            self._passed.clear()
        self._passed[topic] = now
        return True
