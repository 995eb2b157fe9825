"""One model asked directly, an evening that moves, and stars when it is over."""

from datetime import timedelta

from playwright.async_api import expect

from core import clock
from tests import stories
from tests.dealings import rate
from tests.people import Cast
from tests.screens import calls
from tests.screens.conftest import PHONE, AtScreen
from tests.waiting import until
from workflows.models import Booking, CalendarSession, JobOffer

SITTING = "A long sitting"


async def test_an_offer_is_accepted_before_the_hosts_eyes(
    people: Cast, at_screen: AtScreen
) -> None:
    evening = stories.session(people.hanna, title=SITTING)
    hanna = await at_screen(people.hanna)
    ana = await at_screen(people.ana, on=1, size=PHONE)
    mika = await at_screen(people.mika)
    for visitor in (ana, mika):
        await visitor.opens("/offers")
        await visitor.is_connected()

    await hanna.opens(f"/offers/new?to={people.ana.handle}&session={evening}")
    await hanna.chooses("Unpaid or by arrangement", of="Fee")
    await hanna.presses("Ask Ana")
    await hanna.page.wait_for_url("**/inbox/*-*")
    card = hanna.page.get_by_label("What you two are about")
    await hanna.sees("Waits for an answer", within=card)

    offer = ana.page.get_by_role("article").filter(has_text=SITTING)
    await expect(offer).to_contain_text("Kreuzberg")
    await expect(offer).not_to_contain_text("Attic")
    await offer.get_by_role("button", name="Accept").click()
    await ana.presses("Accept", within=ana.page.get_by_role("dialog"))
    await expect(offer).to_contain_text("Attic, ring twice")

    await hanna.sees("Booked", within=card)
    assert JobOffer.objects.get(calendar_session__public_id=evening).status == "accepted"
    await expect(mika.page.get_by_text(SITTING)).to_have_count(0)
    for visitor in (hanna, ana, mika):
        await visitor.finds_nothing_wrong()


async def test_a_moved_evening_asks_who_is_booked(people: Cast, at_screen: AtScreen) -> None:
    starts = (clock.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    booked = stories.booked(people.hanna, people.ana, title=SITTING, starts_at=starts)
    row = Booking.objects.get(public_id=booked.booking)
    evening = row.calendar_session.public_id
    hanna = await at_screen(people.hanna)
    ana = await at_screen(people.ana, on=1)
    await ana.opens("/calendar")
    await hanna.opens(f"/calendar/{evening}/edit")
    later = row.during.lower + timedelta(days=1)
    await hanna.page.get_by_label("Day", exact=True).fill(f"{later:%Y-%m-%d}")
    await hanna.presses("Save")
    await hanna.sees("Asked about the new time")

    await ana.sees("Does that suit you?", within=calls.evening(ana, SITTING))
    await ana.presses("Agree", within=calls.evening(ana, SITTING))
    await ana.sees("re booked", within=calls.evening(ana, SITTING))
    await expect(hanna.page.get_by_text("Asked about the new time")).to_have_count(0)
    row.refresh_from_db()
    assert row.during.lower == later
    for visitor in (hanna, ana):
        await visitor.finds_nothing_wrong()


async def test_after_the_evening_one_press_gives_the_stars(
    people: Cast, at_screen: AtScreen
) -> None:
    booked = stories.booked(people.hanna, people.ana, title=SITTING)
    row = Booking.objects.get(public_id=booked.booking)
    over = (clock.now() - timedelta(hours=4), clock.now() - timedelta(hours=2))
    CalendarSession.objects.filter(pk=row.calendar_session_id).update(during=over)
    Booking.objects.filter(pk=row.pk).update(during=over, state="completed")
    hanna = await at_screen(people.hanna)
    await hanna.opens("/calendar")
    await hanna.presses("4 stars for Ana")
    await expect(hanna.page.get_by_text("How was it with")).to_have_count(0)
    await until(lambda: Booking.objects.get(pk=row.pk).stars_by_host == 4)
    # Nobody sees stars before both have given theirs.
    await hanna.opens(f"/@{people.ana.handle}")
    await hanna.is_connected()
    await expect(hanna.page.get_by_text("4.0")).to_have_count(0)
    rate(people.ana, booked.booking)
    await hanna.opens(f"/@{people.ana.handle}")
    await hanna.sees("4.0")
    await hanna.finds_nothing_wrong()
