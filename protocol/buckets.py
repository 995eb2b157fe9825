"""Rate limits: a bucket fills with so many tokens a second, up to its size."""

import time

from django.conf import settings

from protocol.refused import Refused


class Bucket:
    __slots__ = ("_at", "_rate", "_size", "_tokens")

    def __init__(self, rate: float, size: float) -> None:
        self._rate, self._size = rate, size
        self._tokens, self._at = size, time.monotonic()

    def take(self) -> int:
        """0, or the milliseconds after which there is a token again."""
        now = time.monotonic()
        self._tokens = min(self._size, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens >= 1:
            self._tokens -= 1
            return 0
        return int((1 - self._tokens) / self._rate * 1000) + 1

    @property
    def full(self) -> bool:
        return self._tokens + (time.monotonic() - self._at) * self._rate >= self._size


class PersonBuckets:
    """One bucket a person, shared by every socket and the HTTP door of this process."""

    PRUNE_AT = 10_000

    def __init__(self) -> None:
        self._buckets: dict[int, Bucket] = {}

    def take(self, person: int) -> int:
        if person not in self._buckets:
            self._prune()
            limits = settings.LIMITS
            self._buckets[person] = Bucket(
                limits.person_commands_per_second, limits.person_commands_burst
            )
        return self._buckets[person].take()

    def _prune(self) -> None:
        if len(self._buckets) >= self.PRUNE_AT:
            self._buckets = {p: b for p, b in self._buckets.items() if not b.full}


people = PersonBuckets()


def rate_limited(after_ms: int) -> Refused:
    return Refused("rate_limited", "Too fast: wait a moment.", after_ms=after_ms)
