"""What fingers do on a phone: put away, answer, ask what can be done, and look at pictures."""

import re
from uuid import UUID

import pytest
from playwright.async_api import Locator, expect

from tests.people import Cast
from tests.screens import talk
from tests.screens.conftest import PHONE, AtScreen
from tests.screens.fingers import Finger
from tests.screens.talking.pictures import chooses, shown
from tests.screens.visitor import Visitor


async def at_phone(people: Cast, at_screen: AtScreen) -> tuple[Visitor, Finger]:
    ana = await at_screen(people.ana, size=PHONE, touch=True)
    return ana, await Finger.of(ana)


async def test_a_row_is_pushed_aside_to_put_it_away_and_to_bring_it_back(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    ana, finger = await at_phone(people, at_screen)
    await ana.opens("/inbox")
    await ana.is_connected()
    row = talk.row(ana, talking)
    await finger.pushes(row.get_by_role("link"), right=40)
    await finger.pushes(row.get_by_role("link"), right=-40)
    await finger.pushes(row.get_by_role("link"), down=120)
    await finger.pushes(row.get_by_role("link"), right=30, down=120)
    await expect(row).to_be_visible()
    await finger.pushes(row.get_by_role("link"), right=120)
    await expect(row).to_have_count(0)
    await ana.chooses("Archived", of="Show")
    await finger.pushes(row.get_by_role("link"), right=-120)
    await expect(row).to_have_count(0)
    await ana.chooses("All", of="Show")
    await expect(row).to_be_visible()
    await ana.finds_nothing_wrong()


async def test_a_bubble_is_pushed_aside_to_answer_it_and_held_to_see_what_can_be_done(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    ana, finger = await at_phone(people, at_screen)
    await talk.opens(ana, talking)
    said = ana.page.locator("[data-number='1'] .text")
    await finger.pushes(said, right=40)
    await expect(ana.page.get_by_text("Answer to")).to_have_count(0)
    await finger.pushes(said, right=90)
    await ana.sees("Answer to")
    # Enter is a new line here.
    await ana.page.get_by_role("textbox", name="Message to").fill("Hello, Hanna.")
    await ana.presses("Send")
    answer = ana.page.locator("article", has_text="Hello, Hanna.")
    await expect(answer.locator(".quote")).to_contain_text("Hello!")

    await finger.puts(said)
    await expect(ana.page.get_by_role("menuitem", name="Copy text")).to_be_visible()
    await finger.lifts()
    await expect(ana.page.get_by_role("menuitem", name="Copy text")).to_be_visible()
    await ana.finds_nothing_wrong()


async def is_now(large: Locator, source: str | None) -> str:
    """Another picture than that one."""
    await expect(large).not_to_have_attribute("src", source or "")
    return await large.get_attribute("src") or ""


@pytest.mark.usefixtures("the_worker")
async def test_pictures_are_pushed_on_and_seen_as_large_as_they_are(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna = await at_screen(people.hanna, on=1)
    ana, finger = await at_phone(people, at_screen)
    for person in (hanna, ana):
        await talk.opens(person, talking)
    for count in (1, 2):
        await chooses(hanna)
        await expect(shown(ana, "Picture by Hanna")).to_have_count(count)
    await shown(ana, "Picture by Hanna").last.tap()
    viewer = ana.page.get_by_role("dialog", name="Picture", exact=True)
    large, before = viewer.get_by_role("img"), viewer.get_by_role("button", name="The one before")
    await expect(before).to_be_enabled()
    newest = await large.get_attribute("src")
    await finger.pushes(large, right=40)
    await finger.pushes(large, right=-120)
    await expect(large).to_have_attribute("src", newest or "")
    await finger.pushes(large, right=120)
    oldest = await is_now(large, newest)
    await expect(before).to_be_disabled()

    # Twice: as large as it is, and pushed about within itself; twice again: as before.
    stage = viewer.locator(".stage")
    await finger.taps_twice(stage)
    await expect(stage).not_to_have_class(re.compile(r"\bwhole\b"))
    await finger.pushes(stage, right=-120)
    await ana.finds("document.querySelector('.stage').scrollLeft > 60")
    await expect(large).to_have_attribute("src", oldest)
    await finger.taps_twice(stage)
    await expect(stage).to_have_class(re.compile(r"\bwhole\b"))
    await finger.pushes(stage, right=-120)
    assert await is_now(large, oldest) == newest
    await ana.finds_nothing_wrong()
