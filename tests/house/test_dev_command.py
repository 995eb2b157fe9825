"""bin/dev as a person starts it: a real process, a real port, a data folder of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.timeout(180), pytest.mark.processes]


#: Whoever asks a registry now is refused at once.
WITHOUT_NETWORK = {
    **dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9"),
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"),
    "PIP_NO_INDEX": "1",
    "UV_OFFLINE": "1",
    "npm_config_offline": "true",
}


class Dev:
    """One bin/dev. `start` and `stop` it as often as you like."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.output = data.with_suffix(".out")

    def start(self, **settings: str) -> "Dev":
        own = {"PORT": str(self.port), "CALLBOARD_DATA": str(self.data)}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, ROOT / "bin" / "dev"],
                env=without_servers() | own | settings,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def await_up(self) -> None:
        until(lambda: self.process.poll() is not None or "Callboard runs at" in self.said(), 120)
        assert self.process.poll() is None, self.said()
        assert "Callboard runs at" in self.said(), self.said()

    def ended(self, seconds: float) -> int:
        return self.process.wait(seconds)

    def said(self) -> str:
        return self.output.read_text()

    @property
    def database(self) -> str:
        found = re.search(rb"DATABASE_URL=([^\0]+)", environment(self.children()))
        assert found
        return found[1].decode()

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def without_servers() -> dict[str, str]:
    """This suite's own environment, without its database and its Redis."""
    taken = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "CALLBOARD_DEV"}
    return {name: value for name, value in os.environ.items() if name not in taken}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(condition: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)


def environment(processes: list[psutil.Process]) -> bytes:
    return b"\0".join(Path(f"/proc/{process.pid}/environ").read_bytes() for process in processes)


def residents(data: Path) -> list[str]:
    """Every process on this machine that works in the data folder or was told about it."""
    found = []
    for process in psutil.process_iter():
        try:
            command = process.cmdline()
            words = [process.cwd(), *command, *process.environ().values()]
        except (psutil.Error, OSError):
            continue
        if process.pid != os.getpid() and any(str(data) in word for word in words):
            found.append(f"{process.pid} {command}")
    return found


@pytest.fixture
def dev(tmp_path: Path) -> Iterator[Dev]:
    dev = Dev(tmp_path / "data")
    yield dev
    if dev.process.poll() is None:
        dev.process.send_signal(signal.SIGINT)
        dev.process.wait(20)


@pytest.mark.long
def test_sigterm_ends_it_cleanly_also_in_a_folder_with_a_long_name(dev: Dev) -> None:
    dev.data /= "a name with spaces, and too long for the address of a socket " * 3
    dev.start().await_up()
    dev.process.terminate()
    assert dev.ended(20) == 0
    assert residents(dev.data) == []


def test_killed_it_leaves_no_orphan_and_starts_again_with_its_data(dev: Dev) -> None:
    """And Ctrl-C ends all of it."""
    dev.start().await_up()
    with psycopg.connect(dev.database) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    secret = (dev.data / "secret_key").read_text()

    dev.process.kill()
    dev.ended(5)
    until(lambda: not residents(dev.data), 10)
    assert residents(dev.data) == []

    dev.start(**WITHOUT_NETWORK).await_up()  # what is there need not be fetched again
    assert "Installing" not in dev.said()
    with psycopg.connect(dev.database) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert (dev.data / "secret_key").read_text() == secret
    assert not (dev.data / "secret_key").stat().st_mode & 0o077
    assert httpx.get(f"http://127.0.0.1:{dev.port}/healthz").status_code == 200

    assert "postgres" in " ".join(residents(dev.data))
    dev.process.send_signal(signal.SIGINT)
    assert dev.ended(30) == 0
    assert residents(dev.data) == []


def test_one_data_folder_serves_one_start(dev: Dev, tmp_path: Path) -> None:
    dev.start()
    until(lambda: "Starting PostgreSQL" in dev.said(), 30)
    second = Dev(dev.data)
    second.output = tmp_path / "second.out"
    assert second.start().ended(20) == 1
    assert "already running" in second.said()

    dev.process.terminate()  # in the middle of the start
    assert dev.ended(20) != 0
    assert residents(dev.data) == []


def test_a_taken_port_is_said_before_anything_is_done(dev: Dev) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", dev.port))
        other.listen()
        assert dev.start().ended(20) == 1
    assert f"Port {dev.port} is taken" in dev.said()
    assert not dev.data.exists()


def test_a_port_that_is_none_is_said(dev: Dev) -> None:
    assert dev.start(PORT="eighty").ended(20) == 1
    assert "PORT is eighty" in dev.said()


def test_a_folder_that_cannot_be_written_is_said(dev: Dev, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert dev.start(CALLBOARD_DATA=str(tmp_path / "file" / "data")).ended(20) == 1
    assert "cannot be written" in dev.said()


def test_a_folder_with_other_things_is_left_alone(dev: Dev) -> None:
    dev.data.mkdir()
    (dev.data / "letters").touch()
    assert dev.start().ended(20) == 1
    assert "holds other things" in dev.said()
    assert [entry.name for entry in dev.data.iterdir()] == ["letters"]


def test_an_old_python_is_said() -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 10, 4); runpy.run_path(sys.argv[1])"
    command = [sys.executable, "-c", pretend, str(ROOT / "bin" / "dev")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "Callboard needs Python 3.11, 3.12 or 3.13, and this is Python 3.10."
    )
    assert "Traceback" not in done.stderr
