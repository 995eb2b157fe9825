"""A deadline is one even while nobody is there to announce it."""

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import expect

from core import clock as server_clock
from tests import clock, processes, stories
from tests.people import Cast
from tests.screens import calls, talk
from tests.screens.conftest import PHONE, AtScreen
from tests.screens.visitor import Visitor
from workflows.models import Application

LATE = timedelta(minutes=31)


async def shows_no_open_call(visitor: Visitor) -> None:
    for words in ("Open", "Closing soon"):
        await expect(visitor.page.get_by_text(words, exact=True)).to_have_count(0)
    for button in ("Apply", "Book Ana", "Book"):
        await expect(visitor.page.get_by_role("button", name=button, exact=True)).to_have_count(0)


async def opens_a_call(hanna: Visitor, people: Cast) -> UUID:
    evening = stories.session(people.hanna, starts_at=server_clock.now() + timedelta(days=3))
    await hanna.opens(f"/calls/new?session={evening}")
    await calls.asks_for(hanna, pose="dynamic")
    return await calls.publishes(hanna, closes="In 30 min")


Announcing = Callable[[Visitor, Callable[[], None]], Awaitable[None]]


async def whoever_looks_first(hanna: Visitor, start_clock: Callable[[], None]) -> None:
    await hanna.reloads()


async def the_clock(hanna: Visitor, start_clock: Callable[[], None]) -> None:
    start_clock()


@pytest.mark.parametrize("announced_by", [whoever_looks_first, the_clock])
async def test_a_deadline_that_passed_without_a_clock_is_heard_on_every_screen(
    people: Cast,
    at_screen: AtScreen,
    environment: dict[str, str],
    logs: Path,
    announced_by: Announcing,
) -> None:
    hanna = await at_screen(people.hanna)
    call = await opens_a_call(hanna, people)
    applied = stories.apply(people.ana, call)
    board = await at_screen(people.ana, on=1)
    thread = await at_screen(people.ana, size=PHONE)
    mika = await at_screen(people.mika, on=1)
    everybody = (hanna, board, thread, mika)
    await board.opens("/calls")
    await thread.opens(f"/inbox/{applied.conversation}")
    await mika.opens(f"/calls/{call}")
    await hanna.opens("/calls/yours")
    for visitor in everybody:
        await visitor.is_connected()

    clock.travel(LATE)
    assert stories.call_row(call).status == "active"  # no clock runs, and nobody has looked
    with ExitStack() as started:

        def start_clock() -> None:
            late = processes.clock(environment, log=logs / "late-clock.log")
            started.enter_context(processes.running(late))

        await announced_by(hanna, start_clock)
        for visitor in everybody:
            await calls.stands_at(visitor, call, "expired", "Closed")
    await talk.reads(thread, "closed without a decision.")
    await board.sees("The call closed before the host decided.")
    for visitor in everybody:
        await shows_no_open_call(visitor)
        await visitor.finds_nothing_wrong()


async def test_who_applies_late_is_refused_and_everybody_hears_of_the_end(
    people: Cast, at_screen: AtScreen
) -> None:
    hanna, jane, mika = [await at_screen(person) for person in people if person != people.ana]
    call = await opens_a_call(hanna, people)
    for looking in (jane, mika):
        await looking.opens(f"/calls/{call}")
    await jane.sees("Why it is for you")

    clock.travel(LATE)  # no screen has heard of it
    await calls.applies(jane, call, "Am I late?")
    for visitor in (hanna, jane, mika):
        await calls.stands_at(visitor, call, "expired", "Closed")
        await shows_no_open_call(visitor)
        await visitor.finds_nothing_wrong()
    assert not Application.objects.filter(open_call=stories.call_row(call)).exists()


async def test_who_books_late_is_refused(people: Cast, at_screen: AtScreen) -> None:
    hanna = await at_screen(people.hanna)
    call = await opens_a_call(hanna, people)
    applied = stories.apply(people.ana, call)
    await expect(calls.applicant(hanna, "Ana")).to_be_visible()

    clock.travel(LATE)
    await calls.books(hanna, "Ana")
    await hanna.sees("This call has closed")
    await hanna.sees("Closed without a decision. Everybody who applied was told.")
    await calls.stands_at(hanna, call, "expired", "Closed")
    assert stories.application_row(applied.application).status == "expired"
    await hanna.finds_nothing_wrong()
