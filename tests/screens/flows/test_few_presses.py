"""What people do often takes them two or three presses."""

import re
from datetime import timedelta

from playwright.async_api import expect

from tests import stories
from tests.people import Cast
from tests.screens import calls
from tests.screens.conftest import PHONE, AtScreen
from tests.screens.flows import presses
from workflows.models import OpenCall

DRAWING = "Drawing on Friday"


async def test_a_free_place_is_a_published_call_in_at_most_three_presses(
    people: Cast, at_screen: AtScreen
) -> None:
    asked = {"pose_style": "dynamic"}
    stories.open_call(people.hanna, requirements=asked, fee_amount=6000, fee_currency="EUR")
    evening = stories.session(people.hanna, title=DRAWING)
    hanna = await at_screen(people.hanna)
    await presses.counts(hanna)
    await hanna.opens("/inbox")

    await hanna.presses("Calendar")
    await hanna.presses("Open a call", within=calls.evening(hanna, DRAWING))
    await hanna.presses("Open the call")
    await hanna.page.wait_for_url(re.compile(r"/calls/[0-9a-f-]{36}"))

    assert await presses.so_far(hanna) <= 3
    call = OpenCall.objects.get(calendar_session__public_id=evening)
    assert (call.status, call.fee_amount, call.requirements) == ("active", 6000, asked)
    await hanna.finds_nothing_wrong()


async def test_from_the_notice_a_model_has_applied_in_at_most_two_presses(
    people: Cast, at_screen: AtScreen
) -> None:
    ana = await at_screen(people.ana, size=PHONE)
    mika = await at_screen(people.mika, on=1)
    await presses.counts(ana)
    for visitor in (ana, mika):
        await visitor.opens("/inbox")
        await visitor.is_connected()
    call = stories.open_call(people.hanna, stories.session(people.hanna, title=DRAWING))
    stories.fan_out(call)

    await ana.sees(f"Hanna looks for a model: {DRAWING}")
    await ana.presses("Look")
    await ana.presses("Apply")
    await calls.stands_at(ana, call, "pending", "Applied")

    assert await presses.so_far(ana) <= 2
    assert stories.call_row(call).applications.count() == 1
    await expect(mika.page.get_by_text(DRAWING)).to_have_count(0)
    await ana.finds_nothing_wrong()


async def test_a_cancelled_booking_is_an_open_call_in_two_presses(
    people: Cast, at_screen: AtScreen
) -> None:
    stories.booked(people.hanna, people.ana, title=DRAWING)
    hanna = await at_screen(people.hanna)
    ana = await at_screen(people.ana, on=1, size=PHONE)
    await presses.counts(hanna)
    await hanna.opens("/inbox")
    await hanna.is_connected()

    await ana.opens("/calendar")
    await ana.presses(DRAWING)
    await ana.presses("Cancel booking")
    await ana.presses("Cancel booking", within=ana.page.get_by_role("dialog"))
    await ana.sees("You cancelled.")

    await hanna.sees("Ana cancelled")
    await hanna.presses("Open a call")
    await hanna.presses("Open the call")
    await hanna.page.wait_for_url(re.compile(r"/calls/[0-9a-f-]{36}"))
    assert await presses.so_far(hanna) == 2
    call = OpenCall.objects.get(calendar_session__title=DRAWING, host=people.hanna, status="active")
    # Soon, but not at night.
    soon = call.expires_at - call.created_at < timedelta(hours=2, minutes=1)
    assert soon or call.expires_at.hour == 10
    for visitor in (hanna, ana):
        await visitor.finds_nothing_wrong()
