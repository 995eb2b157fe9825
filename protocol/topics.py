"""Topics: rows that own a version counter, of which clients hear. Their kinds and their names.

A topic is called `<kind>.<id>`, and with a face of the same rows `<kind>.<id>.<face>`. A person's
own topic is `user.<id>` inside and plain `user` on the wire, because a socket belongs to one
person and ids of rows stay inside.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from protocol.kinds import Kind

#: The kind of everybody's own topic.
OWN = "user"
_OWN = f"{OWN}."
#: Stands for its id where clients name it: it belongs to whoever asks.
MINE = UUID(int=0)

KINDS: dict[str, Kind[Any]] = {}
#: The first part of the names of places.
_places: set[str] = set()

AnyKind = TypeVar("AnyKind", bound=Kind[Any])


def register(kind: AnyKind) -> AnyKind:
    """Register a kind and return it: `CALL = register(Call())`."""
    same = [other for other in KINDS.values() if other.base == kind.base]
    assert kind.name not in KINDS
    assert all(kind.is_place == other.is_place for other in same)
    KINDS[kind.name] = kind
    if kind.is_place:
        _places.add(kind.base)
    return kind


#: For a reader: names of places, with the version of each.
Group = Callable[[Any], Mapping[str, int]]

#: What is watched by one name and is many places.
GROUPS: dict[str, Group] = {}


def group(name: str) -> Callable[[Group], Group]:
    """Register `function(reader)`, which reads the places that are watched under this name."""

    def register(function: Group) -> Group:
        GROUPS[name] = function
        return function

    return register


class Signal(NamedTuple):
    """What passes and is not stored: of signals about the same only the newest matters."""

    name: str

    def about(self, *what: object) -> str:
        """Return what a publication carries instead of a topic with versions."""
        return ".".join((self.name, *map(str, what)))


#: Signals of which the newest is waited for -> so many seconds.
_settling: dict[str, float] = {}


def signal(name: str, *, settles_after: float | None = None) -> Signal:
    """Register a signal. `settles_after`: the newest goes out so many seconds after the first.
    Without it the first goes out at once, and the next one not before some seconds have passed."""
    if settles_after is not None:
        _settling[name] = settles_after
    return Signal(name)


def settles_after(about: str) -> float | None:
    return _settling.get(about.partition(".")[0])


# --- names -----------------------------------------------------------------------------------


class Named(NamedTuple):
    """A topic by its name on the wire."""

    kind: Kind[Any]
    id: UUID


def own(person: int) -> str:
    return f"{OWN}.{person}"


def on_the_wire(topic: str) -> str:
    return OWN if topic.startswith(_OWN) else topic


def kind_of(topic: str) -> Kind[Any] | None:
    """Return the kind of a topic by its name inside the server."""
    base, _, rest = topic.partition(".")
    _, dot, face = rest.partition(".")
    return KINDS.get(f"{base}{dot}{face}")


def is_place(topic: str) -> bool:
    """Return whether a topic is watched, and has no members."""
    base, dot, _ = topic.partition(".")
    return bool(dot) and base in _places


def is_one_object(topic: str) -> bool:
    kind = kind_of(topic)
    return kind is not None and kind.is_one_object


def parse(topic: str) -> Named | None:
    """Return the kind and id that a client names, or None.

    A topic has one name. Of the other spellings that `UUID` understands (upper case, without
    hyphens, in braces) each would be another key, and another answer, for the same topic.
    """
    if topic == OWN:
        return Named(KINDS[OWN], MINE)
    kind = kind_of(topic)
    if kind is None or kind.name == OWN:
        return None
    name = topic.partition(".")[2].partition(".")[0]
    try:
        public_id = UUID(name)
    except ValueError:
        return None
    return Named(kind, public_id) if str(public_id) == name else None


def by_kind(names: Iterable[str]) -> dict[Kind[Any], dict[UUID, str]]:
    """Group names from a client by kind and id; what is no name of a topic is left out."""
    found: dict[Kind[Any], dict[UUID, str]] = {}
    for name in names:
        named = parse(name)
        if named is not None:
            found.setdefault(named.kind, {})[named.id] = name
    return found
