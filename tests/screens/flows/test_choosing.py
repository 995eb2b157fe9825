"""A host chooses among those who applied, before everybody's eyes."""

from datetime import timedelta

from playwright.async_api import expect

from tests import stories
from tests.people import Cast, host, model
from tests.screens import calls
from tests.screens.conftest import PHONE, AtScreen


async def test_a_call_for_two_stays_open_until_both_places_are_taken(
    people: Cast, at_screen: AtScreen
) -> None:
    lea = model("Lea")
    evening = stories.session(people.hanna, positions=2)
    call = stories.open_call(people.hanna, evening)
    for person in (people.ana, people.jane, lea):
        stories.apply(person, call)
    hanna = await at_screen(people.hanna)
    third = await at_screen(lea, on=1, size=PHONE)
    await hanna.opens(f"/calls/{call}")
    await third.opens("/calls/applied")

    await calls.books(hanna, "Ana")
    await hanna.sees("2 waiting for you")
    await calls.stands_at(hanna, call, "active", "Open")
    await third.sees("Hanna has seen it")
    await calls.books(hanna, "Jane")
    await hanna.sees("Filled: you booked Ana and Jane.")
    await third.sees("This one went to someone else.")
    for visitor in (hanna, third):
        await visitor.finds_nothing_wrong()


async def test_a_host_keeps_two_in_mind_compares_them_and_declines_one_kindly(
    people: Cast, at_screen: AtScreen
) -> None:
    call = stories.open_call(people.hanna)
    stories.apply(people.ana, call, "I bring my own lamp.")
    stories.apply(people.jane, call)
    hanna = await at_screen(people.hanna)
    jane = await at_screen(people.jane, on=1)
    await hanna.opens(f"/calls/{call}")
    await jane.opens(f"/calls/{call}")

    await hanna.presses("Shortlist Ana")
    await hanna.sees("Shortlist (1)")
    for name in ("Ana", "Jane"):
        await calls.applicant(hanna, name).get_by_role("checkbox").check()
    await hanna.presses("Compare 2")
    table = hanna.page.get_by_role("table")
    await expect(table.get_by_role("columnheader")).to_contain_text(["Ana", "Jane"])
    await hanna.sees("I bring my own lamp.", within=table)
    await hanna.presses("Back to all")

    await hanna.presses("Decline Jane")
    await hanna.presses("Decline", within=hanna.page.get_by_role("dialog"))
    await hanna.sees("1 waiting for you")
    await jane.sees("The host decided for someone else.")
    await expect(jane.page.get_by_text("Ana", exact=True)).to_have_count(0)
    await hanna.finds_nothing_wrong()


async def test_the_host_sees_that_somebody_is_booked_then_but_not_where(
    people: Cast, at_screen: AtScreen
) -> None:
    call = stories.open_call(people.hanna)
    for person in (people.ana, people.jane):
        stories.apply(person, call)
    stories.booked(host("Nora"), people.ana, title="Nude study")
    hanna = await at_screen(people.hanna)
    await hanna.opens(f"/calls/{call}")
    await hanna.sees("Booked elsewhere then", within=calls.applicant(hanna, "Ana"))
    await expect(calls.applicant(hanna, "Jane")).not_to_contain_text("Booked elsewhere")
    for trace in ("Nora", "Nude study"):
        await expect(hanna.page.get_by_text(trace)).to_have_count(0)
    await hanna.finds_nothing_wrong()


async def test_at_two_minutes_to_go_the_host_is_asked_to_extend_wherever_she_is(
    people: Cast, at_screen: AtScreen
) -> None:
    call = stories.open_call(people.hanna, closes=timedelta(seconds=115))
    stories.apply(people.ana, call)
    before = stories.call_row(call).expires_at
    hanna = await at_screen(people.hanna)
    ana = await at_screen(people.ana, on=1)
    await ana.opens(f"/calls/{call}")
    await hanna.opens("/inbox")

    await hanna.sees("1 waiting. Extend 15 min?")
    await hanna.presses("Extend")
    await expect(hanna.page.get_by_text("Extend 15 min?")).to_have_count(0)
    longer = stories.call_row(call).expires_at - before
    assert round(longer.total_seconds()) == 15 * 60
    await calls.stands_at(ana, call, "pending", "Applied")
    await hanna.finds_nothing_wrong()


async def test_a_cancelled_call_can_be_opened_again(people: Cast, at_screen: AtScreen) -> None:
    call = stories.open_call(people.hanna)
    hanna = await at_screen(people.hanna)
    await hanna.opens(f"/calls/{call}")
    await hanna.presses("Cancel call")
    await hanna.presses("Cancel call", within=hanna.page.get_by_role("dialog"))
    await hanna.sees("You cancelled this call.")
    await hanna.presses("Open it again")
    await hanna.presses("Open it again", within=hanna.page.get_by_role("dialog"))
    await calls.stands_at(hanna, call, "active", "Open")
    assert stories.call_row(call).status == "active"
    await hanna.finds_nothing_wrong()
