"""Django's cache in Redis, for the counts of limits: they hold over processes and restarts.

While Redis is away each process counts for itself. Nobody is kept out, and nobody guesses freely.
"""

import json
import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

#: Redis is not asked again so soon after it did not answer.
AWAY = 5.0


class JsonSerializer:
    """Not pickle: who can write into Redis could have this process run anything."""

    def dumps(self, value: Any) -> bytes | int:
        return value if type(value) is int else json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


def _asked(name: str) -> Callable[..., Any]:
    def method(self: "SharedCache", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self.away_until:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except (RedisError, OSError):
                SharedCache.away_until = time.monotonic() + AWAY
                logger.warning("Redis is away: limits are counted in this process alone")
        return getattr(self.memory, name)(*args, **kwargs)

    return method


class SharedCache(RedisCache):
    """What allauth asks a cache for; the rest of Django's interface is that of Redis."""

    #: Of the process: Django makes one of these for every request.
    away_until = 0.0
    _clients: ClassVar[dict[str, Any]] = {}

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.memory = LocMemCache("while-redis-is-away", {})

    @property
    def _cache(self) -> Any:
        """The client with its connections, one for the process."""
        own: Any = self
        server = str(own._servers[0])
        if server not in self._clients:
            self._clients[server] = own._class(own._servers, **own._options)
        return self._clients[server]

    add = _asked("add")
    get = _asked("get")
    set = _asked("set")
    delete = _asked("delete")
