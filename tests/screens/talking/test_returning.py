"""Coming back: what was there shows at once, also without a server, and goes with the session."""

from uuid import UUID

from playwright.async_api import expect

from people.actions import end_sign_ins
from tests import stories
from tests.people import Cast
from tests.processes import Web
from tests.screens import talk
from tests.screens.conftest import AtScreen
from tests.screens.kept import KINDS
from tests.screens.visitor import Visitor

SHELL = "caches.keys().then(async (names) => (await (await caches.open(names[0])).keys()).length)"


async def was_here(person: Visitor, conversation: UUID) -> None:
    """Long enough for what they saw to be kept."""
    await talk.opens(person, conversation)
    await talk.reads(person, "Good evening.")
    await person.finds(
        f"{KINDS}.then((kinds) => kinds.includes('here') && kinds.includes('cache'))"
    )
    await person.finds(f"{SHELL}.then((files) => files > 5)")


async def test_what_was_there_shows_without_a_server_and_what_is_written_goes_out_later(
    people: Cast, at_screen: AtScreen, frail: Web, talking: UUID
) -> None:
    hanna = await at_screen(people.hanna, to=frail)
    await was_here(hanna, talking)
    frail.kill()
    await hanna.reloads()
    await expect(talk.row(hanna, talking)).to_be_visible()
    await talk.reads(hanna, "Good evening.")
    await talk.writes(hanna, "Written while nobody was there")
    await hanna.sees("Waiting for the connection")
    stories.say(people.ana, talking, "Said meanwhile")
    frail.start()
    frail.wait()
    await talk.reads(hanna, "Said meanwhile")
    await talk.all_sent(hanna)
    assert stories.row_of(talking).last_number == 4


async def test_a_session_that_was_ended_leaves_nothing_to_come_back_to(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna = await at_screen(people.hanna)
    await was_here(hanna, talking)
    await hanna.page.goto("about:blank")
    end_sign_ins(people.hanna)
    await hanna.page.goto(f"{hanna.origin}/inbox/{talking}")
    await hanna.page.wait_for_url("**/sign-in?*")
    assert await hanna.page.evaluate(KINDS) == []


async def test_the_first_text_of_a_conversation_outlives_the_page(
    people: Cast, at_screen: AtScreen, frail: Web
) -> None:
    hanna, ana = await at_screen(people.hanna, to=frail), await at_screen(people.ana)
    await ana.opens("/inbox")
    await ana.is_connected()
    await hanna.opens(f"/inbox/new?to={people.ana.handle}")
    await hanna.is_connected()
    frail.kill()
    await talk.writes(hanna, "Would you pose on Friday?")
    await hanna.sees("Waiting for the connection")
    frail.start()
    frail.wait()
    await hanna.page.goto(f"{hanna.origin}/inbox")
    await ana.page.get_by_role("link", name="Would you pose on Friday?").click()
    await talk.reads(ana, "Would you pose on Friday?")
    await expect(hanna.page.get_by_role("list", name="On their way")).to_have_count(0)
    await expect(hanna.page.get_by_role("link", name="Would you pose on Friday?")).to_have_count(1)
