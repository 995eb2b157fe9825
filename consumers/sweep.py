"""Every two seconds: what should have been heard by now? Heals whatever got lost on the way.

Asks for topics of the people here that changed in a transaction that was not finished when the
last successful sweep looked. No clock and no window is involved, so pauses are harmless.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.transaction import atomic

from consumers import metrics, rights
from consumers.epoch import Witness
from protocol import topics
from protocol.executor import in_database
from protocol.sql import rows

if TYPE_CHECKING:
    from consumers.hub import Hub
    from consumers.socket import Socket

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


class Found(NamedTuple):
    """Heads of topics that moved: (person, topic, version) and (place, version)."""

    epoch: str
    since: int
    of_people: list[tuple[int, str, int]]
    of_places: list[tuple[str, int]]
    signed_out: list[int]
    banned: list[int]
    #: People, whether here or not, who may see less than before.
    lost_rights: list[int]


class Sweep:
    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
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
            pause = limits.sweep if self._hub.bus.healthy else limits.sweep_degraded
            took = time.monotonic() - began
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), max(pause - took, LEAST))
            self._wake.clear()

    async def _once(self) -> None:
        hub = self._hub
        here = Here(
            people=list(hub.people),
            places=list(hub.places),
            sign_ins=[socket.sign_in for socket in [*hub.sockets(), *hub.strangers]],
        )
        found = await in_database(look, self._witness, self._since, here)
        if self._epoch not in (None, found.epoch):
            hub.change_epoch()
        self._epoch = found.epoch
        self.started.set()
        hub.end_sign_ins(set(found.banned), 4403)
        hub.end_sign_ins(set(found.signed_out), 4401)
        # Before anything is told: nobody hears how far on a place is that is not theirs any more.
        await rights.review(hub, found.lost_rights)
        self._since = found.since
        await self._tell(list(self._behind(found)))

    def _behind(self, found: Found) -> Iterable[tuple["Socket", str, int]]:
        hub = self._hub
        for person, topic, version in found.of_people:
            for socket in hub.people.get(person, ()):
                if socket.is_behind(topic, version):
                    yield socket, topic, version
        for place, version in found.of_places:
            for socket in hub.places.get(place, ()):
                if socket.is_behind(place, version):
                    yield socket, place, version

    async def _tell(self, behind: list[tuple["Socket", str, int]]) -> None:
        if not behind:
            return
        await asyncio.sleep(GRACE)
        for socket, topic, version in behind:
            if socket.is_behind(topic, version):
                metrics.healed.inc()
                socket.tell_head(topic, version)


# --- in a database thread --------------------------------------------------------------------


def look(witness: Witness, since: int | None, here: Here) -> Found:
    """One consistent look, with the oldest transaction that was still running in it."""
    epoch = witness.epoch()
    with atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        now = rows("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin")
        of_people = [] if since is None else [*_conversations(since, here), *_own(since, here)]
        return Found(
            epoch=epoch,
            since=now[0]["xmin"],
            of_people=of_people,
            of_places=[] if since is None else [*_calls(since, here), *_profiles(since, here)],
            signed_out=_ended(here, "s.revoked_at IS NOT NULL OR s.expires_at <= now()"),
            banned=_ended(here, "NOT u.is_active"),
            lost_rights=[] if since is None else _lost_rights(since),
        )


def _conversations(since: int, here: Here) -> list[tuple[int, str, int]]:
    """For who has left, a conversation moves once more, and then stands still."""
    found = rows(
        # From what has moved to who is here: the other way round it would be all their places.
        "WITH moved AS MATERIALIZED ("
        "   SELECT * FROM conversations WHERE changed_xid >= %(since)s)"
        " SELECT p.user_id, c.public_id,"
        " CASE WHEN p.left_at IS NULL THEN c.version ELSE p.version END AS version"
        " FROM moved c JOIN conversation_participants p ON p.conversation_id = c.id"
        " WHERE p.user_id = ANY(%(people)s) AND coalesce(p.left_xid, c.changed_xid) >= %(since)s"
        " AND (c.last_number > 0 OR c.opened_by_id = p.user_id OR c.kind = 'group')",
        {"since": since, "people": here.people},
    )
    return [
        (row["user_id"], topics.conversation(row["public_id"]), row["version"]) for row in found
    ]


def _own(since: int, here: Here) -> list[tuple[int, str, int]]:
    found = rows(
        "SELECT id, version FROM user_profiles WHERE id = ANY(%s) AND changed_xid >= %s",
        [here.people, since],
    )
    return [(row["id"], "user", row["version"]) for row in found]


def _calls(since: int, here: Here) -> list[tuple[str, int]]:
    found = rows(
        "SELECT public_id, version, host_version FROM open_calls"
        " WHERE public_id = ANY(%s::uuid[]) AND changed_xid >= %s",
        [_ids(here, "call."), since],
    )
    return [
        head
        for row in found
        for head in (
            (topics.call(row["public_id"]), row["version"]),
            (topics.call_host(row["public_id"]), row["host_version"]),
        )
    ]


def _profiles(since: int, here: Here) -> list[tuple[str, int]]:
    found = rows(
        "SELECT u.public_id, p.version, p.followers_version FROM feed_profiles p"
        " JOIN user_profiles u ON u.id = p.user_id"
        " WHERE u.public_id = ANY(%s::uuid[]) AND p.changed_xid >= %s",
        [_ids(here, "profile."), since],
    )
    return [
        head
        for row in found
        for head in (
            (topics.profile(row["public_id"]), row["version"]),
            (topics.profile_followers(row["public_id"]), row["followers_version"]),
        )
    ]


def _lost_rights(since: int) -> list[int]:
    """Of everybody: who came in during the look shall not be left out."""
    found = rows("SELECT id FROM user_profiles WHERE rights_xid >= %s", [since])
    return [row["id"] for row in found]


def _ids(here: Here, kind: str) -> list[str]:
    """Of the places of this kind, whichever face of them is watched."""
    named = (topics.parse(place) for place in here.places if place.startswith(kind))
    return list({str(parsed[1]) for parsed in named if parsed is not None})


def _ended(here: Here, condition: str) -> list[int]:
    found = rows(
        "SELECT s.id FROM sign_ins s JOIN user_profiles u ON u.id = s.user_id"
        f" WHERE s.id = ANY(%s) AND ({condition})",
        [here.sign_ins],
    )
    return [row["id"] for row in found]
