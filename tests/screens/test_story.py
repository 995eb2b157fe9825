"""An evening loses its model and finds another one: what everybody sees of it, while it happens."""

from datetime import datetime, timedelta

import pytest
from playwright.async_api import expect

from core import clock
from tests import stories
from tests.client import Http
from tests.people import Cast, token
from tests.processes import Web
from tests.screens import calls, logs, talk
from tests.screens.conftest import PHONE, AtScreen
from workflows.models import Booking, CalendarSession

TITLE = "Life drawing in the attic"
DRAPES = "Thanks for applying, can you bring red drapes?"


def in_some_days() -> datetime:
    """Near enough to be known by its weekday."""
    now = clock.now().replace(hour=19, minute=0, second=0, microsecond=0)
    return now + timedelta(days=3)


@pytest.mark.usefixtures("the_worker")
async def test_a_cancelled_evening_finds_another_model(
    people: Cast, at_screen: AtScreen, sites: list[Web]
) -> None:
    starts = in_some_days()
    day = f"{starts:%A}"
    evening = stories.session(people.hanna, starts_at=starts, title=TITLE)
    asked = stories.open_call(people.hanna, evening, requirements={})
    booked = stories.confirm(people.hanna, stories.apply(people.mika, asked).application)

    hanna = await at_screen(people.hanna)
    ana = await at_screen(people.ana, on=1)
    jane = await at_screen(people.jane)
    mika = await at_screen(people.mika, on=1)
    everybody = (hanna, ana, jane, mika)
    await hanna.opens("/calendar")
    await ana.opens("/calls")
    await jane.opens("/calls")

    # Mika cannot come: the evening stands open in Hanna's calendar at once.
    await hanna.sees("All booked", within=calls.evening(hanna, TITLE))
    door = Http(sites[1].origin, token(people.mika))
    await door.do("booking.cancel", key=str(booked.booking), booking=str(booked.booking))
    await door.client.aclose()
    await hanna.sees("1 place free", within=calls.evening(hanna, TITLE))

    # Two presses later she looks for somebody else.
    await hanna.presses("Open a call", within=calls.evening(hanna, TITLE))
    await calls.asks_for(hanna, pose="dynamic", rating="2 or better")
    await hanna.sees("told at once")
    call = await calls.publishes(hanna)
    assert stories.call_row(call).requirements == {"pose_style": "dynamic", "min_rating": 2}
    await hanna.sees("Nobody yet.")

    # It comes up where it is for somebody, and says why not where it is not.
    await calls.stands_at(ana, call, "active", "Open")
    await calls.stands_at(jane, call, "active", "Open")
    await mika.opens(f"/calls/{call}")
    await mika.sees("needs rating 2, you have 1.8")
    await expect(mika.page.get_by_role("button", name="Apply")).to_have_count(0)

    # Both apply, and stand on Hanna's screen.
    await calls.applies_from_the_board(ana, call, "I would love to.")
    await expect(calls.applicant(hanna, "Ana")).to_contain_text("I would love to.")
    await jane.opens(f"/calls/{call}")
    await calls.applies(jane, call)
    await expect(calls.applicant(hanna, "Jane")).to_be_visible()
    await hanna.sees("2 waiting for you")
    await calls.stands_at(ana, call, "pending", "Applied")

    # The conversation that this opened says what it is about, to each in their words.
    await hanna.presses("Message Ana", within=calls.applicant(hanna, "Ana"))
    await talk.reads(hanna, f"Ana applied for your {day} session.")
    talking = hanna.page.url.rsplit("/", 1)[1]
    phone = await at_screen(people.ana, size=PHONE)
    await phone.opens("/inbox")
    await talk.has_unread(ana, 0)
    await talk.writes(hanna, DRAPES)
    await talk.has_unread(ana, 1)
    await talk.has_unread(phone, 1)
    await expect(talk.row(phone, talking)).to_contain_text(DRAPES)

    # Read on the phone, it is read on the desk.
    await talk.row(phone, talking).click()
    await talk.reads(phone, f"You applied for Hanna's {day} session.")
    await talk.reads(phone, DRAPES)
    await talk.has_unread(ana, 0)

    # Hanna decides, and everybody's screen turns.
    await hanna.opens(f"/calls/{call}")
    await calls.books(hanna, "Ana")
    await hanna.sees("Filled: you booked Ana.")
    await calls.stands_at(ana, call, "accepted", "Booked")
    await talk.reads(phone, f"Hanna booked you for the {day} session. See you there!")
    await jane.sees("This one went to someone else.")
    await jane.reloads()
    await jane.sees("This one went to someone else.")
    await calls.stands_at(mika, call, "filled", "Filled")
    assert CalendarSession.objects.get(public_id=evening).booked == 1
    row = Booking.objects.get(calendar_session__public_id=evening, state="confirmed")
    assert row.model.user_profile == people.ana
    await hanna.opens("/calendar")
    await hanna.sees("All booked", within=calls.evening(hanna, TITLE))
    await hanna.sees("Ana", within=calls.evening(hanna, TITLE))

    logs.nobody_was_told(jane, people.ana, people.mika)
    logs.nobody_was_told(mika, people.ana, people.jane)
    for visitor in (*everybody, phone):
        logs.in_order(visitor)
        await visitor.finds_nothing_wrong()
