"""The register of a web process: who is connected, who watches what, and so who gets a frame."""

from collections import defaultdict
from collections.abc import Iterable, Set
from typing import Protocol

from django.conf import settings

from consumers import metrics
from protocol import topics
from protocol.publish import Part, Publication


class Listener(Protocol):
    """What the hub needs to know of a connection."""

    @property
    def person(self) -> int: ...
    @property
    def sign_in(self) -> int: ...
    @property
    def present(self) -> bool:
        """Whether its person is there: a browser's is, a program's only if it says so."""

    @property
    def ended(self) -> bool: ...
    @property
    def watched(self) -> Set[str]: ...

    def offer(self, topic: str, version: int | None, frame: bytes) -> None:
        """Send a frame of a topic; without a version it may be lost."""

    def tell_head(self, topic: str, version: int) -> None:
        """Tell the client how far a topic has come, if something before that is missing."""

    def is_behind(self, topic: str, version: int) -> bool:
        """Return whether the client has not been told of this version."""

    def revoked(self, place: str) -> None:
        """Unsubscribe from a place that the person may no longer watch, and say so."""

    def reset(self, reason: str) -> None:
        """Tell the client to forget everything, and close."""

    def tick(self, now: float) -> None:
        """Look for silence, lost credit and a missing hello; called once a second."""

    def end(self, code: int, reason: str) -> None:
        """Say goodbye and close."""


class Hub:
    """Lives in the event loop of its process. It holds no rule of the business."""

    def __init__(self) -> None:
        #: Sockets that have said hello, by person; and by the places that they watch.
        self.people: dict[int, set[Listener]] = defaultdict(set)
        self.places: dict[str, set[Listener]] = defaultdict(set)
        #: Sockets that have not said hello yet.
        self.strangers: set[Listener] = set()
        #: Every socket of a person, the oldest first.
        self._sockets: dict[int, list[Listener]] = defaultdict(list)

    # --- who is here -------------------------------------------------------------------------

    def admit(self, listener: Listener) -> None:
        """Register an accepted socket. If a person has too many, the oldest are closed."""
        self.strangers.add(listener)
        mine = self._sockets[listener.person]
        mine.append(listener)
        live = [other for other in mine if not other.ended]
        for oldest in live[: max(0, len(live) - settings.LIMITS.sockets_per_person)]:
            oldest.end(4409, "too many sockets")

    def enter(self, listener: Listener) -> None:
        """Let the person's frames reach a socket: it has said hello."""
        self.strangers.discard(listener)
        self.people[listener.person].add(listener)
        metrics.sockets.inc()

    def step_back(self, listener: Listener) -> None:
        """Let no more frames reach a socket, because its hello could not be answered."""
        self._forget(listener)
        self.strangers.add(listener)

    def leave(self, listener: Listener) -> None:
        """Forget a socket that is gone."""
        self.strangers.discard(listener)
        mine = self._sockets[listener.person]
        mine.remove(listener)
        if not mine:
            del self._sockets[listener.person]
        self._forget(listener)

    def _forget(self, listener: Listener) -> None:
        mine = self.people.get(listener.person)
        if mine is None or listener not in mine:
            return
        mine.discard(listener)
        metrics.sockets.dec()
        if not mine:
            del self.people[listener.person]

    def entered(self) -> list[Listener]:
        """Return the sockets that have said hello."""
        return [listener for mine in self.people.values() for listener in mine]

    def connected(self) -> list[Listener]:
        return [*self.entered(), *self.strangers]

    def present(self) -> set[int]:
        """Return the people who have a browser open here, or a program that says they are here."""
        people = self.people.items()
        return {person for person, mine in people if any(socket.present for socket in mine)}

    # --- who watches what --------------------------------------------------------------------

    def subscribe(self, listener: Listener, place: str) -> None:
        self.places[place].add(listener)

    def unsubscribe(self, listener: Listener, place: str) -> None:
        watchers = self.places.get(place)
        if watchers is not None:
            watchers.discard(listener)
            if not watchers:
                del self.places[place]

    def watched_by(self, person: int) -> set[str]:
        return {place for listener in self.people.get(person, ()) for place in listener.watched}

    def hearing(self, person: int | None, topic: str) -> Iterable[Listener]:
        """Return who hears of a topic: a person's sockets, or (None) those that watch a place."""
        return self.places.get(topic, ()) if person is None else self.people.get(person, ())

    # --- what reaches them -------------------------------------------------------------------

    def hand_out(self, publication: Publication) -> None:
        topic = topics.on_the_wire(publication.topic)
        for part in publication.parts:
            if part.people is None:
                for listener in self.places.get(publication.topic, ()):
                    listener.offer(topic, publication.version, part.frame)
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
            for listener in mine:
                listener.offer(topic, version, frame)

    def tell_heads(self, publication: Publication) -> None:
        """Tell the audience of a publication how far its topic has come, and not the rest."""
        topic, version = topics.on_the_wire(publication.topic), publication.version
        assert version is not None
        for part in publication.parts:
            audience = {
                listener
                for person in ([None] if part.people is None else part.people)
                for listener in self.hearing(person, publication.topic)
            }
            for listener in audience:
                listener.tell_head(topic, version)

    def revoke(self, place: str, people: Iterable[int]) -> None:
        """End the watches of a place for people who may no longer watch it."""
        people = set(people)
        for listener in list(self.places.get(place, ())):
            if listener.person in people:
                listener.revoked(place)

    def end_sign_ins(self, sign_ins: Set[int], code: int) -> None:
        for listener in self.connected():
            if listener.sign_in in sign_ins:
                listener.end(code, "signed out")
