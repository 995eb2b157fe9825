"""What a host reads on the page of a call: sentences made of the rows that there are."""

import re
from datetime import timedelta

from playwright.async_api import expect

from core import clock
from tests import stories
from tests.dealings import accept, cancel_booking, offer
from tests.people import Cast, model
from tests.screens import calls
from tests.screens.conftest import AtScreen
from workflows.models import Application, CalendarSession, OpenCall


async def test_a_place_that_is_free_again_is_not_called_booked(
    people: Cast, at_screen: AtScreen
) -> None:
    call = stories.open_call(people.hanna, closes=timedelta(hours=30))
    applied = stories.apply(people.ana, call)
    booked = stories.confirm(people.hanna, applied.application)
    hanna = await at_screen(people.hanna)
    await hanna.opens(f"/calls/{call}")
    await hanna.sees("Filled: you booked Ana.")
    await hanna.sees("closed ")
    # It ended today, a day and more before its deadline.
    await expect(hanna.page.locator("figcaption")).not_to_contain_text("closed tomorrow")
    cancel_booking(people.ana, booked.booking)
    await hanna.sees("1 place is free again.")
    await expect(calls.card(hanna, call).get_by_text("Free again", exact=True)).to_be_visible()
    await expect(hanna.page.get_by_text("Every place is booked.")).to_have_count(0)
    await hanna.finds_nothing_wrong()


async def test_whoever_is_booked_without_an_address_is_told_so_and_the_host_is_asked(
    people: Cast, at_screen: AtScreen
) -> None:
    call = stories.open_call(people.hanna)
    CalendarSession.objects.filter(open_calls__public_id=call).update(place="", district="")
    stories.apply(people.ana, call)
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    await hanna.opens(f"/calls/{call}")
    await calls.applicant(hanna, "Ana").get_by_role("button", name="Book Ana").click()
    dialog = hanna.page.get_by_role("dialog")
    await dialog.get_by_label("Where is it?").fill("Attic, ring twice")
    await hanna.presses("Book Ana", within=dialog)
    await hanna.sees("Ana is booked.")
    session = CalendarSession.objects.get(open_calls__public_id=call)
    await ana.opens(f"/calendar/{session.public_id}")
    await ana.sees("Attic, ring twice")
    await ana.is_connected()
    CalendarSession.objects.filter(pk=session.pk).update(place="")
    await ana.opens(f"/calendar/{session.public_id}")
    await ana.sees("The host has not said where exactly yet.")
    await expect(ana.page.get_by_text("when you are booked")).to_have_count(0)


async def test_many_applicants_are_sorted_filtered_and_never_jump(
    people: Cast, at_screen: AtScreen
) -> None:
    call = stories.open_call(people.hanna, requirements={})
    for number in range(6):
        stories.apply(model(f"Model{number}", rating=number % 5 + 1), call)
    ids = list(Application.objects.filter(open_call__public_id=call).values_list("pk", flat=True))
    hosted = OpenCall.objects.get(public_id=call)
    Application.objects.filter(pk__in=ids[:4]).update(viewed_at=hosted.created_at)
    hanna = await at_screen(people.hanna)
    await hanna.opens(f"/calls/{call}")
    names = hanna.page.get_by_role("article").get_by_role("heading")
    await expect(names).to_have_text([f"Model{n}" for n in range(6)])
    await hanna.presses("Shortlist Model3")
    await hanna.sees("Shortlist (1)")
    await expect(names).to_have_text([f"Model{n}" for n in range(6)])
    await hanna.chooses("New since you looked (2)", of="Show")
    await expect(names).to_have_text(["Model4", "Model5"])
    await hanna.chooses("All", of="Show")
    await hanna.page.get_by_label("Sort").select_option("Best rated")
    await expect(names).to_have_text(["Model3", "Model4", "Model2", "Model1", "Model0", "Model5"])
    await calls.books(hanna, "Model5")
    await expect(names.first).to_have_text("Model5")
    await hanna.sees("Model5 is booked.")
    await hanna.finds_nothing_wrong()


async def test_what_is_not_saved_is_asked_about_before_it_is_left(
    people: Cast, at_screen: AtScreen
) -> None:
    ana = await at_screen(people.ana)
    await ana.opens("/settings")
    await ana.chooses("portrait", of="Poses you offer")
    await ana.page.get_by_role("navigation", name="Main").get_by_role("link", name="Calls").click()
    dialog = ana.page.get_by_role("dialog", name="As a model is not saved yet")
    await ana.presses("Save and go on", within=dialog)
    await ana.is_at("/calls")
    await ana.opens("/settings")
    await expect(ana.page.get_by_role("checkbox", name="portrait")).to_be_checked()
    await ana.page.get_by_label("Name", exact=True).fill("Anna")
    await ana.page.get_by_role("navigation", name="Main").get_by_role("link", name="Calls").click()
    await ana.presses("Leave without saving")
    await ana.is_at("/calls")
    people.ana.refresh_from_db()
    assert people.ana.display_name == "Ana"
    assert "portrait" in people.ana.model_profile.pose_styles


async def test_a_yes_that_came_to_nothing_is_not_called_booked(
    people: Cast, at_screen: AtScreen
) -> None:
    evening = stories.session(people.hanna, title="Candlelight")
    booking = accept(people.ana, offer(people.hanna, evening, people.ana)).booking
    assert booking is not None
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    for visitor in (hanna, ana):
        await visitor.opens("/offers")
    await ana.sees("See you there!")
    await hanna.sees("Ana is coming.")
    cancel_booking(people.ana, booking)
    await hanna.sees("Ana had to cancel.")
    await ana.sees("You cancelled.")
    for visitor in (hanna, ana):
        card = visitor.page.get_by_role("article").filter(has_text="Candlelight")
        await expect(card.get_by_text("Booked", exact=True)).to_have_count(0)
        await visitor.finds_nothing_wrong()


async def test_a_call_closes_by_day_unless_something_else_is_chosen(
    people: Cast, at_screen: AtScreen
) -> None:
    for hours in (30, 60):
        evening = stories.session(people.hanna, starts_at=clock.now() + timedelta(hours=hours))
        hanna = await at_screen(people.hanna)
        await hanna.opens(f"/calls/new?session={evening}")
        said = hanna.page.get_by_text(re.compile(r"^Closes .* at \d\d:\d\d"))
        closes = re.search(r"at (\d\d):", await said.inner_text())
        assert closes
        assert 9 <= int(closes[1]) < 22
        # What was asked last time is asked again, and its hour is not.
        stories.open_call(people.hanna, evening)


async def test_pages_of_a_role_say_whose_they_are(people: Cast, at_screen: AtScreen) -> None:
    ana, hanna = await at_screen(people.ana), await at_screen(people.hanna)
    for path in ("/calls/yours", "/calls/new", "/calendar/new", "/offers/new"):
        await ana.opens(path)
        await ana.sees("This is for hosts")
    await hanna.opens("/calls/applied")
    await hanna.sees("This is for models")
    for visitor in (ana, hanna):
        await visitor.finds_nothing_wrong()
