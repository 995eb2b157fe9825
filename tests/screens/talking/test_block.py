"""To block somebody with whom one is booked: the dialog asks what becomes of the booking."""

from uuid import UUID

import pytest
from playwright.async_api import Locator, expect

from people.models import Block
from tests import stories
from tests.dealings import booking_row
from tests.people import Cast
from tests.screens import talk
from tests.screens.conftest import DESK, PHONE, AtScreen
from tests.screens.visitor import Visitor
from workflows.models import Booking


async def asks_to_block(ana: Visitor) -> Locator:
    """In the conversation that is open."""
    await ana.presses("Conversation menu")
    await ana.page.get_by_role("menuitem", name="Block").click()
    dialog = ana.page.get_by_role("dialog", name="Block Hanna?")
    await expect(dialog).to_be_visible()
    return dialog


@pytest.mark.parametrize(
    ("size", "answer", "state"),
    [
        (DESK, "Block, keep the booking", Booking.CONFIRMED),
        (PHONE, "Block and cancel the booking", Booking.CANCELLED_BY_MODEL),
    ],
    ids=["keep", "cancel"],
)
async def test_the_dialog_asks_what_becomes_of_a_booking(
    people: Cast, at_screen: AtScreen, size: tuple[int, int], answer: str, state: str
) -> None:
    booking = stories.booked(people.hanna, people.ana, title="A long sitting").booking
    ana, hanna = await at_screen(people.ana, size=size), await at_screen(people.hanna, on=1)
    await talk.opens(ana, conversation_of(booking))
    await hanna.opens("/calendar")

    for close in ("Do not block", "Escape"):
        dialog = await asks_to_block(ana)
        await expect(dialog.get_by_role("listitem")).to_contain_text("A long sitting")
        if close == "Escape":
            await ana.page.keyboard.press(close)
        else:
            await ana.presses(close, within=dialog)
        await expect(dialog).to_be_hidden()
        await expect(ana.page.get_by_role("button", name="Conversation menu")).to_be_focused()
    assert not Block.objects.filter(blocker=people.ana).exists()

    dialog = await asks_to_block(ana)
    await ana.presses(answer, within=dialog)
    await ana.sees("You two are not in contact any more.")
    assert Block.objects.filter(blocker=people.ana, blocked=people.hanna).exists()
    assert booking_row(booking).state == state
    kept = state == Booking.CONFIRMED
    await hanna.sees("All booked" if kept else "Ana cancelled")
    await ana.opens("/calendar")
    await ana.sees("re booked" if kept else "You cancelled")
    for visitor in (ana, hanna):
        await visitor.finds_nothing_wrong()


def conversation_of(booking: UUID) -> UUID:
    source = booking_row(booking).application
    assert source is not None
    assert source.conversation is not None
    return source.conversation.public_id
