"""The product's own processes, to be started, watched and killed."""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tools.local import children
from tools.local.folders import ROOT


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """One process of the Procfile, with what it says kept in a file."""

    python: Path | str = sys.executable

    def __init__(self, environment: Mapping[str, str], *command: str, log: Path) -> None:
        self.command, self.log = command, log
        self.environment = {**os.environ, **environment}
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as output:
            self._process = children.start(
                [self.python, *self.command], cwd=ROOT, env=self.environment, output=output
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def signal(self, number: int) -> None:
        """To the process and everything that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def kill(self) -> None:
        children.kill(self._process)

    def stop(self) -> None:
        """At once: a test that wants to see a drain sends SIGTERM itself."""
        children.stop(self._process, signal.SIGINT, 5)

    def said(self) -> str:
        return self.log.read_text(errors="replace")


class Web(Process):
    """A web process on a port of its own, ready when `wait` returns."""

    def __init__(
        self, environment: Mapping[str, str], *, log: Path, port: int | None = None
    ) -> None:
        self.port = port or free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        own = {"ORIGINS": self.origin, **environment, "PORT": str(self.port)}
        super().__init__(own, "-m", "server.web", log=log)

    def wait(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not self.alive():
                break
            with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                urllib.request.urlopen(f"{self.origin}/healthz", timeout=1).close()  # noqa: S310
                return
            time.sleep(0.05)
        raise RuntimeError(f"the web process did not answer:\n{self.said()[-4000:]}")

    def metric(self, name: str) -> float:
        """A number of /metrics, without labels."""
        with urllib.request.urlopen(f"{self.origin}/metrics", timeout=5) as answer:  # noqa: S310
            lines: list[str] = answer.read().decode().splitlines()
        return next(float(line.split()[1]) for line in lines if line.split()[0] == name)


def clock(environment: Mapping[str, str], *, log: Path) -> Process:
    return Process(environment, "manage.py", "clock", log=log)


def worker(environment: Mapping[str, str], *, log: Path) -> Process:
    return Process(environment, "manage.py", "worker", log=log)


@contextmanager
def running(*processes: Process) -> Iterator[None]:
    try:
        yield
    finally:
        for process in processes:
            process.stop()
