"""How much one answer may hold, over everything that a client has asked for in one request."""

from collections.abc import Iterable, Sequence

import msgspec
from django.conf import settings

from protocol.wire import Change, Framed, encode


class Budget:
    """Bytes and objects that are left. The last object that fits may go over by its own size, so
    that every answer brings something and a client that asks again always gets on.
    """

    __slots__ = ("bytes", "objects")

    def __init__(self, size: int | None = None, objects: int | None = None) -> None:
        """By default what an answer may have."""
        self.bytes = settings.LIMITS.answer_bytes if size is None else size
        self.objects = settings.LIMITS.answer_objects if objects is None else objects

    @property
    def spent(self) -> bool:
        return self.bytes <= 0 or self.objects <= 0

    def spend(self, size: int) -> None:
        self.bytes -= size
        self.objects -= 1

    def take(self, changes: Iterable[Change | Framed]) -> list[Framed]:
        """As many as fit, from the first on."""
        taken: list[Framed] = []
        for change in changes:
            if self.spent:
                break
            made = framed(change)
            self.spend(len(memoryview(made.frame)))
            taken.append(made)
        return taken

    def take_all(self, changes: Iterable[Change | Framed]) -> list[Framed]:
        """What an answer cannot do without."""
        taken = [framed(change) for change in changes]
        for change in taken:
            self.spend(len(memoryview(change.frame)))
        return taken

    def take_newest(self, changes: Sequence[Change | Framed]) -> list[Framed]:
        """As many as fit, from the last on; in the order in which they were given."""
        return self.take(reversed(changes))[::-1]


def framed(change: Change | Framed) -> Framed:
    """A change as its frame without `topic`."""
    if isinstance(change, Framed):
        return change
    event = change.event
    frame = {"type": event.event, "version": change.version, **msgspec.structs.asdict(event)}
    return Framed(change.version, msgspec.Raw(encode(frame)))
