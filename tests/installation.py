"""An installation with a database and a Redis of its own, and the people of the demo in it."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from tests.processes import ROOT
from tools.local.folders import DataFolder
from tools.local.postgres import Postgres
from tools.local.redis_server import Redis


class Installation(NamedTuple):
    postgres: Postgres
    environment: dict[str, str]
    logs: Path

    def typed(self, *words: str) -> str:
        return self.run("manage.py", *words)

    def demo(self) -> str:
        return self.run("-m", "tools.demo")

    def run(self, *words: str) -> str:
        command = [sys.executable, *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.postgres.url) as connection:
            found = connection.execute(statement, values)
            return found.fetchall() if found.description else []


@contextmanager
def installed(environment: Mapping[str, str]) -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="callboard-") as folder:
        data = DataFolder(Path(folder) / "data")
        data.create()
        postgres = Postgres(data.postgres, data.sockets, data.logs / "postgres.log")
        redis = Redis(data.sockets / "redis.sock", data.logs / "redis.log")
        postgres.start()
        redis.start()
        own = {**environment, "DATABASE_URL": postgres.url, "REDIS_URL": redis.url}
        own |= {"CALLBOARD_DATA": str(data.path), "CALLBOARD_DEV": "1", "PATH": ""}
        try:
            here = Installation(postgres, own, data.logs)
            here.typed("migrate")
            here.demo()
            yield here
        finally:
            redis.stop()
            postgres.stop()
