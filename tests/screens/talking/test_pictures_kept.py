"""A picture that was chosen arrives once: after a reload, without a server, with several tabs."""

import asyncio
from uuid import UUID

import pytest
from playwright.async_api import Request, Route, expect

from conversations.models import Message
from tests import stories
from tests.people import Cast
from tests.processes import Web
from tests.screens.conftest import AtScreen
from tests.screens.talk import opens
from tests.screens.talking.pictures import KEPT, brings, chooses, kept, on_its_way, sends, shown
from tests.screens.talking.test_returning import was_here
from tests.screens.talking.test_tabs import another_tab
from tests.screens.test_accounts import PASSWORD, signs_in
from tests.screens.test_revoked import Lossy, is_sent_away_with_nothing_left
from tests.screens.visitor import Visitor
from tests.security.browser import with_password

pytestmark = pytest.mark.usefixtures("the_worker")


async def are_shown_once(count: int, conversation: UUID, *both: Visitor, but: str = "") -> None:
    """To who sent them and to who got them, and nothing of them waits any more."""
    sender, receiver = both
    await expect(shown(receiver, "Picture by Hanna")).to_have_count(count)
    await expect(shown(sender, "Picture by You")).to_have_count(count)
    await expect(on_its_way(sender)).to_have_count(0)
    await sender.finds(f"{KEPT}.then((count) => count === 0)")
    said = Message.objects.filter(conversation__public_id=conversation, kind=Message.IMAGE)
    assert said.count() == count
    for person in both:
        await person.finds_nothing_wrong(but)


def uploads_of(person: Visitor) -> list[Request]:
    """Those of this browser, from now on."""
    asked: list[Request] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/media/images"):
            asked.append(request)

    person.context.on("request", note)
    return asked


async def hold(route: Route) -> None:
    """The bytes get nowhere, and nobody says so."""


async def test_what_was_chosen_without_a_server_arrives_once_after_a_reload(
    people: Cast, at_screen: AtScreen, frail: Web, talking: UUID
) -> None:
    hanna, ana = await at_screen(people.hanna, to=frail), await at_screen(people.ana)
    await opens(ana, talking)
    await was_here(hanna, talking)
    frail.kill()
    await chooses(hanna)
    assert await brings(hanna, "paste", at="textarea")
    await sends(hanna)
    await expect(on_its_way(hanna)).to_have_text(["Waiting for the connection"] * 2)
    await hanna.finds(f"{KEPT}.then((count) => count === 2)")
    await hanna.reloads()
    await expect(on_its_way(hanna)).to_have_text(["Waiting for the connection"] * 2)
    await expect(on_its_way(hanna).get_by_role("presentation")).to_have_count(2)
    frail.start()
    frail.wait()
    await are_shown_once(2, talking, hanna, ana)


async def test_a_reload_in_the_middle_of_an_upload_begins_it_anew(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    for person in (hanna, ana):
        await opens(person, talking)
    await hanna.page.route("**/media/images", hold)
    async with hanna.page.expect_request("**/media/images"):
        await chooses(hanna)
    async with hanna.page.expect_request("**/media/images"):
        await hanna.reloads()
    await expect(on_its_way(hanna)).to_have_text("Sending")
    await hanna.page.unroute("**/media/images")
    await hanna.reloads()
    # The page that goes may have shown it already: then this one's picture is refused by its key.
    await are_shown_once(1, talking, hanna, ana, but="status of 409")


async def test_what_the_server_has_is_shown_after_a_reload_and_not_uploaded_again(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna, ana, line = await at_screen(people.hanna), await at_screen(people.ana, on=1), Lossy()
    await line.spoil(hanna)
    for person in (hanna, ana):
        await opens(person, talking)
    asked = uploads_of(hanna)
    await chooses(hanna)
    await expect(on_its_way(hanna)).to_have_text("Nearly there")
    async with asyncio.timeout(30):
        while not line.lost:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await hanna.reloads()
    await expect(on_its_way(hanna)).to_have_count(1)
    line.mended = True
    await hanna.reloads()
    await are_shown_once(1, talking, hanna, ana)
    assert len(asked) == 1


async def test_of_two_tabs_one_uploads_and_the_other_goes_on_when_it_is_closed(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    first, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    for person in (first, ana):
        await opens(person, talking)
    asked = uploads_of(first)
    await first.page.route("**/media/images", hold)
    async with first.page.expect_request("**/media/images"):
        await chooses(first)
    second = await another_tab(first, f"/inbox/{talking}")
    await expect(on_its_way(second)).to_have_count(1)
    await chooses(second)
    await expect(on_its_way(second)).to_have_count(2)
    assert len(asked) == 1
    await first.page.close()
    await are_shown_once(2, talking, second, ana)
    assert len(asked) == 3


async def test_what_waited_is_gone_with_who_signed_out(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    with_password(people.ana, PASSWORD)
    browser = await at_screen(people.hanna)
    await opens(browser, talking)
    await browser.page.route("**/media/images", hold)
    async with browser.page.expect_request("**/media/images"):
        await chooses(browser)
    assert await kept(browser) == 1
    await browser.page.goto(f"{browser.origin}/settings")
    await browser.presses("Sign out")
    await is_sent_away_with_nothing_left(browser)
    await browser.page.unroute("**/media/images")

    # Ana comes next at this browser, who could write in the same conversation.
    asked = uploads_of(browser)
    await signs_in(browser, people.ana, PASSWORD)
    await browser.page.wait_for_url("**/inbox*")
    await opens(browser, talking)
    await expect(on_its_way(browser)).to_have_count(0)
    assert (asked, stories.row_of(talking).last_number) == ([], 2)
