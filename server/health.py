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

from consumers.node import node
from core import clock
from core.executor import in_database
from notifications.metrics import measure
from protocol.models import Heartbeat
from server.database_checks import complaint, missing_migrations

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
    """Whether this process can do its work, each need by its name; 503 and the reasons if not."""
    checks = {"database": _database(), "redis": _redis(), "clock": _clock(), "open": _open()}
    wrong = await asyncio.gather(*(_wrong(name, check) for name, check in checks.items()))
    states = {name: not reason for name, reason in zip(checks, wrong, strict=True)}
    reasons = [reason for reason in wrong if reason]
    return JsonResponse(states | {"reasons": reasons}, status=503 if reasons else 200)


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


#: What is said where a check fails or takes too long: what the error says is in the log.
AWAY = {
    "database": "The database does not answer.",
    "redis": "Redis does not answer.",
    "clock": "Nobody knows whether a clock runs.",
}


async def _wrong(name: str, check: Awaitable[str]) -> str:
    try:
        async with asyncio.timeout(1):
            return await check
    except Exception:
        return AWAY[name]


async def _open() -> str:
    return "draining: this process is about to end." if node().draining else ""


async def _database() -> str:
    return await in_database(_complaint)


def _complaint() -> str:
    return complaint() or missing_migrations()


async def _redis() -> str:
    async with redis.asyncio.Redis.from_url(settings.REDIS_URL) as client:
        await client.ping()
    return ""


async def _clock() -> str:
    return await in_database(_clock_is_silent)


def _clock_is_silent() -> str:
    if Heartbeat.objects.filter(name="clock", seen_at__gt=clock.now() - STALE).exists():
        return ""
    return "No clock has said anything for 15 seconds: start manage.py clock."
