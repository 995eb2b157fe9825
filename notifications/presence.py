"""Who has Callboard before their eyes right now: a lease in Redis that their screen renews.

It only spares people a mail; without Redis everybody counts as away.
"""

import functools
import logging
from collections.abc import Iterable

import redis
from django.conf import settings

logger = logging.getLogger(__name__)

#: Seconds; a screen says it again every 30.
LEASE = 45
#: Redis has so long to answer; telling does not wait for it.
TIMEOUT = 0.3


@functools.cache
def _redis() -> "redis.Redis":
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT
    )


def _key(person: int) -> str:
    return f"callboard:looking:{person}"


def looks(person: int, *, on: bool) -> None:
    try:
        if on:
            _redis().set(_key(person), 1, ex=LEASE)
        else:
            _redis().unlink(_key(person))
    except redis.RedisError as error:
        logger.warning("presence is not kept: %r", error)


def looking(people: Iterable[int]) -> set[int]:
    people = list(people)
    if not people:
        return set()
    try:
        found = _redis().mget([_key(person) for person in people])
    except redis.RedisError as error:
        logger.warning("presence is not known: %r", error)
        return set()
    return {person for person, value in zip(people, found, strict=True) if value}
