"""What people do with calls, by the buttons and fields that they see."""

from uuid import UUID

from playwright.async_api import Locator, expect

from tests.screens.visitor import Visitor

# --- a host ----------------------------------------------------------------------------------


def evening(host: Visitor, title: str) -> Locator:
    """One evening in the calendar."""
    heading = host.page.get_by_role("heading", name=title, exact=True)
    return host.page.get_by_role("article").filter(has=heading)


async def asks_for(host: Visitor, *, pose: str, rating: str | None = None) -> None:
    """In the form of a new call."""
    await host.chooses(pose, of="Poses")
    if rating:
        await host.page.get_by_label("Rating").select_option(label=rating)


async def publishes(host: Visitor, *, closes: str = "In 1 h") -> UUID:
    """Open the call; returns its id."""
    await host.chooses(closes, of="When it closes")
    await host.chooses("Unpaid or by arrangement", of="Fee")
    await host.presses("Open the call")
    await host.page.wait_for_url("**/calls/*-*")
    await expect(host.page.locator("[data-call]").first).to_be_visible()
    return UUID(host.page.url.rsplit("/", 1)[1])


def applicant(host: Visitor, name: str) -> Locator:
    """A card on the page of a call."""
    heading = host.page.get_by_role("heading", name=name, exact=True)
    return host.page.get_by_role("article").filter(has=heading)


async def books(host: Visitor, name: str) -> None:
    await applicant(host, name).get_by_role("button", name=f"Book {name}").click()
    await host.presses(f"Book {name}", within=host.page.get_by_role("dialog"))


# --- a model ---------------------------------------------------------------------------------


def card(person: Visitor, call: UUID) -> Locator:
    """A call, on the board or on a page of its own."""
    return person.page.locator(f"[data-call='{call}']").first


async def applies_from_the_board(model: Visitor, call: UUID, line: str = "") -> None:
    on_board = card(model, call)
    await model.presses("Apply", within=on_board)
    await on_board.get_by_role("textbox").fill(line)
    await model.presses("Apply", within=on_board)


async def applies(model: Visitor, call: UUID, line: str = "") -> None:
    """On the page of the call."""
    await card(model, call).get_by_role("textbox").fill(line)
    await model.presses("Apply")


async def stands_at(person: Visitor, call: UUID, status: str, chip: str) -> None:
    """What the screen says of a call or of one's own application, and how."""
    it = card(person, call)
    await expect(it).to_have_attribute("data-status", status)
    await expect(it.get_by_text(chip, exact=True).first).to_be_visible()
