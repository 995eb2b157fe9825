"""Rate limits: a bucket fills with so many tokens a second, up to its size."""

import math
import time
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.conf import settings

from core.refused import Refused
from protocol.limits import Limits

Key = TypeVar("Key", bound=Hashable)


class Bucket:
    __slots__ = ("_at", "_rate", "_size", "_tokens")

    def __init__(self, rate: float, size: float) -> None:
        self._rate, self._size = rate, size
        self._tokens, self._at = size, time.monotonic()

    def take(self, cost: float = 1) -> int:
        """0, or the milliseconds after which there are enough tokens again."""
        now = time.monotonic()
        self._tokens, self._at = self._left(now), now
        if self._tokens >= cost:
            self._tokens -= cost
            return 0
        return int((cost - self._tokens) / self._rate * 1000) + 1

    @property
    def full(self) -> bool:
        return self._left(time.monotonic()) >= self._size

    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers has them: what there is at most and in how many
        seconds it comes back, and the same of what is left."""
        left, size = int(self._left(time.monotonic())), int(self._size)
        return {
            "RateLimit-Policy": f'"default";q={size};w={math.ceil(size / self._rate)}',
            "RateLimit": f'"default";r={left};t={math.ceil((size - left) / self._rate)}',
        }

    def _left(self, now: float) -> float:
        return min(self._size, self._tokens + (now - self._at) * self._rate)


class Buckets(Generic[Key]):
    """One bucket for each who asks, shared by every door of this process."""

    PRUNE_AT = 10_000

    def __init__(self, size: Callable[[Limits], tuple[float, float]]) -> None:
        """`size`: tokens a second, and how many there are at most."""
        self._size = size
        self._buckets: dict[Key, Bucket] = {}

    def take(self, key: Key, cost: float = 1) -> int:
        return self.of(key).take(cost)

    def of(self, key: Key) -> Bucket:
        if key not in self._buckets:
            self._prune()
            self._buckets[key] = Bucket(*self._size(settings.LIMITS))
        return self._buckets[key]

    def _prune(self) -> None:
        if len(self._buckets) >= self.PRUNE_AT:
            self._buckets = {k: b for k, b in self._buckets.items() if not b.full}


#: Commands of a person, on all their sockets and over HTTP.
people: Buckets[int] = Buckets(
    lambda limits: (limits.person_commands_per_second, limits.person_commands_burst)
)
#: What a person reads over HTTP, and what visitors read, by their address.
readers: Buckets[int] = Buckets(
    lambda limits: (limits.person_reads_per_second, limits.person_reads_burst)
)
visitors: Buckets[str] = Buckets(
    lambda limits: (limits.visitor_reads_per_second, limits.visitor_reads_burst)
)


def rate_limited(after_ms: int) -> Refused:
    return Refused("rate_limited", "Too fast: wait a moment.", after_ms=after_ms)


def spent_until(free_at: datetime, message: str, *, now: datetime, **details: Any) -> Refused:
    """For a budget of hours or days, which somebody has used up until `free_at`."""
    after_ms = max(1, (free_at - now) // timedelta(milliseconds=1))
    return Refused("rate_limited", message, after_ms=after_ms, free_at=free_at, **details)
