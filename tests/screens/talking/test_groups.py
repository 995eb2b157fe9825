"""A group on screens: who is in it, what one may do there, and being called by name."""

import re
from uuid import UUID

import pytest
from playwright.async_api import Locator, expect

from tests import stories
from tests.people import Cast
from tests.screens import talk
from tests.screens.conftest import AtScreen
from tests.screens.talk import opens
from tests.screens.visitor import Visitor


@pytest.fixture
def crew(people: Cast) -> UUID:
    for other in (people.ana, people.jane):
        stories.talking(people.hanna, other)
    return stories.group(people.hanna, people.ana, title="Tuesday crew")


async def panel(person: Visitor) -> Locator:
    await person.presses("Conversation menu")
    await person.page.get_by_role("menuitem", name="People and title").click()
    return person.page.get_by_role("dialog")


async def does(person: Visitor, what: str, *, with_: str) -> None:
    """In the panel that is open."""
    await person.presses(f"What to do with {with_}")
    await person.page.get_by_role("menuitem", name=what).click()


async def test_its_admin_adds_renames_promotes_and_removes(
    people: Cast, at_screen: AtScreen, crew: UUID
) -> None:
    hanna, ana, jane, mika = [
        await at_screen(person) for person in (people.hanna, people.ana, people.jane, people.mika)
    ]
    await opens(hanna, crew)
    await opens(ana, crew)
    for person in (jane, mika):
        await person.opens("/inbox")
        await person.is_connected()
    about = await panel(hanna)
    await about.get_by_label("Title").fill("Wednesday crew")
    await hanna.presses("Rename", within=about)
    await expect(ana.page.get_by_role("heading", name="Wednesday crew")).to_be_visible()
    await hanna.presses("Add somebody", within=about)
    await about.get_by_label("Find a person").fill(people.jane.handle)
    await about.get_by_role("button", name=people.jane.handle).click()
    await expect(jane.page.get_by_role("link", name=re.compile("Wednesday crew"))).to_be_visible()
    await does(hanna, "Make an admin", with_="Ana")
    await does(hanna, "Remove", with_="Jane")
    await talk.reads(ana, "Hanna removed Jane.")
    await expect(about.get_by_role("listitem")).to_have_count(2)
    await hanna.page.keyboard.press("Escape")
    theirs = await panel(ana)
    await expect(theirs.get_by_role("button", name="Add somebody")).to_be_visible()
    await expect(mika.page.get_by_text("crew")).to_have_count(0)
    for person in (hanna, ana):
        await person.finds_nothing_wrong()


async def test_a_member_reports_and_blocks_and_does_no_more(
    people: Cast, at_screen: AtScreen, crew: UUID
) -> None:
    ana = await at_screen(people.ana)
    await opens(ana, crew)
    about = await panel(ana)
    for refused in ("Add somebody", "Rename"):
        await expect(about.get_by_role("button", name=refused)).to_have_count(0)
    await ana.presses("What to do with Hanna")
    await expect(ana.page.get_by_role("menuitem")).to_have_text(["Report", "Block"])
    await ana.page.get_by_role("menuitem", name="Report").click()
    await ana.page.get_by_label("What is wrong?").fill("They draw over the edge.")
    await ana.page.get_by_role("dialog").get_by_role("button", name="Report").click()
    await ana.sees("Thank you.")


async def test_a_name_is_offered_marked_and_heard_past_a_mute(
    people: Cast, at_screen: AtScreen, crew: UUID
) -> None:
    stories.mute(people.ana, crew, None)
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    await opens(hanna, crew)
    await ana.opens("/inbox")
    await ana.is_connected()
    await talk.writes(hanna, "Nobody in particular")
    await ana.sees("Nobody in particular")
    await talk.has_unread(ana, 0)

    field = hanna.page.get_by_role("textbox", name="Message to")
    await field.press_sequentially("Bring the lamp, @an")
    offered = hanna.page.get_by_role("listbox", name="People to mention").get_by_role("option")
    await expect(offered).to_have_count(1)
    await expect(field).to_have_attribute("aria-activedescendant", re.compile("-people-0$"))
    await hanna.page.keyboard.press("Enter")
    await expect(field).to_have_value(f"Bring the lamp, @{people.ana.handle} ")
    await expect(offered).to_have_count(0)
    await hanna.page.keyboard.press("Enter")
    await talk.all_sent(hanna)

    await talk.has_unread(ana, 1)
    await expect(talk.row(ana, crew)).to_contain_text("you were mentioned")
    await expect(ana.page.locator("[aria-live=polite]").last).to_contain_text("Bring the lamp")
    await talk.row(ana, crew).get_by_role("link").click()
    called = talk.messages(ana).get_by_role("link", name=f"@{people.ana.handle}")
    await expect(called).to_have_class(re.compile(r"\bme\b"))
    await talk.has_unread(ana, 0)
    await expect(talk.row(ana, crew)).not_to_contain_text("you were mentioned")


async def test_the_three_mutes_are_words_and_end_with_one(
    people: Cast, at_screen: AtScreen, crew: UUID
) -> None:
    ana = await at_screen(people.ana)
    await opens(ana, crew)
    for word in ("Mute for 1 hour", "Mute for 8 hours", "Mute for ever"):
        await ana.presses("Conversation menu")
        await ana.page.get_by_role("menuitem", name=word).click()
        await expect(talk.row(ana, crew).get_by_label("Muted")).to_be_visible()
        await ana.presses("Conversation menu")
        await ana.page.get_by_role("menuitem", name="Unmute").click()
        await expect(talk.row(ana, crew).get_by_label("Muted")).to_have_count(0)


async def test_a_row_is_put_away_by_key_and_comes_back_with_the_next_message(
    people: Cast, at_screen: AtScreen, crew: UUID
) -> None:
    ana = await at_screen(people.ana)
    await ana.opens("/inbox")
    await ana.is_connected()
    await talk.row(ana, crew).get_by_role("link").focus()
    await ana.page.keyboard.press("e")
    await expect(talk.row(ana, crew)).to_have_count(0)
    stories.say(people.hanna, crew, "Are you coming?")
    await expect(talk.row(ana, crew)).to_be_visible()
