"""What opens over a page closes by key, by button and beside it, and gives the focus back."""

from uuid import UUID

from playwright.async_api import Locator, expect

from tests.people import Cast
from tests.screens import talk
from tests.screens.conftest import AtScreen
from tests.screens.visitor import Visitor


async def beside(person: Visitor, opened: Locator) -> None:
    """A click on what lies behind it; one within changes nothing."""
    await opened.click(position={"x": 40, "y": 3})
    await expect(opened).to_be_visible()
    await person.page.mouse.click(5, 5)


async def test_the_switcher_takes_the_keys_and_gives_them_back(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna = await at_screen(people.hanna)
    await talk.opens(hanna, talking)
    field = hanna.page.get_by_role("textbox", name="Message to")
    switcher = hanna.page.get_by_role("dialog", name="Go to a conversation")
    sought = switcher.get_by_role("combobox")
    for close in ("beside", "Escape"):
        await field.focus()
        await hanna.page.keyboard.press("Control+k")
        await expect(sought).to_be_focused()
        await expect(sought).to_have_value("")
        if close == "beside":
            await sought.fill("an")
            await beside(hanna, switcher)
        else:
            await sought.press(close)
        await expect(switcher).to_be_hidden()
        await expect(field).to_be_focused()
    await hanna.finds_nothing_wrong()


async def test_the_gallery_closes_in_three_ways(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna = await at_screen(people.hanna)
    await talk.opens(hanna, talking)
    gallery = hanna.page.get_by_role("dialog", name="Pictures")
    for close in ("Escape", "Close", "beside"):
        await hanna.presses("Conversation menu")
        await hanna.page.get_by_role("menuitem", name="Pictures").click()
        await expect(gallery.get_by_text("No pictures yet")).to_be_visible()
        await expect(gallery.get_by_role("button", name="Close")).to_be_focused()
        if close == "beside":
            await beside(hanna, gallery)
        elif close == "Escape":
            await hanna.page.keyboard.press(close)
        else:
            await hanna.presses(close, within=gallery)
        await expect(gallery).to_be_hidden()
        await expect(hanna.page.get_by_role("button", name="Conversation menu")).to_be_focused()
    await hanna.finds_nothing_wrong()
