"""What people do with what was said, on real screens: change, answer, sign, show, find, gather."""

import io
import re
import uuid
from uuid import UUID

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Locator, expect

from tests import processes, stories
from tests.people import Cast
from tests.screens.conftest import PHONE, AtScreen
from tests.screens.talk import messages, reads, writes
from tests.screens.talking.pictures import chooses
from tests.screens.visitor import Visitor


@pytest.fixture
def talk(people: Cast) -> UUID:
    conversation = stories.talking(people.hanna, people.ana)
    stories.say(people.ana, conversation, "Do you need red drapes?")
    return conversation


def bubble(person: Visitor, text: str) -> Locator:
    return person.page.locator("article", has_text=text).last


async def does(person: Visitor, what: str, *, with_: str) -> None:
    """An item of the menu of the message with this text."""
    said = bubble(person, with_)
    await said.hover()
    await said.get_by_role("button", name="Message actions").click()
    await person.page.get_by_role("menuitem", name=what, exact=True).click()


async def test_both_see_a_sign_an_answer_an_edit_and_what_is_taken_back(
    people: Cast, talk: UUID, at_screen: AtScreen
) -> None:
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1, size=PHONE)
    for person in (hanna, ana):
        await person.opens(f"/inbox/{talk}")
        await person.is_connected()
    await does(hanna, "Heart", with_="red drapes")
    await expect(bubble(ana, "red drapes").get_by_role("button", name="Hanna")).to_be_visible()
    await does(hanna, "Reply", with_="red drapes")
    await writes(hanna, "Yes, two of them.")
    await expect(bubble(ana, "two of them").locator(".quote")).to_contain_text("red drapes")
    await does(hanna, "Edit", with_="two of them")
    await writes(hanna, "Yes, three of them.")
    await reads(ana, "Yes, three of them.")
    await expect(bubble(ana, "three of them")).to_contain_text("edited")
    await does(hanna, "Unsend", with_="three of them")
    await reads(ana, "This message was taken back.")
    for person in (hanna, ana):
        await person.finds_nothing_wrong()


async def test_nobody_changes_what_another_said(
    people: Cast, talk: UUID, at_screen: AtScreen
) -> None:
    hanna = await at_screen(people.hanna)
    await hanna.opens(f"/inbox/{talk}")
    said = bubble(hanna, "red drapes")
    await said.hover()
    await said.get_by_role("button", name="Message actions").click()
    await expect(hanna.page.get_by_role("menuitem", name="Reply")).to_be_visible()
    for refused in ("Edit", "Unsend"):
        await expect(hanna.page.get_by_role("menuitem", name=refused)).to_have_count(0)


async def test_a_group_is_started_and_its_people_hear_of_it(
    people: Cast, at_screen: AtScreen
) -> None:
    for other in (people.ana, people.jane):
        stories.talking(people.hanna, other)
    hanna, ana, mika = [await at_screen(p) for p in (people.hanna, people.ana, people.mika)]
    for person in (ana, mika):
        await person.opens("/inbox")
        await person.is_connected()
    await hanna.opens("/inbox/new")
    await hanna.presses("Start a group")
    for number, other in enumerate((people.ana, people.jane)):
        if number:
            await hanna.presses("Add another person")
        await hanna.page.get_by_label("Find a person").fill(other.handle)
        found = hanna.page.get_by_role("list", name="People")
        await found.get_by_role("button", name=other.handle).click()
    await hanna.page.get_by_label("Title of the group").fill("Tuesday crew")
    await writes(hanna, "Welcome, both of you.")
    await hanna.page.wait_for_url(re.compile(r"/inbox/[0-9a-f-]{36}$"))
    await ana.page.get_by_role("link", name=re.compile("Tuesday crew")).click()
    await reads(ana, "Welcome, both of you.")
    await expect(mika.page.get_by_text("Tuesday crew")).to_have_count(0)
    await ana.presses("Conversation menu")
    await ana.page.get_by_role("menuitem", name="People and title").click()
    await ana.presses("Leave the group")
    await ana.sees("You have left.")
    await expect(ana.page.get_by_role("textbox", name="Message to")).to_have_count(0)
    await reads(hanna, "Ana left the group.")


async def test_a_picture_is_shown_and_looked_at(
    people: Cast, talk: UUID, at_screen: AtScreen, the_worker: processes.Process
) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (900, 600), "firebrick").save(drawn, "PNG")
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana)
    for person in (hanna, ana):
        await person.opens(f"/inbox/{talk}")
        await person.is_connected()
    drapes = FilePayload(name="drapes.png", mimeType="image/png", buffer=drawn.getvalue())
    await chooses(hanna, drapes)
    picture = messages(ana).get_by_role("img", name="Picture by Hanna")
    await expect(picture).to_be_visible()
    await picture.click()
    large = ana.page.get_by_role("dialog", name="Picture").get_by_role("img")
    await expect(large).to_be_visible()
    assert await large.evaluate("img => img.decode().then(() => img.naturalWidth)") == 900
    await ana.page.keyboard.press("Escape")
    await expect(large).to_be_hidden()
    for person in (hanna, ana):
        await person.finds_nothing_wrong()


async def test_what_was_found_is_shown_where_it_was_said(
    people: Cast, talk: UUID, at_screen: AtScreen, the_worker: processes.Process
) -> None:
    for number in range(120):
        stories.say(people.hanna, talk, f"Line {number}")
    hanna = await at_screen(people.hanna)
    await hanna.opens("/inbox")
    search = hanna.page.get_by_role("searchbox", name="Search names and words")
    found = hanna.page.get_by_role("link", name=re.compile("red drapes"))
    async with hanna.page.expect_response(lambda answer: "/search" in answer.url):
        await search.fill("red drap")
    await expect(found.locator("mark")).to_have_text(["red", "drap"])
    await found.click()
    await expect(bubble(hanna, "red drapes")).to_be_in_viewport()


async def test_who_writes_and_who_has_read_shows_to_the_other(
    people: Cast, talk: UUID, at_screen: AtScreen
) -> None:
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    for person in (hanna, ana):
        await person.opens(f"/inbox/{talk}")
        await person.is_connected()
    await writes(hanna, "Are you there?")
    await expect(messages(hanna).get_by_text("Read", exact=True)).to_be_visible()
    await hanna.sees("Here now")
    await ana.page.get_by_role("textbox", name="Message to").press_sequentially("Y")
    await hanna.sees("Ana is writing")


async def test_two_keys_lead_to_a_conversation(
    people: Cast, talk: UUID, at_screen: AtScreen
) -> None:
    stories.start(people.mika, people.jane, f"Not for Hanna {uuid.uuid4()}")
    hanna = await at_screen(people.hanna)
    await hanna.opens("/calendar")
    await hanna.is_connected()
    await hanna.page.keyboard.press("Control+k")
    await hanna.page.get_by_role("combobox", name="Go to a conversation").fill("an")
    await expect(hanna.page.get_by_role("option")).to_have_count(1)
    await hanna.page.keyboard.press("Enter")
    await hanna.is_at(f"/inbox/{talk}")
