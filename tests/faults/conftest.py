import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from people.models import User
from tests import processes, stories
from tests.people import Cast, token
from tests.processes import Web
from tools.chaos.device import Device
from tools.chaos.history import History
from tools.chaos.play import HEALED, SLACK
from tools.chaos.proxy import Proxy
from tools.local.redis_server import Redis

OpenDevice = Callable[..., Device]
LineTo = Callable[[str], Proxy]
#: What is promised for a frame that was lost, and what a busy machine may add to it.
SEEN = HEALED + SLACK


@pytest.fixture(scope="module")
def own_redis() -> Iterator[Redis]:
    """A Redis that may be killed."""
    with tempfile.TemporaryDirectory(prefix="callboard-") as folder:
        server = Redis(Path(folder) / "redis.sock", Path(folder) / "redis.log")
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="module")
def pair(environment: dict[str, str], own_redis: Redis, logs: Path) -> Iterator[list[Web]]:
    """Two web processes on it, which may be killed as well."""
    own = {**environment, "REDIS_URL": own_redis.url}
    webs = [Web(own, log=logs / f"pair{n}.log") for n in (1, 2)]
    with processes.running(*webs):
        for web in webs:
            web.wait()
        yield webs


@pytest.fixture
def line_to() -> Iterator[LineTo]:
    opened: list[Proxy] = []

    def proxy(target: str) -> Proxy:
        opened.append(Proxy(target))
        return opened[-1]

    yield proxy
    for one in opened:
        one.close()


@pytest.fixture
def behind_a_line(
    environment: dict[str, str], own_redis: Redis, logs: Path, line_to: LineTo
) -> Iterator[tuple[Web, Proxy]]:
    """A third process, whose line to PostgreSQL can be cut."""
    line = line_to(environment["DATABASE_URL"])
    start, _, rest = environment["DATABASE_URL"].partition("@")
    name = rest.partition("/")[2].partition("?")[0]
    own = {"DATABASE_URL": f"{start}@127.0.0.1:{line.port}/{name}", "REDIS_URL": own_redis.url}
    web = Web({**environment, **own}, log=logs / "behind-a-line.log")
    with processes.running(web):
        web.wait()
        yield web, line


@pytest.fixture
def talk(people: Cast) -> str:
    return str(stories.talking(people.hanna, people.ana))


@pytest.fixture
async def device() -> AsyncIterator[OpenDevice]:
    """`device(person, *ports)`: in turn it tries these."""
    async with AsyncExitStack() as stack:

        def open_device(person: User, *ports: int) -> Device:
            opened = Device(person.display_name, token(person), ports)
            stack.push_async_callback(opened.stop)
            return opened

        yield open_device


def query(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


@pytest.fixture
async def history(people: Cast, talk: str, pair: list[Web], device: OpenDevice) -> History:
    """Mika is connected all the while and must hear nothing."""
    return History(query, talk, [device(people.mika, pair[1].port, pair[0].port)])
