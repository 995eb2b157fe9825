"""The server under load: one web process on its own core, with limits out of the way."""

import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from tools.bench import machine
from tools.local import children
from tools.local.environment import PYTHON

#: A bench measures the server, not its patience with hasty clients.
NO_HASTE = {
    f"CALLBOARD_LIMIT_{name}": "1000000"
    for name in (
        "COMMANDS_PER_SECOND",
        "COMMANDS_BURST",
        "PERSON_COMMANDS_PER_SECOND",
        "PERSON_COMMANDS_BURST",
        "FRAMES_PER_SECOND",
        "FRAMES_BURST",
        "PERSON_READS_PER_SECOND",
        "PERSON_READS_BURST",
        "VISITOR_READS_PER_SECOND",
        "VISITOR_READS_BURST",
        "ADDRESS_CONNECTIONS",
        "COLD_CONTACTS_PER_DAY",
        "COLD_CONTACTS_NEW_ACCOUNT",
    )
}


@contextmanager
def web(
    server: str, core: int = machine.SERVER, own: Mapping[str, str] | None = None
) -> Iterator[int]:
    """A web process, with an environment of its `own` if given; yields its port."""
    port = free_port()
    environment = {
        **os.environ,
        **NO_HASTE,
        **(own or {}),
        "ASGI_SERVER": server,
        "PORT": str(port),
        "ORIGINS": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "ERROR",
    }
    log = Path(settings.DATA) / f"bench-{port}.log"
    with log.open("ab") as output, machine.born_on(core):
        process = children.start(
            [PYTHON, "-m", "server.web"], env=environment, cwd=settings.ROOT, output=output
        )
    try:
        _wait(port, log)
        yield port
    finally:
        children.kill(process)


@contextmanager
def worker(own: dict[str, str], core: int = machine.SERVER) -> Iterator[None]:
    """A worker process; what runs in the background steps back for what people wait for."""
    log = Path(settings.DATA) / "bench-worker.log"
    environment = {**os.environ, "LOG_LEVEL": "ERROR", **own}
    with log.open("ab") as output, machine.born_on(core):
        process = children.start(
            [PYTHON, "manage.py", "worker"], env=environment, cwd=settings.ROOT, output=output
        )
    try:
        yield
    finally:
        children.kill(process)


@contextmanager
def relay() -> Iterator[int]:
    """In place of a server: what the load itself can do. Tokens say `room.person`."""
    port = free_port()
    with machine.born_on(machine.SERVER):
        process = children.start([PYTHON, "-m", "tools.bench.relay", port], cwd=settings.ROOT)
    try:
        _wait_for_port(port)
        yield port
    finally:
        children.kill(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not answer:\n{log.read_text()[-2000:]}")


def _wait_for_port(port: int, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


def place_servers(core: int) -> None:
    """Database and Redis, as far as they run on this machine, on this core."""
    found = {"PostgreSQL": machine.database(), "Redis": machine.redis_servers()}
    for name, pids in found.items():
        if not pids:
            print(f"{name} runs elsewhere: nothing keeps it to one core.", flush=True)
        machine.pin(pids, core)
    connection.close()
