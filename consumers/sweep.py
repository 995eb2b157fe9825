"""Every two seconds: what should have been heard by now? Heals whatever got lost on the way.

Asks for topics of the people here that changed in a transaction that was not finished when the
last successful sweep looked. No clock and no window is involved, so pauses are harmless.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple

from django.conf import settings

from consumers import metrics, rights
from consumers.epoch import Witness
from consumers.hub import Hub, Listener
from core.executor import in_database
from core.sql import one_look, rows
from protocol import topics

logger = logging.getLogger(__name__)

#: A change this young may still be on its way to the socket.
GRACE = 0.2
#: So long the database rests between two looks, however slow they are.
LEAST = 0.1


class Here(NamedTuple):
    """Whose topics matter to this process."""

    people: list[int]
    places: list[str]
    sign_ins: list[int]


class Moved(NamedTuple):
    """A topic as it is called on the wire, and for one person, or as a place (None)."""

    person: int | None
    topic: str
    version: int


class Found(NamedTuple):
    epoch: str
    since: int
    moved: list[Moved]
    signed_out: list[int]
    banned: list[int]
    #: People, whether here or not, who may see less than before.
    lost_rights: list[int]


class Sweep:
    """`review`: looks at what these people watch. `changed_epoch`: clients know another past."""

    def __init__(
        self,
        hub: Hub,
        *,
        review: Callable[[list[int]], Awaitable[None]],
        changed_epoch: Callable[[], None],
        bus_is_healthy: Callable[[], bool],
    ) -> None:
        self._hub = hub
        self._review, self._changed_epoch = review, changed_epoch
        self._bus_is_healthy = bus_is_healthy
        self._witness = Witness()
        self._since: int | None = None
        self._epoch: str | None = None
        self._wake = asyncio.Event()
        #: Set when the first sweep has looked: from there on nothing goes unnoticed.
        self.started = asyncio.Event()

    @property
    def epoch(self) -> str:
        assert self._epoch is not None
        return self._epoch

    @property
    def since(self) -> int:
        """The oldest transaction that was still running at the last successful look."""
        return self._since or 0

    def soon(self) -> None:
        """Do not wait for the next turn: something is known to be lost."""
        self._wake.set()

    async def run(self) -> None:
        """From look to look, not from the end of one to the next: the promise is for both."""
        while True:
            began = time.monotonic()
            try:
                with metrics.sweep_seconds.time():
                    await self._once()
            except Exception:
                logger.exception("a sweep failed; the next one covers its time, too")
            limits = settings.LIMITS
            pause = limits.sweep if self._bus_is_healthy() else limits.sweep_degraded
            took = time.monotonic() - began
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), max(pause - took, LEAST))
            self._wake.clear()

    async def _once(self) -> None:
        hub = self._hub
        here = Here(
            people=list(hub.people),
            places=list(hub.places),
            sign_ins=[listener.sign_in for listener in hub.connected()],
        )
        found = await in_database(look, self._witness, self._since, here)
        if self._epoch not in (None, found.epoch):
            self._changed_epoch()
        self._epoch = found.epoch
        self.started.set()
        hub.end_sign_ins(set(found.banned), 4403)
        hub.end_sign_ins(set(found.signed_out), 4401)
        # Before anything is told: nobody hears how far on a place is that is not theirs any more.
        await self._review(found.lost_rights)
        self._since = found.since
        await self._tell(list(self._behind(found)))

    def _behind(self, found: Found) -> Iterable[tuple[Listener, str, int]]:
        for person, topic, version in found.moved:
            for listener in self._hub.hearing(person, topic):
                if listener.is_behind(topic, version):
                    yield listener, topic, version

    async def _tell(self, behind: list[tuple[Listener, str, int]]) -> None:
        if not behind:
            return
        await asyncio.sleep(GRACE)
        for listener, topic, version in behind:
            if listener.is_behind(topic, version):
                metrics.healed.inc()
                listener.tell_head(topic, version)


# --- in a database thread --------------------------------------------------------------------


def look(witness: Witness, since: int | None, here: Here) -> Found:
    """One consistent look, with the oldest transaction that was still running in it."""
    epoch = witness.epoch()
    with one_look():
        now = rows("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin")
        return Found(
            epoch=epoch,
            since=now[0]["xmin"],
            moved=[] if since is None else _moved(since, here),
            signed_out=_ended(here, "s.revoked_at IS NOT NULL OR s.expires_at <= now()"),
            banned=_ended(here, "NOT u.is_active"),
            lost_rights=[] if since is None else rights.lost_since(since),
        )


def _moved(since: int, here: Here) -> list[Moved]:
    """Of every kind of topic those that changed, in one statement."""
    kinds = topics.KINDS.values()
    watched: dict[str, list[str]] = {kind.watched: [] for kind in kinds}
    for kind, named in topics.by_kind(here.places).items():
        watched[kind.watched] = [str(id) for id in named]
    every = " UNION ALL ".join(kind.moved for kind in kinds)
    found = rows(every, {"since": since, "people": here.people, **watched})
    return [Moved(**row) for row in found]


def _ended(here: Here, condition: str) -> list[int]:
    found = rows(
        "SELECT s.id FROM sign_ins s JOIN user_profiles u ON u.id = s.user_id"
        f" WHERE s.id = ANY(%s) AND ({condition})",
        [here.sign_ins],
    )
    return [row["id"] for row in found]
