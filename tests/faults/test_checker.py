"""The history checker must fail: whatever it looks for, it finds when it is there."""

import copy
from typing import Any

import pytest

from tests.faults.conftest import OpenDevice, query
from tests.people import Cast
from tests.processes import Web
from tools.chaos.device import Device
from tools.chaos.history import History
from tools.chaos.replay import applied


@pytest.fixture
async def ana(people: Cast, talk: str, pair: list[Web], device: OpenDevice) -> Device:
    """With three texts of hers, all answered; so far there is nothing to find."""
    hanna, ana = device(people.hanna, pair[1].port), device(people.ana, pair[0].port)
    await hanna.until(lambda: hanna.cursors)
    for n in range(3):
        await ana.say(talk, f"Text {n}")
        await hanna.say(talk, f"Answer {n}")
    await History(query, talk).check(ana, hanna, port=pair[0].port)
    return ana


@pytest.fixture
def check(talk: str, pair: list[Web], ana: Device) -> Any:
    async def check(*strangers: Device, left: dict[Device, int] | None = None) -> None:
        await History(query, talk, strangers, left).check(ana, port=pair[0].port)

    return check


async def test_a_text_that_was_answered_and_is_not_there(
    ana: Device, talk: str, check: Any
) -> None:
    ana.said["0191f3c2-0000-7000-8000-000000000000"] = talk, "Never written"
    answer = next(iter(ana.answers.values()))
    ana.answers["0191f3c2-0000-7000-8000-000000000000"] = answer
    with pytest.raises(AssertionError, match="was acknowledged and is not there"):
        await check()


async def test_an_answer_that_names_another_place(ana: Device, check: Any) -> None:
    next(iter(ana.answers.values()))["data"]["number"] += 1
    with pytest.raises(AssertionError, match="was told"):
        await check()


async def test_texts_that_changed_their_order(ana: Device, check: Any) -> None:
    ana.said = dict(reversed(ana.said.items()))
    with pytest.raises(AssertionError, match="changed their order"):
        await check()


def live(ana: Device, talk: str) -> list[Any]:
    topic = f"conversation.{talk}"
    return [f for f in ana.connections[-1].frames if f.get("topic") == topic]


async def test_a_frame_that_comes_twice(ana: Device, talk: str, check: Any) -> None:
    ana.connections[-1].frames.append(live(ana, talk)[-1])
    with pytest.raises(AssertionError, match="after"):
        await check()


async def test_a_frame_that_is_missing(ana: Device, talk: str, check: Any) -> None:
    ana.connections[-1].frames.remove(live(ana, talk)[-2])
    with pytest.raises(AssertionError, match="wait for what never came"):
        await check()


async def test_a_screen_that_shows_something_else(ana: Device, talk: str, check: Any) -> None:
    shown = ana.messages[talk]
    before = copy.deepcopy(shown)
    shown[3] = {**shown[3], "content": "Something else"}
    with pytest.raises(AssertionError, match="shows"):
        await check()
    del shown[3]
    with pytest.raises(AssertionError, match="shows"):
        await check()
    ana.messages[talk] = before
    await check()


async def test_a_badge_that_is_wrong(ana: Device, talk: str, check: Any) -> None:
    last, read = ana.screen.numbers[talk]
    ana.screen.numbers[talk] = last, read - 1
    with pytest.raises(AssertionError, match="Ana"):
        await check()


async def test_a_stranger_who_hears_something(
    people: Cast, ana: Device, talk: str, check: Any, pair: list[Web], device: OpenDevice
) -> None:
    mika = device(people.mika, pair[0].port)
    await mika.until(lambda: mika.cursors)
    await check(mika)
    mika.connections[-1].frames.append(live(ana, talk)[-1])
    with pytest.raises(AssertionError, match="overheard"):
        await check(mika)


async def test_who_has_left_and_hears_on(ana: Device, talk: str, check: Any) -> None:
    newest = ana.cursors[f"conversation.{talk}"]
    await check(left={ana: newest})
    with pytest.raises(AssertionError, match="overheard"):
        await check(left={ana: newest - 1})


def test_a_gap_is_no_error_on_a_line_that_was_cut() -> None:
    frames = [{"type": "x", "topic": "t", "version": version} for version in (1, 3)]
    assert applied(frames, "t", 0, ended=True) == [1]
