"""Several tabs of one browser: one socket, one outbox, and each goes on when another is closed."""

from uuid import UUID

from tests.people import Cast
from tests.screens import logs, talk
from tests.screens.conftest import AtScreen
from tests.screens.visitor import Visitor


async def another_tab(person: Visitor, path: str) -> Visitor:
    page = await person.context.new_page()
    tab = Visitor(person.name, person.context, page, person.origin)
    await tab.opens(path)
    await tab.is_connected()
    return tab


async def test_two_tabs_have_one_socket_and_hear_the_same(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    path = f"/inbox/{talking}"
    first, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    for visitor in (first, ana):
        await visitor.opens(path)
        await visitor.is_connected()
    second = await another_tab(first, path)
    assert (len(first.wire), len(second.wire)) == (1, 0)
    await talk.writes(second, "From the second tab")
    await talk.writes(ana, "To both of them")
    for visitor in (first, second, ana):
        await talk.reads(visitor, "To both of them")
        await talk.reads(visitor, "From the second tab")
        await talk.all_sent(visitor)
    await logs.agree(talking, first, second, ana)


async def test_a_tab_takes_over_without_a_loss(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    path = f"/inbox/{talking}"
    first, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    for visitor in (first, ana):
        await visitor.opens(path)
        await visitor.is_connected()
    second = await another_tab(first, path)
    for number in range(6):
        await talk.writes(ana, f"Meanwhile {number}")
        await talk.writes(second, f"Written {number}")
        if number == 2:
            await talk.writes(first, "Just before it goes")
            await first.page.close()
    await talk.reads(ana, "Written 5")
    await talk.reads(second, "Meanwhile 5")
    await talk.reads(ana, "Just before it goes")
    await second.is_connected()
    assert len(second.wire) == 1
    said = await logs.agree(talking, second, ana)
    assert [text for text in said if text.startswith("Written")] == [
        f"Written {number}" for number in range(6)
    ]


async def test_signing_out_in_one_tab_ends_the_other(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    first = await at_screen(people.hanna)
    await first.opens("/settings")
    await first.is_connected()
    second = await another_tab(first, f"/inbox/{talking}")
    await second.page.bring_to_front()
    await first.presses("Sign out")
    await second.page.wait_for_url("**/sign-in?ended")
