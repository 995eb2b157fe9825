"""`publish()`: the only way from a change to the sockets of those who may hear of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from core.transaction import publish_on_commit, send_with
from protocol import topics
from protocol.wire import Event, encode


class Part(msgspec.Struct, array_like=True, frozen=True):
    """One frame and who gets it: `people` by id, or everybody who watches the topic (None).

    `tails`, one for each of `people`, are spliced in before the frame's last brace, so that a
    frame for many is encoded once although each has an own unread count.
    """

    frame: bytes
    people: list[int] | None = None
    tails: list[bytes] | None = None


class Publication(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """One version of one topic, on its way. `version` None: ephemeral, may be lost."""

    topic: str
    version: int | None
    parts: list[Part]


class SignedOut(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """These sign-ins have ended: their sockets close with `code`."""

    sign_ins: list[int]
    code: int


#: What the topics of frames and publications about somebody's presence begin with.
PRESENCE = "presence"


class Unwatched(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """These people may not watch this place any more, or see whether a person is here."""

    topic: str
    people: list[int]

    @property
    def observed(self) -> int | None:
        """Whose presence it is about, if it is about that."""
        subject, _, person = self.topic.partition(".")
        return int(person) if subject == PRESENCE else None


def unobserved(person: int, observers: list[int]) -> Unwatched:
    """These observers may not see any more whether a person is here."""
    return Unwatched(f"{PRESENCE}.{person}", observers)


class Online(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """These people are here, and show it: a lease that is renewed while they are."""

    people: list[int]


Outgoing = Publication | SignedOut | Unwatched | Online


def frame(event: Event, topic: str, version: int | None = None) -> bytes:
    """The JSON text frame of an event: `{"type", "topic", "version", ...fields}`."""
    head = {"type": event.event, "topic": topics.on_the_wire(topic)}
    if version is not None:
        head["version"] = version  # type: ignore[assignment]
    return encode(head)[:-1] + b"," + encode(event)[1:]


def skip(topic: str, version: int) -> bytes:
    """The frame for a member from whom a change is hidden: only its version counts."""
    return encode({"type": "skip", "topic": topics.on_the_wire(topic), "version": version})


def to_people(
    event: Event,
    topic: str,
    version: int | None,
    people: Iterable[int],
    tails: Mapping[int, bytes] | None = None,
) -> Publication:
    people = list(people)
    spliced = [tails[person] for person in people] if tails is not None else None
    return Publication(topic, version, [Part(frame(event, topic, version), people, spliced)])


def to_place(event: Event, topic: str, version: int) -> Publication:
    return Publication(topic, version, [Part(frame(event, topic, version))])


def to_user(event: Event, user: int, version: int) -> Publication:
    """A change on a person's own topic."""
    return to_people(event, topics.own(user), version, [user])


# --- the way out -----------------------------------------------------------------------------

Publisher = Callable[[list[Outgoing]], None]


def deliver_with(publisher: Publisher) -> None:
    """Named once per process by whoever carries publications: the hub, or a plain sender."""
    send_with(publisher)


def publish(publications: Sequence[Outgoing]) -> None:
    """Send these when the current transaction has committed; nothing if it does not."""
    publish_on_commit(publications)
