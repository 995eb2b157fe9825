"""For every action: old state + frames == fresh state, and nobody else has heard anything.

    with verify(hanna, ana):
        say(hanna, conversation, "Tuesday?")

What the block published is applied, in order and by the rules of versions, to what each person
knew before, and compared with what each reads afterwards. Another device, which missed all of it,
catches up from where it stood and must know the same. And what is told is what is stored: every
object that `sync` returns was in a frame of its version, the same. People of the cast who are not
named must neither have heard nor see anything new: in the first block of each file all that they
can read is compared, afterwards that no row about them has changed. With `--quick` the other device
and what is stored are looked at in the first block of each file.
"""

import copy
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from people.models import User
from protocol import topics
from protocol.publish import Outgoing, Part, Publication, Unwatched
from tests import looks
from tests.extent import EXTENT
from tests.fingerprint import fingerprint
from tests.state import State, plain

Json = dict[str, Any]


def frames_for(person: User, told: Iterable[Outgoing], *, passing: bool = False) -> list[Json]:
    """What reaches this person by name, as it reaches them; `passing`: of what is not stored."""
    return [
        frame
        for publication in told
        if isinstance(publication, Publication) and (publication.version is None) == passing
        for part in publication.parts
        for frame in _frames(part, person.pk)
    ]


def _frames(part: Part, person: int) -> Iterator[Json]:
    for index, other in enumerate(part.people or ()):
        if other == person:
            tail = b"" if part.tails is None else part.tails[index]
            yield json.loads(part.frame[:-1] + tail + b"}")


def frames_at(topic: str, told: Iterable[Outgoing]) -> list[Json]:
    """What reaches everybody who watches a place."""
    return [
        json.loads(part.frame)
        for publication in told
        if isinstance(publication, Publication) and publication.topic == topic
        for part in publication.parts
        if part.people is None
    ]


def everyone_told(told: Iterable[Outgoing]) -> set[int]:
    return {
        person
        for publication in told
        if isinstance(publication, Publication)
        for part in publication.parts
        for person in part.people or ()
    }


#: Files of tests whose strangers have been read as a whole.
_begun: set[str] = set()


def first_in_file() -> bool:
    file = os.environ.get("PYTEST_CURRENT_TEST", "").partition("::")[0]
    first = file not in _begun
    _begun.add(file)
    return first


class Verify:
    def __init__(self, cast: Iterable[User], told: list[Outgoing]) -> None:
        self.cast = {person.pk: person for person in cast}
        self.told = told

    @contextmanager
    def __call__(
        self, *concerned: User, exact: bool = True, whole: bool = False
    ) -> Iterator[list[Outgoing]]:
        """`exact`: the block is one action, so that each frame holds what is stored now.

        `whole`: a row about somebody else changes, but they see nothing of it (a report, say).
        """
        names = {person.pk: person for person in concerned}
        people = {**self.cast, **names}
        strangers = {pk: person for pk, person in people.items() if pk not in names}
        first = first_in_file()
        whole = first or whole
        read = people if whole else names
        hosts = frozenset(str(person.public_id) for person in people.values())
        before = {pk: State.fresh(_anew(person), hosts) for pk, person in read.items()}
        rows = [] if whole else fingerprint(strangers)
        self.told.clear()
        yield self.told
        told = list(self.told)
        if not whole:
            changed = {table for table, _ in {*fingerprint(strangers)} ^ {*rows}}
            assert changed == set(), "a row of somebody who has no part in it changed"
        for person in strangers.values():
            assert frames_for(person, told) == [], f"{person} heard of it"
        for pk, person in read.items():
            fresh = State.fresh(_anew(person), hosts)
            if pk in names:
                self._was_told_live(before[pk], fresh, told)
                if first or EXTENT != "quick":
                    self._has_caught_up(before[pk], fresh)
                    if exact:
                        self._was_told_what_is_stored(before[pk], told)
            else:
                for outgoing in told:  # what they watch is public, and no more than that
                    _deliver(outgoing, before[pk])
                same(before[pk].view(), fresh.view(), f"{person}, who has no part in it")

    def _was_told_live(self, before: State, fresh: State, told: list[Outgoing]) -> None:
        live = copy.deepcopy(before)
        for outgoing in told:
            _deliver(outgoing, live)
        same(live.view(), fresh.view(), f"{live.user}, told live")

    def _has_caught_up(self, before: State, fresh: State) -> None:
        away = copy.deepcopy(before)
        away.user = fresh.user
        away.reconnect()
        same(away.view(), fresh.view(), f"{away.user}, who was away")

    def _was_told_what_is_stored(self, before: State, told: list[Outgoing]) -> None:
        mine = frames_for(before.user, told)
        for topic, version in before.versions.items():
            heard = mine + frames_at(topic, told)
            frames = {f["version"]: f for f in heard if f["topic"] == topic}
            states = looks.read_many(before.user.pk, {topic: version})
            for stored in plain(states[topic].objects) if topic in states else ():
                frame = frames.get(stored["version"])
                assert frame is not None, f"nobody told {before.user} of {stored}"
                same(frame["data"], stored["data"], f"{topic} as told and as stored")
            if topic in states and not topics.is_one_object(topic):
                told_up_to = max(frames, default=version)
                assert told_up_to == states[topic].version, f"{topic} moved, untold"


def _deliver(outgoing: Outgoing, to: State) -> None:
    if isinstance(outgoing, Unwatched) and to.user.pk in outgoing.people:
        to.revoked(outgoing.topic)
    elif isinstance(outgoing, Publication) and outgoing.version is not None:
        for part in outgoing.parts:
            if part.people is None and topics.on_the_wire(outgoing.topic) in to.versions:
                to.receive(json.loads(part.frame))
            for frame in _frames(part, to.user.pk):
                to.receive(frame)


def _anew(person: User) -> User:
    return User.objects.select_related("model_profile").get(pk=person.pk)


def same(mine: Json, true: Json, what: str) -> None:
    """Equal, or an error that names every place where they are not."""
    differences = list(_differences(mine, true, ""))
    assert not differences, f"{what}:\n" + "\n".join(differences)


def _differences(mine: Any, true: Any, path: str) -> Iterator[str]:
    if isinstance(mine, dict) and isinstance(true, dict):
        for name in sorted({*mine, *true}, key=str):
            yield from _differences(mine.get(name, "-"), true.get(name, "-"), f"{path}.{name}")
    elif mine != true:
        yield f"{path}: {mine!r} instead of {true!r}"
