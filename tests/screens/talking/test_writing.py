"""Writing: drafts and edits apart, what is pasted, input methods, files that are no pictures."""

from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Locator, expect

from conversations.actions.indexing import index_some
from tests import stories
from tests.people import Cast
from tests.screens.conftest import AtScreen
from tests.screens.kept import DRAFTS, EVERYTHING
from tests.screens.talk import all_sent, opens, reads, writes
from tests.screens.talking.pictures import to_send
from tests.screens.visitor import Visitor

PASTE = """
    (brought) => {
        const carried = new DataTransfer();
        for (const [type, text] of Object.entries(brought.texts)) carried.setData(type, text);
        for (const [name, type] of brought.files)
            carried.items.add(new File(['x'], name, { type }));
        const about = { bubbles: true, cancelable: true };
        const event = brought.dropped
            ? new DragEvent('drop', { ...about, dataTransfer: carried })
            : new ClipboardEvent('paste', { ...about, clipboardData: carried });
        document.querySelector('textarea').dispatchEvent(event);
        return event.defaultPrevented;
    }
"""
ENTER = """
    (about) => document.querySelector('textarea').dispatchEvent(new KeyboardEvent('keydown', {
        key: 'Enter', bubbles: true, cancelable: true, ...about
    }))
"""


def field(person: Visitor) -> Locator:
    return person.page.get_by_role("textbox", name="Message to")


async def begins_to_edit(person: Visitor, text: str) -> None:
    said = person.page.locator("article", has_text=text)
    await said.hover()
    await said.get_by_role("button", name="Message actions").click()
    await person.page.get_by_role("menuitem", name="Edit").click()
    await expect(field(person)).to_have_value(text)


async def test_an_edit_leaves_the_draft_alone(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna = await at_screen(people.hanna)
    await opens(hanna, talking)
    await writes(hanna, "orig text")
    await all_sent(hanna)
    await field(hanna).fill("my long unsent draft")
    await begins_to_edit(hanna, "orig text")
    await field(hanna).fill("half another wording")
    await hanna.presses("Leave off")
    await expect(field(hanna)).to_have_value("my long unsent draft")
    await begins_to_edit(hanna, "orig text")
    await field(hanna).fill("new text")
    await hanna.page.keyboard.press("Enter")
    await reads(hanna, "new text")
    await expect(field(hanna)).to_have_value("my long unsent draft")
    await begins_to_edit(hanna, "new text")
    said = hanna.page.locator("article", has_text="new text")
    await said.get_by_role("button", name="Message actions").click()
    await hanna.page.get_by_role("menuitem", name="Reply").click()
    await expect(field(hanna)).to_have_value("my long unsent draft")
    await hanna.finds(f"{DRAFTS}.then((all) => all[0] === 'my long unsent draft')")
    await hanna.page.reload()
    await expect(field(hanna)).to_have_value("my long unsent draft")


@pytest.mark.parametrize("about", [{"isComposing": True}, {"keyCode": 229}], ids=str)
async def test_enter_of_an_input_method_sends_nothing(
    people: Cast, at_screen: AtScreen, talking: UUID, about: dict[str, Any]
) -> None:
    hanna = await at_screen(people.hanna)
    await opens(hanna, talking)
    await field(hanna).fill("kakunin")
    await hanna.page.evaluate(ENTER, about)
    await expect(field(hanna)).to_have_value("kakunin")
    await hanna.page.evaluate(ENTER, {"keyCode": 13})
    await expect(field(hanna)).to_have_value("")
    await all_sent(hanna)
    assert stories.row_of(talking).last_number == 3


async def test_a_text_that_is_pasted_with_its_picture_stays_a_text(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna = await at_screen(people.hanna)
    await opens(hanna, talking)
    cells = {"text/plain": "Ana\t30", "text/html": "<table><td>Ana<td>30</table>"}
    brought = {"texts": cells, "files": [["image.png", "image/png"]]}
    assert not await hanna.page.evaluate(PASTE, brought)
    await expect(to_send(hanna)).to_have_count(0)
    assert await hanna.page.evaluate(PASTE, brought | {"texts": {}})
    await expect(to_send(hanna)).to_have_count(1)
    await hanna.presses("Remove image.png")
    await expect(to_send(hanna)).to_have_count(0)
    assert stories.row_of(talking).last_number == 2


@pytest.mark.parametrize(
    ("name", "type"),
    [("contract.pdf", "application/pdf"), ("photo.heic", ""), ("photo.heic", "image/heic")],
)
@pytest.mark.parametrize("dropped", [True, False], ids=["dropped", "pasted"])
async def test_what_is_no_picture_is_refused_in_words(
    people: Cast, at_screen: AtScreen, talking: UUID, name: str, type: str, dropped: bool
) -> None:
    hanna = await at_screen(people.hanna)
    await opens(hanna, talking)
    brought = {"texts": {}, "files": [[name, type]], "dropped": dropped}
    assert await hanna.page.evaluate(PASTE, brought)
    await hanna.sees(f"“{name}” was not taken: pictures are JPEG, PNG, WebP or GIF.")
    await expect(to_send(hanna)).to_have_count(0)


async def test_nothing_is_read_in_a_window_without_the_focus(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    ana = await at_screen(people.ana)
    await opens(ana, talking)
    await reads(ana, "Hello!")
    await ana.page.evaluate("document.hasFocus = () => false; dispatchEvent(new Event('blur'))")
    before = stories.place_of(people.ana, talking).last_read_number
    stories.say(people.hanna, talking, "Are you there?")
    await reads(ana, "Are you there?")
    row = ana.page.locator(f"li[data-conversation='{talking}']")
    await expect(row.locator(".mark")).to_contain_text("1")
    assert stories.place_of(people.ana, talking).last_read_number == before
    await ana.page.evaluate("document.hasFocus = () => true; dispatchEvent(new Event('focus'))")
    await expect(row.locator(".mark")).to_have_count(0)


async def test_words_that_were_taken_back_are_nowhere_in_the_page(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    ana = await at_screen(people.ana)
    await opens(ana, talking)
    number = stories.say(people.hanna, talking, "secret to be deleted").number
    await reads(ana, "secret to be deleted")
    await ana.page.locator("article", has_text="secret").hover()
    stories.unsend(people.hanna, talking, number)
    await reads(ana, "This message was taken back.")
    await expect(ana.page.locator("html")).not_to_contain_text("secret to be deleted")
    assert "secret" not in await ana.page.content()


async def test_words_that_were_taken_back_are_neither_found_nor_kept(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    """In what was found before, and on the device, for the next visit without a network."""
    number = stories.say(people.hanna, talking, "secret to be deleted").number
    while index_some():
        pass
    ana = await at_screen(people.ana)
    await opens(ana, talking)
    await reads(ana, "secret to be deleted")
    await ana.finds(f"{EVERYTHING}.then((text) => text.includes('secret'))")
    await ana.opens("/inbox")
    await ana.page.get_by_role("searchbox").fill("secret")
    await ana.sees("secret to be deleted")
    stories.unsend(people.hanna, talking, number)
    await ana.sees("Nothing found")
    assert "to be deleted" not in await ana.page.content()
    await ana.finds(f"{EVERYTHING}.then((text) => !text.includes('secret'))")
