"""Without a connection, or with a slow one: what is on the screen stays readable and true."""

import asyncio
import re
from uuid import UUID

import pytest
from playwright.async_api import Request, Route, expect

from tests import stories
from tests.people import Cast
from tests.screens import calls
from tests.screens.conftest import DESK, PHONE, AtScreen
from tests.screens.talk import opens
from tests.screens.talking.pictures import chooses, shown
from tests.screens.visitor import Visitor

WITHOUT_WORKER = "Object.defineProperty(navigator, 'serviceWorker', { value: undefined })"
MEDIA = re.compile("/media/images/")


@pytest.mark.usefixtures("the_worker")
async def test_a_picture_that_could_not_be_loaded_comes_with_the_connection(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    await opens(hanna, talking)
    await chooses(hanna)
    await expect(shown(hanna, "Picture by You")).to_have_count(1)
    await ana.context.route(MEDIA, lambda route: route.abort("internetdisconnected"))
    await opens(ana, talking)
    lost = ana.page.get_by_role("button", name="This picture could not be loaded.")
    await expect(lost).to_be_visible()
    await expect(shown(ana, "Picture by Hanna")).to_have_count(0)
    await lost.click()
    await expect(lost).to_be_visible()
    await ana.context.unroute(MEDIA)
    await ana.context.set_offline(True)
    await ana.sees("Offline.")
    await ana.context.set_offline(False)
    await expect(shown(ana, "Picture by Hanna")).to_be_visible()
    await expect(lost).to_have_count(0)


async def overlaps(visitor: Visitor, one: str, other: str) -> bool:
    boxes = [await visitor.page.locator(place).first.bounding_box() for place in (one, other)]
    first, second = (box for box in boxes if box is not None)
    apart = (
        first["y"] + first["height"] <= second["y"] or second["y"] + second["height"] <= first["y"]
    )
    return not apart


PHONES = pytest.param(PHONE, marks=pytest.mark.long, id="phone")


@pytest.mark.parametrize("size", [pytest.param(DESK, id="desk"), PHONES])
async def test_the_strip_lies_over_nothing(
    people: Cast, at_screen: AtScreen, talking: UUID, size: tuple[int, int]
) -> None:
    ana = await at_screen(people.ana, size=size)
    for path in (f"/inbox/{talking}", "/inbox", "/calls", "/calendar"):
        await ana.opens(path)
        await ana.is_connected()
        await ana.context.set_offline(True)
        await ana.sees("Offline.")
        assert not await overlaps(ana, ".connection p", "h1:visible")
        assert await ana.page.evaluate("scrollY") == 0
        await ana.context.set_offline(False)


async def test_an_application_without_a_connection_is_refused_in_true_words(
    people: Cast, at_screen: AtScreen
) -> None:
    call = stories.open_call(people.hanna)
    ana = await at_screen(people.ana)
    await ana.opens(f"/calls/{call}")
    await ana.is_connected()
    await ana.context.set_offline(True)
    await ana.sees("Offline.")
    await ana.presses("Apply")
    await ana.sees("An application is never sent later by itself")
    await ana.context.set_offline(False)
    await ana.is_connected()
    await calls.stands_at(ana, call, "active", "Open")
    await ana.presses("Apply")
    await calls.stands_at(ana, call, "pending", "Applied")


async def test_a_page_on_its_way_shows_that_it_is(people: Cast, at_screen: AtScreen) -> None:
    ana = await at_screen(people.ana)
    # Else the service worker has the page already.
    await ana.context.add_init_script(WITHOUT_WORKER)
    await ana.opens("/calls")
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def held(route: Route, request: Request) -> None:
        arrived.set()
        await go_on.wait()
        await route.continue_()

    await ana.page.route("**/_app/immutable/nodes/*.js", held)
    bar = ana.page.get_by_role("progressbar", name="The page is on its way")
    await expect(bar).to_have_count(0)
    main = ana.page.get_by_role("navigation", name="Main")
    await main.get_by_role("link", name="Feed").click()
    await arrived.wait()
    await expect(bar).to_be_visible()
    go_on.set()
    await expect(ana.page.get_by_role("heading", name="Feed", level=1)).to_be_visible()
    await expect(bar).to_have_count(0)
