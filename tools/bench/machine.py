"""Where things run and how busy it is there: servers on one core, the load on another."""

import os
import resource
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import psutil
import redis
from django.conf import settings
from django.db import connection

SERVER, LOAD = 0, 1


def pin(pids: Iterable[int], core: int) -> None:
    """These processes, with every thread and child of theirs, run on this core alone."""
    for pid in pids:
        family = psutil.Process(pid)
        for process in (family, *family.children(recursive=True)):
            with suppress(psutil.NoSuchProcess, ProcessLookupError):  # it has just ended
                for thread in process.threads():
                    os.sched_setaffinity(thread.id, {core})


@contextmanager
def born_on(core: int) -> Iterator[None]:
    """Processes that are started here belong to this core from their first breath."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def database() -> list[int]:
    """The database server's first process, if it runs on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [backend] = cursor.fetchone()
    try:
        parent = psutil.Process(backend).parent()
    except psutil.NoSuchProcess:
        return []
    return [parent.pid] if parent else []


def redis_servers() -> list[int]:
    """The one that REDIS_URL leads to, if it runs on this machine."""
    pid = int(redis_info().get("process_id", 0))
    named = pid and psutil.pid_exists(pid) and "redis" in psutil.Process(pid).name()
    return [pid] if named else []


def redis_info() -> dict[str, str]:
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        told: dict[str, str] = client.info("server")
        return told


def web_process() -> psutil.Process:
    """The ASGI server itself, below its small parent."""
    family = psutil.Process().children(recursive=True)
    [web] = [process for process in family if "server.asgi:application" in process.cmdline()]
    return web


class Meter:
    """How long a stretch took, and how busy the servers' core and this process were."""

    def __enter__(self) -> "Meter":
        self._began = time.perf_counter()
        self._core = self._busy()
        self._own = self._spent()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds = time.perf_counter() - self._began
        busy, total = (now - then for now, then in zip(self._busy(), self._core, strict=True))
        self.server_core = round(100 * busy / max(total, 0.01))
        self.load = round(100 * (self._spent() - self._own) / self.seconds)

    @staticmethod
    def _busy() -> tuple[float, float]:
        times = psutil.cpu_times(percpu=True)[SERVER]
        total = sum(times[:8])
        return total - times.idle - getattr(times, "iowait", 0.0), total

    @staticmethod
    def _spent() -> float:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime
