"""The servers that bin/dev, bin/test and the fault tests start: what they promise."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import environ
import psycopg
import pytest
import redis

from tools.local.folders import ROOT, SOCKET_FOLDER_LIMIT, DataFolder
from tools.local.postgres import Postgres
from tools.local.redis_server import Redis

pytestmark = pytest.mark.processes


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    data = DataFolder(tmp_path / "a folder")
    data.create()
    return data


@pytest.fixture
def postgres(data: DataFolder) -> Iterator[Postgres]:
    server = Postgres(data.postgres, data.sockets, data.logs / "postgres.log")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_server(data: DataFolder) -> Iterator[Redis]:
    server = Redis(data.sockets / "redis.sock", data.logs / "redis.log")
    server.start()
    yield server
    server.stop()


ENDS = [pytest.param(end, marks=pytest.mark.long) for end in (signal.SIGINT, signal.SIGQUIT)]


@pytest.mark.parametrize("end", [*ENDS, signal.SIGKILL])
def test_what_was_committed_survives_every_end(postgres: Postgres, end: signal.Signals) -> None:
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")

    postgres.stop(end)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres.url)

    postgres.start()
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_django_reads_the_address_as_libpq_does(postgres: Postgres) -> None:
    settings = environ.Env.db_url_config(postgres.url)
    with psycopg.connect(
        dbname=settings["NAME"], user=settings["USER"], **settings["OPTIONS"]
    ) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("callboard",)


def test_it_listens_nowhere_but_on_the_socket(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_redis_comes_back_empty_after_a_kill(redis_server: Redis) -> None:
    client = redis.Redis.from_url(redis_server.url)
    client.set("told", "1")
    assert client.get("told") == b"1"

    redis_server.stop(signal.SIGKILL)
    redis_server.start()

    assert client.get("told") is None
    client.close()


def test_without_a_node_the_one_of_the_wheel_is_found_with_its_npm(tmp_path: Path) -> None:
    """On a machine with nothing but Python: `node` and `npm` run, and run each other."""
    show = "from tools.local import node; print(node.surroundings()['PATH'])"
    bare = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    found = subprocess.run(
        [sys.executable, "-c", show], cwd=ROOT, env=bare, capture_output=True, text=True, check=True
    )
    path = found.stdout.strip()
    assert path.split(":")[0].endswith("/.venv/node")
    tools = {"PATH": f"{path}:/usr/bin:/bin", "HOME": str(tmp_path)}
    for program, oldest in (("node", (22, 17)), ("npm", (10, 0))):
        said = subprocess.run(
            [program, "--version"], env=tools, capture_output=True, text=True, check=True
        ).stdout
        version = tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2])
        assert version >= oldest


def test_a_long_path_gets_its_sockets_in_a_short_private_folder(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / ("long" * 30))
    folder = data.sockets
    try:
        assert len(bytes(folder)) <= SOCKET_FOLDER_LIMIT
        assert folder == data.sockets
        assert folder.stat().st_mode & 0o777 == 0o700
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(folder / ".s.PGSQL.5432"))
    finally:
        (folder / ".s.PGSQL.5432").unlink(missing_ok=True)
        folder.rmdir()


def test_only_what_is_ours_is_cleared(data: DataFolder) -> None:
    (data.path / "media").mkdir()
    (data.path / "media" / "portrait.webp").touch()
    data.clear()
    assert sorted(entry.name for entry in data.path.iterdir()) == ["callboard.lock", "logs", "run"]
