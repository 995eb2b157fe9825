"""Is the process alive, and can it do its work?"""

import asyncio
from contextlib import suppress
from datetime import timedelta

import prometheus_client
import redis.asyncio
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from notifications.metrics import measure
from protocol import clock
from protocol.executor import in_database
from protocol.models import Heartbeat

#: The clock writes every five seconds; after three missed beats it counts as gone.
STALE = timedelta(seconds=15)


async def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


async def readyz(request: HttpRequest) -> HttpResponse:
    """Database, Redis and the clock are there, each by name; 503 if one is not."""
    checks = {"database": _database(), "redis": _redis(), "clock": _clock()}
    found = await asyncio.gather(*(_holds(check) for check in checks.values()))
    states = dict(zip(checks, found, strict=True))
    return JsonResponse(states, status=200 if all(found) else 503)


async def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus; only from this machine, a proxy must not pass it on."""
    if request.META.get("REMOTE_ADDR") not in ("127.0.0.1", "::1"):
        return HttpResponse(status=404)
    with suppress(DatabaseError):  # then the other numbers are all there is
        await in_database(measure)
    text = prometheus_client.generate_latest()
    return HttpResponse(text, content_type=prometheus_client.CONTENT_TYPE_LATEST)


async def _holds(check) -> bool:  # type: ignore[no-untyped-def]
    try:
        async with asyncio.timeout(1):
            return bool(await check)
    except Exception:
        return False


async def _database() -> bool:
    await in_database(clock.now)
    return True


async def _redis() -> bool:
    async with redis.asyncio.Redis.from_url(settings.REDIS_URL) as client:
        return bool(await client.ping())


async def _clock() -> bool:
    return await in_database(_clock_is_alive)


def _clock_is_alive() -> bool:
    return Heartbeat.objects.filter(name="clock", seen_at__gt=clock.now() - STALE).exists()
