"""People and words are found by one field, and people of one name are told apart."""

import asyncio
import re

from playwright.async_api import Request, Route, expect

from people.models import User
from tests import stories
from tests.people import Cast, host, person
from tests.screens.conftest import AtScreen


async def test_the_inbox_finds_people_and_groups_by_their_names(
    people: Cast, at_screen: AtScreen
) -> None:
    zofia = host("Zofia")
    User.objects.filter(pk=zofia.pk).update(display_name="Zofia Kowalczyk")
    talking = stories.talking(people.ana, zofia)
    crew = stories.group(people.ana, zofia, title="Kowalska street")
    ana = await at_screen(people.ana)
    await ana.opens("/inbox")
    await ana.page.get_by_role("searchbox", name="Search names and words").fill("kowal")
    named = ana.page.get_by_role("list", name="Called so").get_by_role("link")
    await expect(named).to_contain_text(["Kowalska street", f"@{zofia.handle}"])
    await named.last.click()
    await ana.is_at(f"/inbox/{talking}")
    assert crew != talking
    await ana.finds_nothing_wrong()


async def test_what_was_typed_last_is_looked_for(people: Cast, at_screen: AtScreen) -> None:
    """Also while the answer to what was typed before is still on its way."""
    stories.talking(people.ana, host("Zofia"))
    ana = await at_screen(people.ana)
    await ana.opens("/inbox")
    asked, answered = asyncio.Event(), asyncio.Event()

    async def slow(route: Route, request: Request) -> None:
        asked.set()
        await answered.wait()
        await route.continue_()

    await ana.page.route(re.compile(r"named=z($|&)"), slow)
    search = ana.page.get_by_role("searchbox", name="Search names and words")
    await search.fill("z")
    await asked.wait()
    await search.fill("zofia")
    named = ana.page.get_by_role("list", name="Called so").get_by_role("link")
    await expect(named).to_contain_text(["Zofia"])
    answered.set()
    await search.fill("nobody of this name")
    await ana.sees("Nobody you talk to is called so")


async def test_people_of_one_name_are_told_apart(people: Cast, at_screen: AtScreen) -> None:
    twins = [person("Alex"), person("Alex")]
    for one in twins:
        stories.talking(people.ana, one)
    ana = await at_screen(people.ana)
    await ana.opens("/inbox")
    await ana.sees("to go to anybody")
    await ana.page.keyboard.press("Control+k")
    await ana.page.get_by_role("combobox", name="Go to a conversation").fill("alex")
    options = ana.page.get_by_role("option")
    for one in twins:
        await expect(options.filter(has_text=f"@{one.handle}")).to_have_count(1)
