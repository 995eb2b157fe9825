"""Real browsers at real web processes that serve the built client."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.conf import settings
from playwright.async_api import Playwright, async_playwright

from people.models import User
from protocol import clock
from server.bench.world import session_of
from server.local import chromium, client
from tests import processes, stories
from tests.people import Cast
from tests.processes import Web
from tests.screens.visitor import LOOK_INSIDE, Visitor
from workflows.models import OpenCall

AtScreen = Callable[..., Awaitable[Visitor]]
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = (1440, 900)
PHONE = (390, 844)


@pytest.fixture(autouse=True)
def an_empty_board(database: None) -> None:
    """Calls of hosts from tests before would stand on the board of every model."""
    OpenCall.objects.filter(status="active").update(status="cancelled", decided_at=clock.now())


@pytest.fixture(scope="session")
def client_build() -> Path:
    """The client as its sources are now; built only when they have changed."""
    client.ready()
    return client.BUILD


@pytest.fixture(scope="session")
def sites(client_build: Path, environment: dict[str, str], logs: Path) -> Iterator[list[Web]]:
    """Two web processes on one database, as bin/dev runs one."""
    own = {"CALLBOARD_DEV": "1", "CALLBOARD_CLIENT": str(client_build)}
    started = [Web(environment | own, log=logs / f"site{n}.log") for n in (1, 2)]
    with processes.running(*started):
        for site in started:
            site.wait()
        yield started


@pytest.fixture
def frail(client_build: Path, environment: dict[str, str], tmp_path: Path) -> Iterator[Web]:
    """A web process that a test may kill."""
    web = Web(environment | {"CALLBOARD_CLIENT": str(client_build)}, log=tmp_path / "frail.log")
    with processes.running(web):
        web.wait()
        yield web


@pytest.fixture
def talking(people: Cast) -> UUID:
    """A conversation of Hanna and Ana."""
    return stories.talking(people.hanna, people.ana)


@pytest.fixture
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.user_properties.append(("failed", True))
    return report


async def keep_pictures(visitors: list[Visitor], folder: Path) -> None:
    """What everybody saw when the test failed."""
    for number, visitor in enumerate(visitors):
        path = folder / f"{number}-{visitor.name}.png"
        await visitor.page.screenshot(path=path)
        print(f"{visitor.name} at {visitor.page.url}: {path} {visitor.problems}")
        print(*(frame for socket in visitor.wire for frame in socket[-5:]), sep="\n")


@pytest.fixture
async def at_screen(
    playwright: Playwright, sites: list[Web], request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[AtScreen]:
    """`await at_screen(ana, size=PHONE)`: a browser in which Ana is signed in.

    Without a person nobody is. `on=1` is the second web process, `to=` another one than these;
    `touch=True`: a screen for fingers, and nothing that hovers.
    """
    program = await asyncio.to_thread(chromium.program)
    visitors: list[Visitor] = []
    async with AsyncExitStack() as stack:

        async def sit_down(
            user: User | None = None,
            *,
            on: int = 0,
            to: Web | None = None,
            size: tuple[int, int] = DESK,
            dark: bool = False,
            touch: bool = False,
        ) -> Visitor:
            origin = (to or sites[on]).origin
            browser = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            stack.push_async_callback(browser.close)
            context = await browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
                timezone_id="UTC",
                has_touch=touch,
                is_mobile=touch,
            )
            await context.add_init_script(LOOK_INSIDE)
            if user:
                host = str(urlsplit(origin).hostname)
                name, value = settings.SESSION_COOKIE_NAME, session_of(user)
                await context.add_cookies(
                    [{"name": name, "value": value, "domain": host, "path": "/"}]
                )
            page = await context.new_page()
            name = user.display_name if user else "somebody"
            visitors.append(Visitor(name, context, page, origin))
            return visitors[-1]

        yield sit_down
        if ("failed", True) in request.node.user_properties:
            await keep_pictures(visitors, tmp_path)
