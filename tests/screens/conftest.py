"""Real browsers at real web processes that serve the built client."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import pytest_asyncio
from django.conf import settings
from playwright.async_api import Browser, async_playwright
from pytest_asyncio import is_async_test

from core import clock
from notifications.models import Delivery
from people.models import User
from tests import processes, stories
from tests.people import Cast
from tests.processes import Web, free_port
from tests.screens.visitor import LOOK_INSIDE, Visitor
from tools.bench.world import session_of
from tools.local import chromium, client
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
HERE = Path(__file__).parent
DESK = (1440, 900)
PHONE = (390, 844)
#: So much of a frame is printed when a test failed.
LONGEST = 500


@pytest.fixture(autouse=True)
def an_empty_board(database: None) -> None:
    """Calls of hosts from tests before would stand on the board of every model."""
    OpenCall.objects.filter(status="active").update(status="cancelled", decided_at=clock.now())


@pytest.fixture(autouse=True)
def an_empty_outbox(database: None) -> None:
    """Mails of tests before would come first, and the mailbox shows the newest hundred."""
    Delivery.objects.filter(state=Delivery.WAITING).delete()


@pytest.fixture(scope="session")
def client_build() -> Path:
    """The client as its sources are now; built only when they have changed."""
    client.ready()
    return client.BUILD


@pytest.fixture(scope="session")
def sites(client_build: Path, environment: dict[str, str], logs: Path) -> Iterator[list[Web]]:
    """Two web processes on one database, as bin/dev runs one: by name first, and by number."""
    own = environment | {"CALLBOARD_DEV": "1", "CALLBOARD_CLIENT": str(client_build)}
    own["CALLBOARD_LIMIT_HELLO_WITHIN"] = "5"  # which the client knows
    started = []
    for port in (free_port(), free_port()):
        origins = f"http://localhost:{port},http://127.0.0.1:{port}"
        log = logs / f"site{port}.log"
        started.append(Web(own | {"ORIGINS": origins}, log=log, port=port))
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all of them, because the browser that they share lives in it."""
    for item in items:
        if is_async_test(item) and item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@asynccontextmanager
async def started(find: Callable[[], str]) -> AsyncIterator[Browser]:
    program = await asyncio.to_thread(find)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        await running.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def light_browser() -> AsyncIterator[Browser]:
    async with started(chromium.light) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def whole_browser() -> AsyncIterator[Browser]:
    async with started(chromium.program) as running:
        yield running


@pytest.fixture
def browser(request: pytest.FixtureRequest) -> Browser:
    """Visitors share this program and nothing in it: each has a context of their own.

    A test marked `notifications` gets one that shows them; the others one that needs less CPU.
    """
    shows_them = request.node.get_closest_marker("notifications")
    found: Browser = request.getfixturevalue("whole_browser" if shows_them else "light_browser")
    return found


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
        frames = (str(frame) for socket in visitor.wire for frame in socket[-5:])
        print(*(frame[:LONGEST] for frame in frames), sep="\n")


@pytest_asyncio.fixture(loop_scope="session")
async def at_screen(
    browser: Browser, sites: list[Web], request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[AtScreen]:
    """`await at_screen(ana, size=PHONE)`: a window in which Ana is signed in, as if at a browser
    of her own.

    Without a person nobody is. `on=1` is the second web process, `to=` another one than these;
    `touch=True`: a screen for fingers, and nothing that hovers. `locale`: what its browser speaks.
    """
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
            locale: str | None = None,
        ) -> Visitor:
            origin = (to or sites[on]).origin
            context = await browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
                timezone_id="UTC",
                locale=locale,
                has_touch=touch,
                is_mobile=touch,
            )
            stack.push_async_callback(context.close)
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
