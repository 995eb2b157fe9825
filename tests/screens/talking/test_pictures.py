"""Pictures on screens: chosen, pasted, dropped, refused, tried again, looked at and gathered."""

from functools import partial
from uuid import UUID

import pytest
from playwright.async_api import Route, expect

from tests import stories
from tests.people import Cast
from tests.screens.conftest import AtScreen
from tests.screens.talk import opens, reads
from tests.screens.talking.pictures import (
    brings,
    chooses,
    kept,
    on_its_way,
    payload,
    sends,
    shown,
    to_send,
)

pytestmark = pytest.mark.usefixtures("the_worker")


async def test_pictures_are_pasted_and_dropped_anywhere_on_the_thread(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    for person in (hanna, ana):
        await opens(person, talking)
    assert await brings(hanna, "paste", at="textarea")
    await expect(to_send(hanna)).to_have_count(1)
    assert stories.row_of(talking).last_number == 2
    await sends(hanna, "Red ones.")
    await expect(shown(ana, "Picture by Hanna")).to_have_count(1)
    await reads(ana, "Red ones.")
    assert await brings(hanna, "drop", at="[aria-label=Messages]")
    await sends(hanna)
    await expect(shown(ana, "Picture by Hanna")).to_have_count(2)
    # Beside it, nothing happens: above all the page does not become the picture.
    assert await brings(hanna, "drop", at="nav")
    await expect(on_its_way(hanna)).to_have_count(0)
    await expect(shown(hanna, "Picture by You")).to_have_count(2)


async def test_what_cannot_be_a_picture_says_why_and_can_be_dropped(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna = await at_screen(people.hanna)
    await opens(hanna, talking)
    broken = payload("broken.png", b"\x89PNG\r\n\x1a\n and then nothing of the kind")
    await chooses(hanna, broken)
    await expect(on_its_way(hanna)).to_contain_text("Not sent:")
    await hanna.presses("Drop")
    await expect(on_its_way(hanna)).to_have_count(0)
    assert stories.row_of(talking).last_number == 2


async def test_what_was_refused_says_why_and_is_tried_again_when_asked_to(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna = await at_screen(people.hanna)
    await opens(hanna, talking)
    no = {"code": "conflict", "message": "Send the others first.", "retry": False}
    refuse = partial(Route.fulfill, status=409, json=no)
    await hanna.page.route("**/media/images", refuse)
    await chooses(hanna)
    await expect(on_its_way(hanna)).to_contain_text("Not sent: Send the others first.")
    assert await kept(hanna) == 0
    await hanna.page.unroute("**/media/images", refuse)
    await hanna.presses("Try again")
    await expect(shown(hanna, "Picture by You")).to_be_visible()
    await expect(on_its_way(hanna)).to_have_count(0)


async def test_pictures_are_gathered_and_looked_at_one_after_the_other(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    for person in (hanna, ana):
        await opens(person, talking)
    for count in (1, 2, 3):
        await chooses(hanna)
        await expect(shown(ana, "Picture by Hanna")).to_have_count(count)
    await ana.presses("Conversation menu")
    await ana.page.get_by_role("menuitem", name="Pictures").click()
    gathered = ana.page.get_by_role("dialog", name="Pictures").get_by_role("img")
    await expect(gathered).to_have_count(3)
    await gathered.first.click()
    viewer = ana.page.get_by_role("dialog", name="Picture", exact=True)
    await expect(viewer.get_by_role("button", name="The one before")).to_be_enabled()
    await expect(viewer.get_by_role("button", name="The next one")).to_be_disabled()
    large = viewer.get_by_role("img")
    newest = await large.get_attribute("src")
    await ana.page.keyboard.press("ArrowLeft")
    await expect(large).not_to_have_attribute("src", newest or "")
    await viewer.get_by_role("button", name="The one before").click()
    await expect(viewer.get_by_role("button", name="The one before")).to_be_disabled()
    await ana.page.keyboard.press("Escape")
    await expect(viewer).to_be_hidden()
    await ana.finds_nothing_wrong()


async def test_what_has_ended_can_be_looked_at_copied_and_reported(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    for person in (hanna, ana):
        await opens(person, talking)
    await chooses(hanna)
    await expect(shown(ana, "Picture by Hanna")).to_be_visible()
    stories.block(people.ana, people.hanna)
    await ana.sees("You two are not in contact any more.")
    await shown(ana, "Picture by Hanna").click()
    await expect(ana.page.get_by_role("dialog", name="Picture", exact=True)).to_be_visible()
    await ana.page.keyboard.press("Escape")
    said = ana.page.locator("article", has_text="Hello!")
    await said.hover()
    await said.get_by_role("button", name="Message actions").click()
    menu = ana.page.get_by_role("menuitem")
    await expect(menu).to_have_text(["Copy text", "Report"])
    await menu.last.click()
    await ana.page.get_by_label("What is wrong?").fill("It was not a nice hello.")
    await ana.page.get_by_role("dialog").get_by_role("button", name="Report").click()
    await ana.sees("Thank you.")
