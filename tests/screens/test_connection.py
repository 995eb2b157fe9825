"""A page whose connection is late, dead or refused: it comes back, and says only what is so."""

import asyncio
import json
from datetime import timedelta

from playwright.async_api import Route, WebSocketRoute, expect

from tests import stories
from tests.people import Cast
from tests.screens import talk
from tests.screens.conftest import AtScreen
from tests.screens.visitor import Visitor

#: Longer than the server waits for a hello, shorter than the page for its welcome.
LATE = 7.5
#: Far less than the silence after which a connection counts as dead.
SOON = 15_000
OUT_OF_DATE = "This page is out of date."


class Line:
    """The page's connections to the server; `late` ones hold back their hello."""

    def __init__(self) -> None:
        self.late, self.mute = 0, False
        self.opened: list[WebSocketRoute] = []

    async def of(self, visitor: Visitor) -> None:
        await visitor.page.route_web_socket("**/ws", self._open)

    def _open(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        number = len(self.opened)
        self.opened.append(route)

        def to_server(words: str | bytes) -> None:
            if number < self.late and '"hello"' in str(words):
                asyncio.get_running_loop().call_later(LATE, server.send, words)
            elif not self.is_mute(number):
                server.send(words)

        def to_page(words: str | bytes) -> None:
            if not self.is_mute(number):
                route.send(words)

        route.on_message(to_server)
        server.on_message(to_page)

    def is_mute(self, number: int) -> bool:
        """Of those that were open when the device fell asleep."""
        return self.mute and number == 0


async def test_a_hello_that_is_late_is_said_again(people: Cast, at_screen: AtScreen) -> None:
    talking = stories.talking(people.hanna, people.ana)
    ana, line = await at_screen(people.ana), Line()
    line.late = 1
    await line.of(ana)
    await ana.page.goto(f"{ana.origin}/inbox/{talking}")
    await expect(ana.page.get_by_text(OUT_OF_DATE)).to_have_count(0)
    await asyncio.sleep(LATE)
    await ana.is_connected()
    stories.say(people.hanna, talking, "Are you there now?")
    await ana.sees("Are you there now?")
    assert len(line.opened) == 2
    await expect(ana.page.get_by_text(OUT_OF_DATE)).to_have_count(0)


async def test_a_connection_that_died_in_a_sleep_is_noticed_on_waking(
    people: Cast, at_screen: AtScreen
) -> None:
    talking = stories.talking(people.hanna, people.ana)
    ana, line = await at_screen(people.ana), Line()
    await line.of(ana)
    await ana.opens(f"/inbox/{talking}")
    await ana.is_connected()
    line.mute = True
    stories.say(people.hanna, talking, "Said while she slept")
    await asyncio.sleep(1)
    await expect(ana.page.get_by_text("Said while she slept")).to_have_count(0)
    await ana.page.evaluate("dispatchEvent(new Event('focus'))")
    await expect(talk.messages(ana).get_by_text("Said while she slept")).to_be_visible(timeout=SOON)
    assert len(line.opened) == 2


async def is_refused(ana: Visitor, line: Line, build: str | None) -> None:
    """The server calls a frame of this page wrong, and offers this build of the client."""

    async def offered(route: Route) -> None:
        await route.fulfill(body=json.dumps({"version": build}), content_type="application/json")

    if build is not None:
        await ana.page.route("**/_app/version.json", offered)
    await line.opened[0].close(code=4400, reason="not a frame")


async def test_only_a_page_of_another_build_is_out_of_date(
    people: Cast, at_screen: AtScreen
) -> None:
    call = stories.open_call(people.hanna, closes=timedelta(minutes=30))
    talking = stories.apply(people.ana, call).conversation
    ana, line = await at_screen(people.ana), Line()
    await line.of(ana)
    await ana.opens(f"/inbox/{talking}")
    await ana.is_connected()
    timer = ana.page.get_by_role("timer").first
    await expect(timer).to_be_visible()
    await is_refused(ana, line, "another")
    await ana.sees(OUT_OF_DATE)
    await expect(timer).to_have_text("paused")


async def test_a_page_of_this_build_tries_again_later(people: Cast, at_screen: AtScreen) -> None:
    ana, line = await at_screen(people.ana), Line()
    await line.of(ana)
    await ana.opens("/inbox")
    await ana.is_connected()
    await is_refused(ana, line, None)
    await ana.sees("Offline.")
    await expect(ana.page.get_by_text(OUT_OF_DATE)).to_have_count(0)
    await ana.page.evaluate("dispatchEvent(new Event('online'))")
    await ana.is_connected()
