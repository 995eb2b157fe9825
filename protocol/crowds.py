"""How many are there at once from one address."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from core.refused import Refused
from protocol import addresses


class Crowd:
    """Counts by household, so that nobody becomes many by the size of their network."""

    def __init__(self) -> None:
        self._there: Counter[str] = Counter()

    def enter(self, address: str) -> None:
        """Raises `Refused` where there is no room for one more."""
        household = addresses.household(address)
        if self._there[household] >= settings.LIMITS.address_connections:
            raise too_many()
        self._there[household] += 1

    def leave(self, address: str) -> None:
        household = addresses.household(address)
        self._there[household] -= 1
        if self._there[household] <= 0:
            del self._there[household]

    @contextmanager
    def one_more(self, address: str) -> Iterator[None]:
        self.enter(address)
        try:
            yield
        finally:
            self.leave(address)


def too_many() -> Refused:
    sentence = "Too many connections come from your network right now."
    return Refused("rate_limited", sentence, after_ms=1_000)


#: Connections to this process on which nobody has signed in, by who is at the other end. A socket
#: that was accepted counts no more: those have a limit of their own, by person.
connections = Crowd()
#: Requests that are being answered and sockets that have not shown yet whose they are, by the
#: true address: those that a proxy brings, too.
requests = Crowd()
