"""PostgreSQL and Redis for one run, and the environment that tells the rest where they are."""

import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tools.local import environment, postgres, prepared, redis_server
from tools.local.folders import DataFolder
from tools.local.postgres import Postgres
from tools.local.redis_server import Redis
from tools.local.say import line, step

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


def _redis(stack: ExitStack, data: DataFolder, name: str = "redis") -> str:
    server = Redis(data.sockets / f"{name}.sock", data.logs / f"{name}.log")
    stack.callback(server.stop)
    if not redis_server.program():
        line(redis_server.IMITATION)
    with step("Starting Redis"):
        server.start()
    return server.url


@contextmanager
def throwaway(
    *, durable: bool = True, own: Mapping[str, str] | None = None, workers: int = 1
) -> Iterator[Environment]:
    """A stack in a temporary folder that is deleted afterwards: for tests and benches.

    `durable=False` is quicker: the database outlives its own crash, not the machine's, and its
    tables are there already. `own` are further settings of PostgreSQL. Each worker but the first
    gets a Redis server and a data folder of its own, in `REDIS_URL_GW1`, `CALLBOARD_DATA_GW1` and
    so on.
    """
    settings = {"max_connections": "300", **({} if durable else postgres.CARELESS), **(own or {})}
    with tempfile.TemporaryDirectory(prefix="callboard-") as folder:
        data = DataFolder(Path(folder) / "data")
        data.create()
        template = {}
        if not durable and not os.environ.get("DATABASE_URL"):
            prepared.copy(data.postgres, surroundings())
            template = {"CALLBOARD_TEST_TEMPLATE": prepared.TEMPLATE}
        with running(data, settings) as env, ExitStack() as stack:
            for n in range(1, workers):
                env[f"REDIS_URL_GW{n}"] = _redis(stack, data, f"redis{n}")
                env[f"CALLBOARD_DATA_GW{n}"] = tempfile.mkdtemp(prefix=f"data{n}-", dir=folder)
            yield env | template | {"SECRET_KEY": secrets.token_hex()}


def surroundings() -> Environment:
    """What every process of ours is started with: the virtual environment, and plain output."""
    path = f"{environment.VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return os.environ | {
        "PATH": path,
        "VIRTUAL_ENV": str(environment.VENV),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "",  # a hundred processes would each compile the product
        "CALLBOARD_DEV": "1",
    }
