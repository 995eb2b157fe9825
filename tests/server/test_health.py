"""`/healthz` says that the process answers, `/readyz` what it lacks, each by its name."""

import asyncio
import signal
import time
from datetime import timedelta
from pathlib import Path

import httpx

from core import clock
from protocol.models import Heartbeat
from server.management.commands.clock import beat
from tests import processes
from tests.processes import Web
from tools.chaos.proxy import Proxy
from tools.local.redis_server import Redis

WELL = {"database": True, "redis": True, "clock": True, "open": True}


async def ready(web: Web, **away: bool) -> None:
    """What is away is false, and nothing else; 503 as long as anything is."""
    expected = WELL | away
    end = time.monotonic() + 60
    async with httpx.AsyncClient(base_url=web.origin, timeout=20) as http:
        while True:
            if expected["clock"]:
                beat()
            answer = await http.get("/readyz")
            found = answer.json()
            reasons = found.pop("reasons")
            assert answer.status_code == (200 if all(found.values()) else 503)
            assert len(reasons) == list(found.values()).count(False)
            assert (await http.get("/healthz")).json() == {"ok": True}
            if found == expected:
                return
            assert time.monotonic() < end, found
            await asyncio.sleep(0.1)


async def test_each_dependency_is_missed_by_its_name(
    environment: dict[str, str], own_redis: Redis, tmp_path: Path
) -> None:
    line = Proxy(environment["DATABASE_URL"])
    start, _, rest = environment["DATABASE_URL"].partition("@")
    name = rest.partition("/")[2].partition("?")[0]
    own = {"DATABASE_URL": f"{start}@127.0.0.1:{line.port}/{name}", "REDIS_URL": own_redis.url}
    web = Web({**environment, **own}, log=tmp_path / "web.log")
    with processes.running(web):
        await asyncio.to_thread(web.wait)
        Heartbeat.objects.update_or_create(
            name="clock", defaults={"seen_at": clock.now() - timedelta(seconds=16)}
        )
        await ready(web, clock=False)
        await ready(web)
        own_redis.stop(signal.SIGKILL)
        await ready(web, redis=False)
        own_redis.start()
        await ready(web)
        line.close()
        await ready(web, database=False, clock=False)


async def test_numbers_are_for_this_machine(webs: list[Web]) -> None:
    async with httpx.AsyncClient(base_url=webs[0].origin) as http:
        assert "callboard_sockets" in (await http.get("/metrics")).text
        posted = await http.post("/demo/sign-in", json={"handle": "nobody"})
        assert posted.status_code in (403, 404)
