"""Who is here, on any process: leases that each process renews for its own people."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from consumers.hub import Hub, Listener
from conversations.events import Presence as PresenceObject
from conversations.events import PresenceChanged
from conversations.queries import signals
from core.executor import in_database
from protocol.publish import PRESENCE, Online, Outgoing, frame


class Observed(NamedTuple):
    public_id: UUID
    #: The observer has to ask again before.
    until: float


class Presence:
    """A closed tab is missed when its lease runs out, so that a reload is not a farewell."""

    def __init__(self, hub: Hub, publish: Callable[[list[Outgoing]], None]) -> None:
        self._hub, self._publish = hub, publish
        self._leases: dict[int, float] = {}
        self._here: set[int] = set()
        self._renewed_at = 0.0
        #: person -> who asked about them.
        self._observers: dict[int, dict[Listener, Observed]] = defaultdict(dict)
        self._told: dict[int, bool] = {}

    # --- leases ------------------------------------------------------------------------------

    def renew(self, online: Online) -> None:
        until = time.monotonic() + settings.LIMITS.presence_lease
        self._leases |= dict.fromkeys(online.people, until)

    def say_all(self) -> None:
        """With the next turn: somebody has come who knows of nobody."""
        self._renewed_at = 0.0

    def is_online(self, person: int) -> bool:
        return self._leases.get(person, 0) > time.monotonic()

    async def tick(self) -> None:
        """Say who has come, and of all before their leases run out; tell what has changed."""
        now, here = time.monotonic(), self._hub.present()
        due = now - self._renewed_at > settings.LIMITS.presence_lease / 3
        news = here if due else here - self._here
        self._here = here
        if due:
            self._renewed_at = now
        if news:
            shown = await in_database(signals.showing_presence, list(news))
            if shown:
                self._publish([Online(shown)])
        self._leases = {p: until for p, until in self._leases.items() if until > now}
        self._tell(now)

    def _tell(self, now: float) -> None:
        for person in list(self._observers):
            observers = self._observers[person]
            for listener in [s for s, seen in observers.items() if s.ended or seen.until < now]:
                del observers[listener]
            if not observers:
                del self._observers[person]
                self._told.pop(person, None)
                continue
            online = self.is_online(person)
            if self._told.get(person) != online:
                self._told[person] = online
                for listener, seen in observers.items():
                    listener.offer(PRESENCE, None, _frame(seen.public_id, online))

    # --- observing ---------------------------------------------------------------------------

    async def observe(self, listener: Listener, people: list[UUID]) -> list[UUID]:
        """From now on this listener hears of these, as far as it may; who of them is here now."""
        seen = await in_database(signals.observable, listener.person, people)
        until = time.monotonic() + settings.LIMITS.presence_watch
        for observers in self._observers.values():
            observers.pop(listener, None)
        for person, public_id in seen.items():
            self._told.setdefault(person, self.is_online(person))
            self._observers[person][listener] = Observed(public_id, until)
        return [public_id for person, public_id in seen.items() if self._told[person]]

    async def review(self, people: Iterable[int]) -> None:
        """These may see less than before: look again at whom they asked about."""
        for observer in people:
            seen = {
                person: found.public_id
                for person, observers in self._observers.items()
                for listener, found in observers.items()
                if listener.person == observer
            }
            if seen:
                asked = list(seen.values())
                still = await in_database(signals.observable, observer, asked)
                for person in seen.keys() - still.keys():
                    self.part(person, [observer])

    def part(self, person: int, observers: Iterable[int]) -> None:
        """These people may not know of this one any more."""
        gone = set(observers)
        seen = self._observers.get(person, {})
        for listener in [listener for listener in seen if listener.person in gone]:
            listener.offer(PRESENCE, None, _frame(seen[listener].public_id, False))
            del seen[listener]


def _frame(person: UUID, online: bool) -> bytes:
    return frame(PresenceChanged(data=PresenceObject(person=person, online=online)), PRESENCE)
