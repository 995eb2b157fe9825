"""Is the process alive, and can it do its work?"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import prometheus_client
import redis.asyncio
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import async_only_middleware
from django.views.decorators.http import require_safe

from core import clock
from core.executor import in_database
from notifications.metrics import measure
from protocol.models import Heartbeat

#: The clock writes every five seconds; after three missed beats it counts as gone.
STALE = timedelta(seconds=15)


#: Where a proxy says that it is one.
PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")
Response = Awaitable[HttpResponse]


@async_only_middleware
def probes(get_response: Callable[[HttpRequest], Response]) -> Callable[[HttpRequest], Response]:
    """Answer probes before anything else: under any host name, and without a database."""

    async def middleware(request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info, get_response)
        return await probe(request)

    return middleware


@require_safe
async def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


@require_safe
async def readyz(request: HttpRequest) -> HttpResponse:
    """Database, Redis and the clock are there, each by name; 503 if one is not."""
    checks = {"database": _database(), "redis": _redis(), "clock": _clock()}
    found = await asyncio.gather(*(_holds(check) for check in checks.values()))
    states = dict(zip(checks, found, strict=True))
    return JsonResponse(states, status=200 if all(found) else 503)


@require_safe
async def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, and for nobody else."""
    if not _may_measure(request):
        return HttpResponse(status=404)
    with suppress(DatabaseError):  # then the other numbers are all there is
        await in_database(measure)
    text = prometheus_client.generate_latest()
    return HttpResponse(text, content_type=prometheus_client.CONTENT_TYPE_LATEST)


PROBES = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}


def _may_measure(request: HttpRequest) -> bool:
    """Whoever has the token. Without one, only bin/dev shows its numbers, and only on its own
    machine: behind a proxy everybody seems to be there.
    """
    if settings.METRICS_TOKEN:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode())
    is_local = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
    return settings.DEV and is_local and not any(name in request.headers for name in PASSED_ON)


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
