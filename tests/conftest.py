import functools
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases

from core import locks
from people.models import User
from protocol import publish
from protocol.publish import Outgoing
from tests import clock, processes
from tests.client import Client, Http
from tests.doors import doors
from tests.extent import pytest_collection_modifyitems
from tests.people import Cast, cast, token
from tests.timing import pytest_configure
from tests.verify import Verify
from tests.webs import KeptWebs, WebWith

__all__ = ["WebWith", "doors", "pytest_collection_modifyitems", "pytest_configure"]

locks.asserting = True
# A test may wait for the database in its own event loop, nobody else is in it; and its coroutines
# share the thread's connection.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
connections._connections = threading.local()  # type: ignore[attr-defined]
# Nothing here speaks TLS, and each client would read every certificate of the machine: 75 ms.
httpx._transports.default.create_ssl_context = functools.cache(  # type: ignore[attr-defined]
    httpx.create_ssl_context
)

Connect = Callable[..., Awaitable[Client]]
Over = Callable[..., Http]


@pytest.fixture(scope="session", autouse=True)
def database(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """One database for the whole run, never emptied: every test brings people of its own."""
    with django_db_blocker.unblock():
        created = setup_databases(verbosity=0, interactive=False)
        clock.install()
        yield
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        teardown_databases(created, verbosity=0)
        connections.close_all()


@pytest.fixture(autouse=True)
def present_time() -> Iterator[None]:
    yield
    clock.travel(timedelta(0))


@pytest.fixture(autouse=True)
def no_jobs_left() -> Iterator[None]:
    """What nobody has worked off in a test is no other test's work."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")


@pytest.fixture(autouse=True)
def told() -> list[Outgoing]:
    """What this process publishes: everything that actions called by a test have told."""
    outgoing: list[Outgoing] = []
    publish.deliver_with(outgoing.extend)
    return outgoing


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def verify(people: Cast, told: list[Outgoing]) -> Verify:
    """`with verify(hanna, ana): ...`: these heard all of it, the rest of the cast nothing."""
    return Verify(people, told)


# --- processes -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def environment(database: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the product's processes need to work on the tests' database."""
    settings = connection.settings_dict
    host = settings["OPTIONS"].get("host") or settings["HOST"]
    user, password = settings["USER"], settings["PASSWORD"]
    login = f"{user}:{password}@" if password else f"{user}@" if user else ""
    if host.startswith("/"):
        url = f"postgresql://{login}/{settings['NAME']}?host={host}"
    else:
        url = f"postgresql://{login}{host}:{settings['PORT'] or 5432}/{settings['NAME']}"
    return {
        "DATABASE_URL": url,
        "CALLBOARD_DATA": str(tmp_path_factory.mktemp("data")),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SECRET_KEY": django_settings.SECRET_KEY,
        "CALLBOARD_LIMIT_HELLO_WITHIN": "20",  # a loaded machine is no rude client
        "CALLBOARD_LIMIT_COMMANDS_PER_SECOND": "1000",
        "CALLBOARD_LIMIT_COMMANDS_BURST": "1000",
        "CALLBOARD_LIMIT_PERSON_COMMANDS_PER_SECOND": "1000",
        "CALLBOARD_LIMIT_PERSON_COMMANDS_BURST": "1000",
        "CALLBOARD_LIMIT_PERSON_READS_PER_SECOND": "1000",
        "CALLBOARD_LIMIT_PERSON_READS_BURST": "1000",
        "CALLBOARD_LIMIT_VISITOR_READS_PER_SECOND": "1000",
        "CALLBOARD_LIMIT_VISITOR_READS_BURST": "1000",
        "DATABASE_THREADS": "4",  # a dozen processes share what PostgreSQL takes by default
        "SIDE_THREADS": "2",
        "TRUSTED_PROXIES": "127.0.0.1",  # so that a test may come from an address of its own
        "ASGI_SERVER": os.environ.get("ASGI_SERVER", "daphne"),
    }


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logs")


@pytest.fixture(scope="session")
def webs(environment: dict[str, str], logs: Path) -> Iterator[list[processes.Web]]:
    """Two web processes on one database and one Redis."""
    with two_webs(environment, logs) as started:
        yield started


@contextmanager
def two_webs(environment: dict[str, str], logs: Path) -> Iterator[list[processes.Web]]:
    server = environment["ASGI_SERVER"]
    started = [processes.Web(environment, log=logs / f"{server}{n}.log") for n in (1, 2)]
    with processes.running(*started):
        for web in started:
            web.wait()
        yield started


@pytest.fixture(scope="session")
def kept_webs(environment: dict[str, str], logs: Path) -> Iterator[KeptWebs]:
    kept = KeptWebs(environment, logs)
    yield kept
    kept.stop()


@pytest.fixture
def web_with(kept_webs: KeptWebs, environment: dict[str, str]) -> WebWith:
    """`web_with(SILENCE=2)`: a web process with limits of its own."""
    return functools.partial(kept_webs.web, environment["ASGI_SERVER"])


@pytest.fixture(scope="module")
def the_clock(environment: dict[str, str], logs: Path) -> Iterator[processes.Process]:
    """For one file of tests: others look at calls that no clock has come upon."""
    started = processes.clock(environment, log=logs / "clock.log")
    with processes.running(started):
        yield started


@pytest.fixture(scope="module")
def the_worker(environment: dict[str, str], logs: Path) -> Iterator[processes.Process]:
    started = processes.worker(environment, log=logs / "worker.log")
    with processes.running(started):
        yield started


@pytest.fixture
async def connect(webs: list[processes.Web]) -> AsyncIterator[Connect]:
    """`await connect(person)`: a client that has said hello; `on=1` for the second process.

    `to=` names another web process than these two.
    """
    async with AsyncExitStack() as stack:

        async def open_client(
            user: User, *, on: int = 0, to: processes.Web | None = None, hello: bool = True
        ) -> Client:
            client = await Client.connect((to or webs[on]).port, token(user))
            stack.push_async_callback(client.close)
            if hello:
                await client.hello(present=True)
            return client

        yield open_client


@pytest.fixture
async def over_http(webs: list[processes.Web]) -> AsyncIterator[Over]:
    """`over_http(person)`: the API over HTTP as this person, on either process."""
    async with AsyncExitStack() as stack:

        def door(user: User, *, on: int = 0, to: processes.Web | None = None) -> Http:
            http = Http((to or webs[on]).origin, token(user), patience=30)
            stack.push_async_callback(http.client.aclose)
            return http

        yield door
