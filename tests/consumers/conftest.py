import functools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from channels.layers import get_channel_layer

from consumers.bus import GROUP, encode
from protocol.publish import Outgoing
from tests import stories
from tests.conftest import two_webs
from tests.people import Cast
from tests.processes import Web
from tests.webs import KeptWebs, WebWith

#: What is decided behind the socket is the same whatever carries the frames.
BEHIND_IT = ("test_new_kind", "test_strange_values", "test_twins")
#: Files about the bytes on the wire; the others run on the second server with `--all`.
AT_THE_WIRE = (
    "test_compression",
    "test_credit",
    "test_direct_writes",
    "test_heartbeat",
    "test_joined_writes",
    "test_malformed",
)
SECOND = pytest.param("uvicorn", marks=pytest.mark.long)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Nothing may rest on what one server does."""
    if "server" not in metafunc.fixturenames:
        return
    name = metafunc.module.__name__.rpartition(".")[2]
    servers: list[Any] = ["daphne"]
    if name not in BEHIND_IT:
        servers += ["uvicorn" if name in AT_THE_WIRE else SECOND]
    metafunc.parametrize("server", servers, indirect=True, scope="session")


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def on_uvicorn(environment: dict[str, str], logs: Path) -> Iterator[list[Web]]:
    with two_webs(environment | {"ASGI_SERVER": "uvicorn"}, logs) as started:
        yield started


@pytest.fixture(scope="session")
def webs(server: str, webs: list[Web], request: pytest.FixtureRequest) -> list[Web]:
    """Those of all other tests, or two on the other server; both stay."""
    if server == "daphne":
        return webs
    other: list[Web] = request.getfixturevalue("on_uvicorn")
    return other


@pytest.fixture
def web_with(server: str, kept_webs: KeptWebs) -> WebWith:
    return functools.partial(kept_webs.web, server)


OnTheBus = Callable[[object], Awaitable[None]]


@pytest.fixture
def talk(people: Cast) -> str:
    """A conversation of Hanna and Ana, each of whom has written once: versions 1 to 5."""
    return str(stories.talking(people.hanna, people.ana))


@pytest.fixture
def call(people: Cast) -> str:
    """A call of Hanna's that Ana and Jane fit."""
    return str(stories.open_call(people.hanna))


@pytest.fixture
def strict(web_with: WebWith) -> Web:
    """A web process whose limits are so small that a test reaches them."""
    return web_with(
        HELLO_WITHIN=1,
        RESET_AFTER_VERSIONS=20,
        SYNC_PAGE=5,
        SNAPSHOT_MESSAGES=5,
        SOCKETS_PER_PERSON=2,
        WATCHED_PLACES=2,
    )


@pytest.fixture
async def bus() -> AsyncIterator[OnTheBus]:
    """Say something on the bus, as another process would, or whoever can reach Redis."""
    layer = get_channel_layer()

    async def say(message: object) -> None:
        await layer.group_send(GROUP, message)

    yield say
    await layer.flush()


def in_a_batch(*outgoing: Outgoing, number: int = 1) -> dict[str, object]:
    """What a process that has just started sends first."""
    return {"type": "bus", "from": secrets.token_hex(6), "n": number, "body": encode([*outgoing])}
