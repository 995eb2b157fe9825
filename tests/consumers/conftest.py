import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from channels.layers import get_channel_layer

from consumers.bus import GROUP, encode
from protocol.publish import Outgoing
from tests import stories
from tests.conftest import WebWith, two_webs, webs_with
from tests.people import Cast
from tests.processes import Web

SERVERS = ["daphne", "uvicorn"]
#: What is decided behind the socket is the same whatever carries the frames.
BEHIND_IT = ("test_twins", "test_strange_values")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Nothing may rest on what one server does: every other file here runs on both."""
    if "server" in metafunc.fixturenames:
        name = metafunc.module.__name__.rpartition(".")[2]
        servers = SERVERS[:1] if name in BEHIND_IT else SERVERS
        metafunc.parametrize("server", servers, indirect=True, scope="session")


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def webs(server: str, environment: dict[str, str], logs: Path) -> Iterator[list[Web]]:
    with two_webs(environment | {"ASGI_SERVER": server}, logs) as started:
        yield started


@pytest.fixture(scope="module")
def web_with(server: str, environment: dict[str, str], logs: Path) -> Iterator[WebWith]:
    with webs_with(environment | {"ASGI_SERVER": server}, logs) as start:
        yield start


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
