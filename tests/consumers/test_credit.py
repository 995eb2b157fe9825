"""Marks: a client says how far it has read; one that does not is sent no more than its credit."""

import asyncio
import uuid

import psutil
import pytest

from protocol.publish import Part, Publication
from tests.client import Client
from tests.conftest import Connect, Over, WebWith
from tests.consumers.conftest import OnTheBus, in_a_batch
from tests.people import Cast
from tests.processes import Web

WITHHELD = "callboard_frames_withheld_total"
MEBIBYTE = 1024 * 1024


@pytest.fixture
def sparing(web_with: WebWith) -> Web:
    return web_with(MARK_FRAMES=4, CREDIT_FRAMES=16, WITHOUT_CREDIT=3)


async def withheld(web: Web, frames: float) -> None:
    async with asyncio.timeout(30):
        while web.metric(WITHHELD) < frames:  # noqa: ASYNC110  (it is in another process)
            await asyncio.sleep(0.1)


async def talk_to(client: Client, talk: str, times: int) -> int:
    versions: list[int] = [(await client.say(talk, f"Word {n}"))["version"] for n in range(times)]
    return max(versions)


async def test_who_gives_marks_back_gets_everything(
    people: Cast, connect: Connect, talk: str, sparing: Web
) -> None:
    hanna, ana = await connect(people.hanna), await connect(people.ana, to=sparing)
    last = await talk_to(hanna, talk, 60)
    await ana.wait(lambda frame: frame.get("version") == last)
    assert ana.versions(f"conversation.{talk}") == list(range(6, last + 1))
    assert len(ana.heard("mark")) >= 60 // 4
    assert len({mark["token"] for mark in ana.heard("mark")}) == len(ana.heard("mark"))


async def test_who_does_not_gets_the_credit_and_later_the_heads(
    people: Cast, connect: Connect, talk: str, sparing: Web
) -> None:
    topic = f"conversation.{talk}"
    hanna, ana = await connect(people.hanna), await connect(people.ana, to=sparing)
    ana.answers_marks = False
    before = sparing.metric(WITHHELD)
    last = await talk_to(hanna, talk, 40)
    asked = asyncio.create_task(ana.do("sync", cursors={topic: 5}))
    await withheld(sparing, before + 40 - len(ana.versions(topic)))
    assert not asked.done()
    assert len(ana.frames) <= 16 + 1
    heard = ana.versions(topic)
    assert heard == list(range(6, 6 + len(heard)))
    await ana.give_marks_back()
    heads = await ana.wait(lambda frame: frame["type"] == "heads")
    assert heads["topics"] == {topic: last}
    state = (await asked)[topic]
    assert [item["version"] for item in state["objects"]] == list(range(6, last + 1))
    await hanna.say(talk, "And on")
    assert (await ana.hears("message.created", content="And on"))["version"] == last + 1


async def test_replies_need_credit_as_well(
    people: Cast, connect: Connect, talk: str, sparing: Web
) -> None:
    """Nobody fills the server's memory with answers that they do not fetch."""
    ana = await connect(people.ana, to=sparing)
    ana.answers_marks = False
    for ref in range(1000, 1060):
        await ana.send({"type": "sync", "ref": ref, "cursors": {f"conversation.{talk}": 5}})
    await ana.wait(lambda _: len(ana.heard("reply")) >= 10)
    await asyncio.sleep(0.5)
    assert len(ana.frames) <= 16 + 1
    await ana.give_marks_back()
    await ana.wait(lambda frame: frame.get("ref") == 1059)
    assert [f["ref"] for f in ana.heard("reply")] == list(range(1000, 1060))


async def test_without_credit_for_too_long_the_socket_is_closed(
    people: Cast, connect: Connect, talk: str, sparing: Web
) -> None:
    hanna, ana = await connect(people.hanna), await connect(people.ana, to=sparing)
    reading = await connect(people.ana, to=sparing)
    ana.answers_marks = False
    last = await talk_to(hanna, talk, 30)
    assert await ana.closed() == 4452
    assert (ana.frames[-1]["type"], ana.frames[-1]["code"]) == ("bye", 4452)
    await reading.wait(lambda frame: frame.get("version") == last)


async def test_a_forged_mark_gives_no_credit(
    people: Cast, connect: Connect, talk: str, sparing: Web
) -> None:
    hanna, ana = await connect(people.hanna), await connect(people.ana, to=sparing)
    jane = await connect(people.jane, to=sparing)
    ana.answers_marks = False
    await talk_to(hanna, talk, 30)
    await ana.wait(lambda _: len(ana.frames) >= 16)
    for token in ("", "x9", jane.heard("mark")[0]["token"] if jane.heard("mark") else "x" * 12):
        await ana.send({"type": "mark", "token": token})
    await asyncio.sleep(0.5)
    assert ana.heard("heads") == []
    assert len(ana.frames) <= 16 + 1
    assert await ana.closed() == 4452


async def test_a_mark_that_comes_back_twice_counts_once(
    people: Cast, connect: Connect, talk: str, sparing: Web
) -> None:
    hanna, ana = await connect(people.hanna), await connect(people.ana, to=sparing)
    ana.answers_marks = False
    await talk_to(hanna, talk, 6)
    first = await ana.wait(lambda frame: frame["type"] == "mark")
    for _ in range(50):
        await ana.send({"type": "mark", "token": first["token"]})
    await talk_to(hanna, talk, 30)
    assert await ana.closed() == 4452
    assert len(ana.frames) <= 16 + 4 + 2


async def test_what_is_withheld_costs_topics_and_no_memory(
    people: Cast, connect: Connect, over_http: Over, web_with: WebWith, bus: OnTheBus
) -> None:
    """Ten sockets that do not read, and 60 MiB for them: nothing of it is kept."""
    web = web_with(MARK_FRAMES=64)
    slow = [await connect(people.ana, to=web) for _ in range(10)]
    for ana in slow:
        ana.answers_marks = False
    mika = await connect(people.mika, to=web)
    [process] = psutil.Process(web.pid).children()
    before = process.memory_info().rss
    topic = f"conversation.{uuid.uuid4()}"
    text = b'{"type":"message.created","topic":"%s","version":%d,"data":{"content":"%s"}}'
    for number in range(16):
        await bus(
            in_a_batch(
                *(
                    Publication(
                        topic,
                        version,
                        [Part(text % (topic.encode(), version, b"x" * 4000), [people.ana.pk])],
                    )
                    for version in range(number * 100 + 1, number * 100 + 101)
                )
            )
        )
    await withheld(web, 10 * (1600 - 256 - 8))
    assert process.memory_info().rss - before < 25 * MEBIBYTE
    for ana in slow:
        assert len(ana.frames) <= 256 + 1
        await ana.give_marks_back()
        heads = await ana.wait(lambda frame: frame["type"] == "heads")
        assert heads["topics"] == {topic: 1600}
    assert mika.events() == []
