from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from people.models import User
from tests import processes, stories
from tests.notifications.post import MailServer, serving_mail
from tests.people import Cast
from tests.processes import Web
from tests.security.browser import Browser
from tools.bench.world import session_of

OpenBrowser = Callable[..., Browser]


@pytest.fixture
def mails() -> Iterator[MailServer]:
    """A real mail server that keeps what the worker sends."""
    with serving_mail() as server:
        yield server


@pytest.fixture
def talk(people: Cast) -> str:
    """A conversation of Hanna and Ana; whatever a test tries, it is theirs."""
    return str(stories.talking(people.hanna, people.ana))


@pytest.fixture
def call(people: Cast) -> str:
    return str(stories.open_call(people.hanna))


@pytest.fixture
async def browser(webs: list[Web]) -> AsyncIterator[OpenBrowser]:
    """`browser(ana)`: signed in; without a person just opened. `on` names a web process."""
    async with AsyncExitStack() as stack:

        def open_browser(
            user: User | None = None, *, on: Web | None = None, address: str = ""
        ) -> Browser:
            opened = Browser(on or webs[0], session_of(user) if user else None, address)
            stack.push_async_callback(opened.close)
            return opened

        yield open_browser


@pytest.fixture(scope="session")
def production(environment: dict[str, str], logs: Path) -> Iterator[Web]:
    """A web process as an installation runs it: without what is only for bin/dev."""
    web = Web({**environment, "CALLBOARD_DEV": "0"}, log=logs / "production.log")
    with processes.running(web):
        web.wait()
        yield web
