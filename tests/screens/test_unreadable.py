"""Whatever is wrong with a row, the page around it stays, and the way to every other page."""

import json
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from core import clock
from tests import dealings, stories
from tests.feed.posting import follow, publish
from tests.people import Cast
from tests.screens.conftest import AtScreen
from tests.server.hostile import some

#: What no client of ours would send, and a program could draw nothing of.
SPOILT: dict[str, dict[str, Any]] = {
    "times": {"starts_at": None, "expires_at": "never", "created_at": None, "time_zone": None},
    "people": {"host": None, "person": None, "model": None, "author": None, "people": [None]},
    "words": {"title": None, "name": None, "content": None, "note": None, "district": None},
    "lists": {"requirements": None, "pose_styles": None, "reactions": None, "why": None},
    "figures": {"fee_amount": "much", "fee_currency": None, "positions": None, "booked": "all"},
}


#: What is read comes spoilt; what is told live stays as it is.
SPOIL = """
(() => {
    const by = %s;
    const read = Response.prototype.json;
    function spoilt(value) {
        if (Array.isArray(value)) return value.map(spoilt);
        if (value === null || typeof value !== 'object') return value;
        const fields = Object.entries(value);
        return Object.fromEntries(fields.map(([n, v]) => [n, n in by ? by[n] : spoilt(v)]));
    }
    Response.prototype.json = async function () {
        const value = await read.call(this);
        return this.url.includes('/api/v1/') ? spoilt(value) : value;
    };
})();
"""


def dealings_of(people: Cast) -> list[str]:
    """Something of everything; the pages that show it to Ana, who hosts as well."""
    people.ana.is_host = True
    people.ana.save()
    days = (clock.now().replace(microsecond=0) + timedelta(days=n) for n in range(2, 9))
    evening = stories.session(people.hanna, starts_at=next(days))
    call = stories.open_call(people.hanna, evening)
    applied = stories.apply(people.ana, call)
    dealings.offer(people.hanna, stories.session(people.hanna, starts_at=next(days)), people.ana)
    stories.booked(people.hanna, people.ana, starts_at=next(days))
    own = stories.session(people.ana, starts_at=next(days))
    own_call = stories.open_call(people.ana, own)
    stories.apply(people.jane, own_call)
    follow(people.ana, people.hanna)
    publish(people.hanna, "Come and draw")
    stories.say(people.hanna, applied.conversation, "Hello https://a.example")
    return [
        "/inbox",
        f"/inbox/{applied.conversation}",
        "/inbox/new",
        "/calls",
        f"/calls/{call}",
        "/calls/applied",
        "/calls/yours",
        f"/calls/{own_call}",
        f"/calls/new?session={own}",
        "/offers",
        "/calendar",
        f"/calendar/{evening}",
        f"/calendar/{own}",
        f"/calendar/{own}/edit",
        "/people",
        "/feed",
        "/feed/search?text=draw",
        f"/@{people.hanna.handle}",
        f"/@{people.hanna.handle}/followers",
        "/notifications",
        "/notifications/why",
        "/settings",
        "/settings/reports",
    ]


@pytest.mark.parametrize("what", SPOILT)
async def test_every_page_survives_rows_that_cannot_be_drawn(
    people: Cast, at_screen: AtScreen, what: str
) -> None:
    pages = some(dealings_of(people), what)
    ana = await at_screen(people.ana)
    await ana.page.add_init_script(SPOIL % json.dumps(SPOILT[what]))
    for path in pages:
        await ana.page.goto(ana.origin + path)
        for part in (ana.page.get_by_role("heading", level=1), ana.page.locator("nav.places")):
            await expect(part.first, path).to_be_visible()


async def test_from_a_page_that_cannot_be_drawn_one_gets_to_the_next(
    people: Cast, at_screen: AtScreen
) -> None:
    call = stories.open_call(people.hanna)
    ana = await at_screen(people.ana)
    await ana.page.add_init_script(SPOIL % json.dumps(SPOILT["lists"]))
    await ana.page.goto(f"{ana.origin}/calls/{call}")
    await ana.sees("This page cannot be shown")
    await ana.presses("People")
    await expect(ana.page.get_by_role("heading", level=1, name="People")).to_be_visible()
    await expect(ana.page.get_by_text("This page cannot be shown")).to_have_count(0)
