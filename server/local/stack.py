"""PostgreSQL and Redis for one run, and the environment that tells the rest where they are."""

import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from server.local import environment, postgres, redis_server
from server.local.folders import DataFolder
from server.local.postgres import Postgres
from server.local.redis_server import Redis
from server.local.say import line, step

Environment = dict[str, str]


@contextmanager
def running(data: DataFolder, settings: Mapping[str, str] | None = None) -> Iterator[Environment]:
    """Bring up what DATABASE_URL and REDIS_URL do not name already; end it afterwards."""
    with ExitStack() as stack:
        stack.callback(data.forget_sockets)
        urls = {
            "DATABASE_URL": os.environ.get("DATABASE_URL") or _postgres(stack, data, settings),
            "REDIS_URL": os.environ.get("REDIS_URL") or _redis(stack, data),
        }
        yield surroundings() | urls | {"CALLBOARD_DATA": str(data.path)}


def _postgres(stack: ExitStack, data: DataFolder, settings: Mapping[str, str] | None) -> str:
    server = Postgres(data.postgres, data.sockets, data.logs / "postgres.log", settings)
    stack.callback(server.stop)
    with step("Starting PostgreSQL"):
        server.start()
    return server.url


def _redis(stack: ExitStack, data: DataFolder) -> str:
    server = Redis(data.sockets / "redis.sock", data.logs / "redis.log")
    stack.callback(server.stop)
    if not redis_server.program():
        line(redis_server.IMITATION)
    with step("Starting Redis"):
        server.start()
    return server.url


@contextmanager
def throwaway(
    *, durable: bool = True, own: Mapping[str, str] | None = None
) -> Iterator[Environment]:
    """A stack in a temporary folder that is deleted afterwards: for tests and benches.

    `durable=False` is quicker: the database outlives its own crash, not the machine's. `own`
    are further settings of PostgreSQL.
    """
    settings = {"max_connections": "300", **({} if durable else postgres.CARELESS), **(own or {})}
    with tempfile.TemporaryDirectory(prefix="callboard-") as folder:
        data = DataFolder(Path(folder) / "data")
        data.create()
        with running(data, settings) as env:
            yield env | {"SECRET_KEY": secrets.token_hex()}


def surroundings() -> Environment:
    """What every process of ours is started with: the virtual environment, and plain output."""
    path = f"{environment.VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return os.environ | {
        "PATH": path,
        "VIRTUAL_ENV": str(environment.VENV),
        "PYTHONUNBUFFERED": "1",
        "CALLBOARD_DEV": "1",
    }
