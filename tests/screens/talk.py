"""Writing and reading, as it is done on the screen."""

from uuid import UUID

from playwright.async_api import Locator, expect

from tests.screens.visitor import Visitor


async def opens(person: Visitor, conversation: UUID) -> None:
    await person.opens(f"/inbox/{conversation}")
    await person.is_connected()


async def writes(person: Visitor, *texts: str) -> None:
    """In the conversation that is open."""
    for text in texts:
        await person.page.get_by_role("textbox", name="Message to").fill(text)
        await person.page.keyboard.press("Enter")


def messages(person: Visitor) -> Locator:
    return person.page.get_by_role("region", name="Messages")


async def reads(person: Visitor, text: str) -> None:
    """In the conversation that is open; what the system says, too."""
    await person.sees(text, within=messages(person))


def row(person: Visitor, conversation: UUID | str) -> Locator:
    """A conversation in the inbox."""
    return person.page.locator(f"li[data-conversation='{conversation}']")


async def has_unread(person: Visitor, count: int) -> None:
    """By the number at the inbox, wherever one is."""
    main = person.page.get_by_role("navigation", name="Main")
    place = main.get_by_role("link", name="Inbox")
    await expect(place).to_have_accessible_name(f"Inbox {count} unread" if count else "Inbox")


async def all_sent(person: Visitor) -> None:
    """Nothing waits any more."""
    await expect(person.page.locator("[data-key]")).to_have_count(0)
