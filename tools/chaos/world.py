"""An installation that may be broken: database, Redis, web processes behind bad lines, clocks."""

import asyncio
import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from tools.chaos.processes import Process, Web, clock
from tools.chaos.proxy import Proxy
from tools.local.environment import PYTHON
from tools.local.folders import ROOT, DataFolder
from tools.local.postgres import NAME, Postgres
from tools.local.redis_server import Redis

Result = TypeVar("Result")
#: Faults are no matter of haste.
LIMITS = {
    "COMMANDS_PER_SECOND": "10000",
    "COMMANDS_BURST": "10000",
    "PERSON_COMMANDS_PER_SECOND": "10000",
    "PERSON_COMMANDS_BURST": "10000",
    "SOCKETS_PER_PERSON": "2000",
    "COLD_CONTACTS_PER_DAY": "10000",
    "COLD_CONTACTS_NEW_ACCOUNT": "10000",
}


class Server:
    """A web process with a line of its own to everything that it talks to."""

    def __init__(self, world: "World", name: str, **limits: object) -> None:
        self.database, self.redis = Proxy(world.postgres.url), Proxy(world.redis.url)
        own = {
            "DATABASE_URL": f"postgresql://{NAME}@127.0.0.1:{self.database.port}/{NAME}",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis.port}/0",
            **{f"CALLBOARD_LIMIT_{limit}": str(value) for limit, value in limits.items()},
        }
        self.web = Web({**world.environment, **own}, log=world.data.logs / f"{name}.log")
        self.door = Proxy(self.web.origin)

    @property
    def port(self) -> int:
        return self.web.port

    def lines(self) -> tuple[Proxy, ...]:
        return self.database, self.redis, self.door

    def well(self) -> None:
        for line in self.lines():
            line.well()
        if not self.web.alive():
            self.web.start()
        self.web.wait()

    def close(self) -> None:
        self.web.stop()
        for line in self.lines():
            line.close()


class World:
    def __init__(self, folder: Path) -> None:
        self.data = DataFolder(folder / "data")
        self.data.create()
        settings = {"max_connections": "300"}
        log = self.data.logs / "postgres.log"
        self.postgres = Postgres(self.data.postgres, self.data.sockets, log, settings)
        self.redis = Redis(self.data.sockets / "redis.sock", self.data.logs / "redis.log")
        self.environment = {
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis.url,
            "CALLBOARD_DATA": str(self.data.path),
            "SECRET_KEY": secrets.token_hex(),
            "DJANGO_SETTINGS_MODULE": "server.settings",
            "LOG_LEVEL": "WARNING",
            **{f"CALLBOARD_LIMIT_{name}": value for name, value in LIMITS.items()},
        }
        #: The kernel ends what a thread has started when that thread ends; this one stays.
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="hands")
        self.servers: list[Server] = []
        self.clocks: list[Process] = []

    @contextmanager
    def running(self, webs: int = 2, clocks: int = 2) -> Iterator[None]:
        """`manage.py` of this very installation may be typed once its database is there."""
        with ExitStack() as stack:
            stack.callback(self._hands.shutdown)
            stack.callback(self.data.forget_sockets)
            stack.callback(self.postgres.stop)
            self.postgres.start()
            stack.callback(self.redis.stop)
            self.redis.start()
            self.typed("migrate", "--verbosity", "0")
            for number in range(webs):
                stack.enter_context(self.another(f"web{number + 1}"))
            for number in range(clocks):
                log = self.data.logs / f"clock{number + 1}.log"
                self.clocks.append(clock(self.environment, log=log))
                stack.callback(self.clocks[-1].stop)
            yield

    @contextmanager
    def another(self, name: str, **limits: object) -> Iterator[Server]:
        """One web process more, for as long as this lasts."""
        server = Server(self, name, **limits)
        self.servers.append(server)
        try:
            server.web.wait()
            yield server
        finally:
            self.servers.remove(server)
            server.close()

    def well(self) -> None:
        """Everything is up and every line is good, whatever the last fault has left."""
        if self.postgres.process is None:
            self.postgres.start()
        if self.redis.process is None:
            self.redis.start()
        for server in self.servers:
            server.well()
        for one in self.clocks:
            if not one.alive():
                one.start()

    async def do(self, act: Callable[..., Result], *values: Any) -> Result:
        """Something slow with a process of ours, while people go on."""
        return await asyncio.get_running_loop().run_in_executor(self._hands, act, *values)

    def ports(self) -> list[int]:
        return [server.port for server in self.servers]

    # --- what an operator does ---------------------------------------------------------------

    def typed(self, *words: str) -> str:
        done = subprocess.run(
            [PYTHON, "manage.py", *words],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.postgres.url) as connection:
            return connection.execute(statement, values).fetchall()

    def copy_of_the_cluster(self) -> Path:
        """A cold copy of the data folder; the database is away for a moment."""
        copy = self.data.path / "copy"
        self.postgres.stop()
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.data.postgres, copy)
        self.postgres.start()
        return copy

    def put_back(self, copy: Path) -> None:
        self.postgres.stop()
        shutil.rmtree(self.data.postgres)
        shutil.copytree(copy, self.data.postgres)
        self.postgres.start()
