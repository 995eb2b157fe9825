"""Publications to places wait here until the rights of those who watch were looked at.

Who watches a place is known to this process alone. A right that ended elsewhere is told by the
bus, which can be away, while a publication of this process goes out at once: words would reach
somebody who was blocked a moment before, and words cannot be taken back. So every publication to
a place that is watched here waits for one look at the rights that were lost since the last sweep.
Publications that come during a look share the next one. If the database cannot be asked, nothing
goes out: what is not told is found by the sweep.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from consumers.hub import Hub
from protocol import topics
from protocol.publish import Publication

logger = logging.getLogger(__name__)

HandOut = Callable[[Publication], None]
#: Looks at the rights that were lost since the last sweep.
Review = Callable[[], Awaitable[None]]


class Gate:
    def __init__(self, hub: Hub, review: Review) -> None:
        self._hub, self._review = hub, review
        self._waiting: list[tuple[HandOut, Publication]] = []
        self._look: asyncio.Task[None] | None = None

    def guarded(self, hand_out: HandOut) -> HandOut:
        """The same for people at once, and for places after a look."""

        def take(publication: Publication) -> None:
            if not topics.is_place(publication.topic):
                hand_out(publication)
            elif publication.topic in self._hub.places:
                self._waiting.append((hand_out, publication))
                if self._look is None:
                    self._look = asyncio.create_task(self._let_through())

        return take

    async def _let_through(self) -> None:
        try:
            while self._waiting:
                passing, self._waiting = self._waiting, []
                if await self._has_looked():
                    for hand_out, publication in passing:
                        hand_out(publication)
        finally:
            self._look = None

    async def _has_looked(self) -> bool:
        try:
            await self._review()
        except Exception:
            logger.exception("rights could not be looked at; the sweep tells what is held back")
            return False
        return True
