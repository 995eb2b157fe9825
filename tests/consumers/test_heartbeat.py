"""A quiet line is asked whether it is still there; a dead one is closed."""

import asyncio

import pytest

from tests.conftest import Connect, WebWith
from tests.people import Cast
from tests.processes import Web


@pytest.fixture
def nervous(web_with: WebWith) -> Web:
    return web_with(PING_AFTER=0.5, SILENCE=3)


async def test_silence_is_asked_about_and_an_answer_keeps_the_line(
    people: Cast, connect: Connect, nervous: Web
) -> None:
    ana = await connect(people.ana, to=nervous)
    await ana.wait(lambda _: len(ana.heard("ping")) >= 5)
    assert await ana.do("unwatch", topic="call.x") == {}
    assert set(ana.heard("ping")[0]) == {"type", "now"}


async def test_a_line_without_any_answer_is_closed(
    people: Cast, connect: Connect, nervous: Web
) -> None:
    ana, jane = await connect(people.ana, to=nervous), await connect(people.jane, to=nervous)
    ana.answers_pings = False
    assert await ana.closed() == 4408
    assert ana.heard("ping") != []
    assert ana.frames[-1]["type"] == "bye"
    assert ana.frames[-1]["code"] == 4408
    assert await jane.do("unwatch", topic="call.x") == {}


async def test_any_frame_is_a_sign_of_life(people: Cast, connect: Connect, nervous: Web) -> None:
    ana, mute = await connect(people.ana, to=nervous), await connect(people.jane, to=nervous)
    ana.answers_pings = mute.answers_pings = False
    while not mute._reader.done():
        await ana.do("unwatch", topic="call.x")
        await asyncio.sleep(0.2)
    assert await mute.closed() == 4408
    assert await ana.do("unwatch", topic="call.x") == {}
