"""What was written arrives once and in order, whatever becomes of the connection."""

from uuid import UUID

from playwright.async_api import expect

from tests import stories
from tests.client import Http
from tests.people import Cast, token
from tests.processes import Web
from tests.screens import logs, talk
from tests.screens.conftest import AtScreen


def numbered(word: str, count: int) -> list[str]:
    return [f"{word} {n}" for n in range(1, count + 1)]


async def test_nothing_is_lost_doubled_or_reordered(
    people: Cast, at_screen: AtScreen, frail: Web, talking: UUID
) -> None:
    hanna = await at_screen(people.hanna, to=frail)
    ana = await at_screen(people.ana, on=1)
    for visitor in (hanna, ana):
        await visitor.opens(f"/inbox/{talking}")
        await visitor.is_connected()

    # Without a network: kept, and said so.
    await hanna.context.set_offline(True)
    await talk.writes(hanna, *numbered("offline", 3))
    await hanna.sees("Waiting for the connection")
    await talk.writes(ana, *numbered("meanwhile", 3))
    await hanna.context.set_offline(False)
    await talk.reads(ana, "offline 3")
    await talk.reads(hanna, "meanwhile 3")

    # A reload in the middle of sending.
    await talk.writes(hanna, *numbered("before the reload", 8))
    await hanna.reloads()
    await hanna.is_connected()
    await talk.writes(hanna, "after the reload")
    await talk.reads(ana, "after the reload")

    # daphne dies while they write, and comes back; the page is even loaded anew.
    frail.kill()
    await talk.writes(hanna, *numbered("nobody there", 3))
    await talk.writes(ana, *numbered("in the meantime", 3))
    frail.start()
    frail.wait()
    await talk.reads(ana, "nobody there 3")
    frail.kill()
    await talk.writes(hanna, *numbered("gone again", 3))
    frail.start()
    frail.wait()
    await hanna.reloads()
    await talk.reads(ana, "gone again 3")
    await talk.all_sent(hanna)

    said = await logs.agree(talking, hanna, ana)
    assert [text for text in said if text not in MEANWHILE] == [
        "Hello!",
        "Good evening.",
        *numbered("offline", 3),
        *numbered("before the reload", 8),
        "after the reload",
        *numbered("nobody there", 3),
        *numbered("gone again", 3),
    ]
    assert [text for text in said if text in MEANWHILE] == MEANWHILE


MEANWHILE = numbered("meanwhile", 3) + numbered("in the meantime", 3)


async def test_what_was_begun_outlives_the_page(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna = await at_screen(people.hanna)
    await hanna.opens(f"/inbox/{talking}")
    field = hanna.page.get_by_role("textbox", name="Message to Ana")
    await field.fill("Shall we say at")
    await hanna.reloads()
    await expect(field).to_have_value("Shall we say at")
    await talk.writes(hanna, "Shall we say at seven?")
    await talk.all_sent(hanna)
    await hanna.reloads()
    await talk.reads(hanna, "Shall we say at seven?")
    await expect(field).to_have_value("")
    await hanna.finds_nothing_wrong()


async def test_what_the_server_refuses_stays_with_its_author(
    people: Cast, at_screen: AtScreen, talking: UUID, sites: list[Web]
) -> None:
    hanna = await at_screen(people.hanna)
    await hanna.opens(f"/inbox/{talking}")
    await hanna.is_connected()
    await hanna.context.set_offline(True)
    await talk.writes(hanna, "A long text that took me an hour.")
    door = Http(sites[0].origin, token(people.ana))
    await door.do("block", person=str(people.hanna.public_id))
    await door.client.aclose()
    await hanna.context.set_offline(False)

    for _ in ("now", "after a reload"):
        await hanna.sees("Not sent.")
        await talk.reads(hanna, "A long text that took me an hour.")
        await hanna.reloads()
    assert stories.row_of(talking).last_number == 2
    # It may have been refused over HTTP, before the socket was back.
    await hanna.finds_nothing_wrong(but="status of 403")
