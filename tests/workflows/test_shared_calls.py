"""A link to a call, opened by somebody without an account: what it says, and what it does not."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from people.models import User
from tests import clock, dealings, stories
from tests.people import Cast, host
from tests.processes import Web

STARTS = datetime(2027, 1, 31, 17, tzinfo=UTC)
FEE: dict[str, Any] = {"fee_amount": 8000, "fee_currency": "EUR"}


def shared(by: User, **fields: bool) -> UUID:
    evening = stories.session(
        by, starts_at=STARTS, zone="Europe/Berlin", title="Candlelight", **fields
    )
    return stories.open_call(by, evening, note="Ring at Lea's", **FEE)


async def read(web: Web, path: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=web.origin) as visitor:
        return await visitor.get(path)


async def test_visitors_read_a_call_for_an_evening_that_is_shown(
    people: Cast, webs: list[Web]
) -> None:
    call = shared(people.hanna, is_public=True)
    answer = await read(webs[0], f"/api/v1/calls/{call}")
    told = answer.json()["call"]
    assert told["session"]["title"] == "Candlelight"
    assert (told["fee_amount"], told["host"]["name"]) == (8000, "Hanna")
    assert told["status"] == "active"
    assert (told["session"]["place"], told["note"]) == (None, "")
    assert "Attic" not in answer.text
    assert "Lea" not in answer.text


async def test_of_other_calls_visitors_learn_nothing(people: Cast, webs: list[Web]) -> None:
    gone = host("Gone")
    closed = shared(gone, is_public=True)
    gone.is_active = False
    gone.save()
    nowhere = await read(webs[0], f"/api/v1/calls/{uuid.uuid4()}")
    page_of_nothing = await read(webs[0], f"/calls/{uuid.uuid4()}")
    for call in (shared(people.hanna), closed):
        answer = await read(webs[0], f"/api/v1/calls/{call}")
        assert (answer.status_code, answer.content) == (404, nowhere.content)
        page = await read(webs[0], f"/calls/{call}")
        assert (page.status_code, page.text) == (page_of_nothing.status_code, page_of_nothing.text)
        assert page.headers["x-robots-tag"] == "noindex"


async def test_the_link_has_a_preview(people: Cast, webs: list[Web]) -> None:
    call = shared(people.hanna, is_public=True)
    page = await read(webs[0], f"/calls/{call}")
    tags = dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)" />', page.text))
    assert tags["og:title"] == "Candlelight · Hanna · Callboard"
    assert tags["og:description"] == (
        "Hanna is looking for a model · Sunday 31 January 2027, 18:00 to 20:00, Europe/Berlin"
        " · Kreuzberg · 80 EUR"
    )
    assert tags["og:url"] == f"{webs[0].origin}/calls/{call}"
    assert tags["og:image"].startswith(f"{webs[0].origin}/avatars/")
    assert "<title>Candlelight · Hanna · Callboard</title>" in page.text
    assert "rss.xml" not in page.text
    assert "x-robots-tag" not in page.headers
    assert "Lea" not in page.text
    clock.travel(timedelta(hours=2))
    assert "This call has closed · Sunday" in (await read(webs[0], f"/calls/{call}")).text


async def test_a_call_that_is_over_says_so(people: Cast, webs: list[Web]) -> None:
    call = shared(people.hanna, is_public=True)
    dealings.cancel_call(people.hanna, call)
    answer = await read(webs[0], f"/api/v1/calls/{call}")
    assert answer.json()["call"]["status"] == "cancelled"
    assert "This call has closed" in (await read(webs[0], f"/calls/{call}")).text
