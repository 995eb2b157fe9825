"""Evenings in the calendar, also where the clocks change; and who is free then."""

import re
import uuid
from datetime import date, timedelta

import httpx
from playwright.async_api import expect

from core import clock
from people.models import User
from tests import stories
from tests.people import Cast, host
from tests.screens.conftest import PHONE, AtScreen
from tests.screens.visitor import Visitor
from workflows.models import CalendarSession, OpenCall


def berliner() -> User:
    return host("Hilde", time_zone="Europe/Berlin")


def last_sunday(year: int, month: int) -> date:
    """Of a month with 31 days."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


async def plans(
    visitor: Visitor, title: str, day: date, start: str, *, at: str = "/calendar/new"
) -> None:
    await visitor.opens(at)
    await visitor.is_connected()  # over HTTP the console would name what was refused
    await visitor.page.get_by_label("What is it called?").fill(title)
    await visitor.page.get_by_label("Day", exact=True).fill(day.isoformat())
    await visitor.page.get_by_label("Begins").fill(start)


async def test_an_hour_that_does_not_exist_is_refused_at_its_field_and_nothing_is_lost(
    at_screen: AtScreen,
) -> None:
    hilde = await at_screen(berliner())
    year = clock.now().year + 1
    await plans(hilde, "Night drawing", last_sunday(year, 3), "02:30")
    await hilde.presses("Save")
    begins = hilde.page.get_by_label("Begins")
    await expect(begins).to_have_attribute("aria-invalid", "true")
    await hilde.sees("This time does not exist: the clocks go forward then.")
    await expect(hilde.page.get_by_label("What is it called?")).to_have_value("Night drawing")
    await begins.fill("03:30")
    await hilde.presses("Save")
    await hilde.is_at("/calendar")


async def test_an_hour_that_comes_twice_is_asked_about(at_screen: AtScreen) -> None:
    hilde = await at_screen(berliner(), size=PHONE)
    sunday = last_sunday(clock.now().year + 1, 10)
    title = f"Long night {uuid.uuid4().hex[:6]}"
    await plans(hilde, title, sunday, "02:30")
    await hilde.sees("02:30 comes twice")
    await hilde.presses("Save")
    await hilde.sees("say which one")
    await hilde.page.get_by_text("The second 02:30").click()
    await hilde.presses("Save")
    await hilde.is_at("/calendar")
    row = CalendarSession.objects.get(title=title)
    assert f"{row.during.lower:%H:%M}" == "01:30"
    await hilde.finds_nothing_wrong()


async def test_a_deadline_in_that_hour_is_asked_about(at_screen: AtScreen) -> None:
    hilde = await at_screen(berliner())
    sunday = last_sunday(clock.now().year + 1, 10)
    title = f"After a long night {uuid.uuid4().hex[:6]}"
    await plans(hilde, title, sunday, "12:00", at="/calls/new")
    await hilde.chooses("Another time", of="When it closes")
    await hilde.page.get_by_label("Closes at").fill(f"{sunday}T02:30")
    await hilde.sees("02:30 comes twice")
    await hilde.chooses("Unpaid or by arrangement", of="Fee")
    opens = hilde.page.get_by_role("button", name="Open the call")
    await expect(opens).to_be_disabled()
    await hilde.page.get_by_text("The second 02:30").click()
    await opens.click()
    await hilde.page.wait_for_url(re.compile(r"/calls/[0-9a-f-]{36}"))
    call = OpenCall.objects.get(calendar_session__title=title)
    assert f"{call.expires_at:%F %H:%M}" == f"{sunday} 01:30"
    await hilde.finds_nothing_wrong()


async def test_the_directory_shows_who_is_free_and_they_can_be_invited(
    people: Cast, at_screen: AtScreen
) -> None:
    booked = stories.booked(people.hanna, people.ana)
    call = stories.open_call(people.hanna, stories.session(people.hanna, hours=1))
    hanna = await at_screen(people.hanna)
    jane = await at_screen(people.jane, on=1)
    await jane.opens("/inbox")
    await jane.is_connected()
    await hanna.opens(f"/people?call={call}")
    search = hanna.page.get_by_label("Name")
    await search.fill(people.ana.handle)
    await hanna.sees("Nobody like that")
    await search.fill(people.jane.handle)
    await hanna.presses("Invite Jane")
    await hanna.sees("Invited")
    await jane.sees("Hanna looks for a model")
    assert booked.call_status == "filled"
    await hanna.finds_nothing_wrong()


async def test_a_calendar_elsewhere_follows_by_its_address_until_that_is_renewed(
    people: Cast, at_screen: AtScreen
) -> None:
    stories.session(people.hanna, title="Charcoal")
    hanna = await at_screen(people.hanna)
    await hanna.opens("/calendar")
    await hanna.presses("Subscribe")
    await hanna.presses("Make an address")
    field = hanna.page.get_by_label("Address of your calendar")
    first = await field.input_value()
    async with httpx.AsyncClient() as program:
        assert "Charcoal" in (await program.get(first)).text
        await hanna.presses("Renew")
        await expect(field).not_to_have_value(first)
        assert (await program.get(first)).status_code == 404
        assert (await program.get(await field.input_value())).status_code == 200
    await hanna.finds_nothing_wrong()


async def test_the_month_is_walked_by_keys(people: Cast, at_screen: AtScreen) -> None:
    starts = clock.now() + timedelta(days=2)
    stories.session(people.hanna, title="Charcoal")
    hanna = await at_screen(people.hanna)
    await hanna.opens("/calendar")
    await hanna.chooses("Month", of="Show as")
    await hanna.page.locator("[data-day][aria-pressed=true]").focus()
    for _ in range(2):
        await hanna.page.keyboard.press("ArrowRight")
    day = hanna.page.locator(f"[data-day='{starts:%Y-%m-%d}']")
    await expect(day).to_be_focused()
    await expect(hanna.page.get_by_role("article").filter(has_text="Charcoal")).to_be_visible()
    await hanna.finds_nothing_wrong()
