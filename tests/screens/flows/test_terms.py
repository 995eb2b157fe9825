"""Another fee while the call is open: who has applied is asked, everywhere they look."""

import uuid

from playwright.async_api import Locator, expect

from tests import stories
from tests.people import Cast
from tests.screens import calls, logs
from tests.screens.conftest import PHONE, AtScreen
from tests.screens.visitor import Visitor
from workflows.models import Booking

CARD = "What you two are about"


def booking_of(host: Visitor, name: str) -> Locator:
    return calls.applicant(host, name).get_by_role("button", name=f"Book {name}")


async def asks_for_another_fee(host: Visitor, amount: str) -> None:
    await host.presses("Change fee")
    dialog = host.page.get_by_role("dialog")
    await host.chooses("A fee", of="Fee")
    await dialog.get_by_label("For the whole evening").fill(amount)
    await host.presses("Change it", within=dialog)
    await host.sees("Your call says so now.")


async def test_nobody_is_booked_for_a_fee_that_they_have_not_agreed_to(
    people: Cast, at_screen: AtScreen
) -> None:
    title = f"Gesture drawing {uuid.uuid4().hex[:6]}"
    evening = stories.session(people.hanna, title=title)
    call = stories.open_call(people.hanna, evening, fee_amount=6000, fee_currency="EUR")
    application = stories.application_row(stories.apply(people.ana, call).application)
    stories.apply(people.jane, call)
    talk = f"/inbox/{application.conversation.public_id}"
    hanna, mika = await at_screen(people.hanna), await at_screen(people.mika)
    ana, phone = await at_screen(people.ana, on=1), await at_screen(people.ana, size=PHONE)
    await hanna.opens(f"/calls/{call}")
    await mika.opens("/calls")
    await mika.is_connected()
    await ana.opens(f"/calls/{call}")
    await phone.opens(talk)
    card = phone.page.get_by_label(CARD)
    await expect(card).to_contain_text("€60")
    await ana.sees("In time by 59 min")
    await expect(booking_of(hanna, "Ana")).to_be_visible()

    await asks_for_another_fee(hanna, "40")
    # Hanna waits for both; Ana is asked on her page and in the conversation.
    for name in ("Ana", "Jane"):
        await hanna.sees("Asked about the change", within=calls.applicant(hanna, name))
        await expect(booking_of(hanna, name)).to_have_count(0)
    await ana.sees("the fee is €40 instead of €60. Does it still suit you?")
    await phone.sees("The terms were changed. Do they still suit you?", within=card)
    await expect(card).to_contain_text("€40")
    # What waits for an answer is no booking, side by side neither.
    for name in ("Ana", "Jane"):
        await calls.applicant(hanna, name).get_by_role("checkbox").check()
    await hanna.presses("Compare 2")
    table = hanna.page.get_by_role("table")
    await expect(table.get_by_text("Asked about the change")).to_have_count(2)
    await expect(table.get_by_role("button")).to_have_count(0)
    await hanna.presses("Back to all")

    await phone.presses("Agree", within=card)
    await expect(ana.page.get_by_role("note")).to_have_count(0)
    await expect(card.get_by_role("button", name="Agree")).to_have_count(0)
    # Whoever has not answered is not booked yet.
    await expect(booking_of(hanna, "Ana")).to_be_visible()
    await expect(booking_of(hanna, "Jane")).to_have_count(0)
    await calls.books(hanna, "Ana")
    await calls.stands_at(ana, call, "accepted", "Booked")
    row = Booking.objects.get(calendar_session__public_id=evening)
    assert row.application is not None
    assert row.application.terms["fee_amount"] == 4000

    # Mika, whom it does not suit, has heard of none of it.
    await expect(mika.page.get_by_text(title)).to_have_count(0)
    assert str(call) not in str(mika.wire)
    logs.nobody_was_told(mika, people.hanna, people.ana, people.jane)
    for visitor in (hanna, ana, phone, mika):
        await visitor.finds_nothing_wrong()
