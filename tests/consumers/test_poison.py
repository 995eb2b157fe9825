"""What nobody should put on the bus: it is counted and skipped, and no socket dies of it."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import psutil
import pytest
import redis.asyncio
from django.conf import settings

from consumers.bus import GROUP, LARGEST_GAP, encode
from protocol.publish import Part, Publication, SignedOut
from tests.client import Client
from tests.conftest import Connect, WebWith
from tests.consumers.conftest import OnTheBus, in_a_batch
from tests.people import Cast

POISONED, GAPS = "callboard_poison_events_total", "callboard_bus_gaps_total"
SKIPPED = "bus messages were skipped"
CHANNEL = f"asgi__group__{GROUP}"
Poison = Callable[[Cast, str], object]


def batch(body: object, **other: object) -> Poison:
    return lambda people, talk: {"type": "bus", "from": "x", "n": 1, "body": body, **other}


def to_ana(frame: bytes, tails: list[bytes] | None = None) -> Poison:
    def message(people: Cast, talk: str) -> object:
        part = Part(frame, [people.ana.pk, people.jane.pk], tails)
        return in_a_batch(Publication(f"conversation.{uuid.uuid4()}", 1, [part]))

    return message


MESSAGES: dict[str, Poison] = {
    "not a message": lambda people, talk: {"type": "bus"},
    "an unknown type": lambda people, talk: {"type": "chat.message", "text": "hello"},
    "a number that is none": batch(encode([]), n="many"),
    "no bytes": batch(None),
    "no msgpack": batch(b"\xc1\xff\x00"),
    "JSON": batch(b'[["Publication","user.1",1,[]]]'),
    "no list": batch(encode(SignedOut([1], 4401))),
    "an unknown kind": batch(encode([["Promotion", 1, 2, 3]])),
    "a version that is a text": batch(encode([["Publication", "user.1", "one", []]])),
    "a command": batch(encode([{"type": "message.send", "content": "from the bus"}])),
    "half of it": batch(encode([SignedOut([1], 4401)])[:-2]),
    "bytes that are no text": to_ana(b'{"type":"x","\xff\xfe":1}'),
    "too few tails": to_ana(b'{"type":"message.created"}', [b',"unread":1']),
}


@pytest.fixture
async def listeners(people: Cast, connect: Connect, talk: str) -> AsyncIterator[list[Client]]:
    """Ana on both processes: whatever happens she still hears Hanna, live."""
    listeners = [await connect(people.ana, on=on) for on in (0, 1)]
    hanna, mika = await connect(people.hanna), await connect(people.mika)
    yield listeners
    await hanna.say(talk, "Still there?")
    for ana in listeners:
        await ana.hears("message.created", content="Still there?")
        assert await ana.do("unwatch", topic="call.x") == {}
    assert mika.events() == []


@pytest.mark.parametrize("poison", MESSAGES)
async def test_a_poisonous_message_is_skipped(
    people: Cast, connect: Connect, listeners: list[Client], talk: str, bus: OnTheBus, poison: str
) -> None:
    await bus(MESSAGES[poison](people, talk))
    await bus(in_a_batch(announcement(people, "after it")))
    for ana in listeners:
        await ana.hears("announced", words="after it")
        assert [f for f in ana.events() if f["type"] not in ("announced", "message.created")] == []


async def test_it_is_counted(
    people: Cast, web_with: WebWith, connect: Connect, bus: OnTheBus
) -> None:
    web = web_with(MARK_FRAMES=64)
    ana = await connect(people.ana, to=web)
    before = web.metric(POISONED)
    for poison in ("not a message", "no msgpack", "an unknown kind", "bytes that are no text"):
        await bus(MESSAGES[poison](people, ""))
    await bus(in_a_batch(announcement(people, "counted")))
    await ana.hears("announced", words="counted")
    assert web.metric(POISONED) == before + 4


async def test_much_of_it_fills_no_log_and_no_figure(
    people: Cast, web_with: WebWith, connect: Connect, bus: OnTheBus
) -> None:
    """The first is logged with all that is known; a number of batches has an end."""
    web = web_with(MARK_FRAMES=64)
    ana = await connect(people.ana, to=web)
    counted, gaps, said = web.metric(POISONED), web.metric(GAPS), web.said().count(SKIPPED)
    await bus({"type": "bus", "from": "z", "n": 1, "body": encode([])})
    await bus({"type": "bus", "from": "z", "n": 2**50, "body": encode([])})
    for number in range(100):
        await bus({"type": "bus", "from": "x", "n": number, "body": None})
    await until_heard(ana, people, bus)
    assert web.metric(POISONED) == counted + 100
    assert web.metric(GAPS) - gaps == LARGEST_GAP
    assert web.said().count(SKIPPED) - said <= 2


async def test_bytes_that_are_no_message_do_not_deafen_anybody(
    people: Cast, connect: Connect, web_with: WebWith, bus: OnTheBus
) -> None:
    """Nor do they leave a queue behind that nobody reads."""
    web = web_with(MARK_FRAMES=64)
    ana, mika = await connect(people.ana, to=web), await connect(people.mika, to=web)
    async with redis.asyncio.Redis.from_url(settings.REDIS_URL) as client:
        for _ in range(3):
            await client.publish(CHANNEL, b"\xc1 no msgpack at all")
    await until_heard(ana, people, bus)
    [process] = psutil.Process(web.pid).children()
    before = process.memory_info().rss
    for number in range(40):
        await bus({"type": "bus", "from": "y", "n": number, "body": os.urandom(1024 * 1024)})
    await until_heard(ana, people, bus)
    assert process.memory_info().rss - before < 25 * 1024 * 1024
    assert mika.events() == []


async def until_heard(ana: Client, people: Cast, bus: OnTheBus) -> None:
    """Announce it until it is heard: whatever was on its way before has been dealt with then."""
    words = uuid.uuid4().hex
    async with asyncio.timeout(20):
        while not [f for f in ana.heard("announced") if f["data"]["words"] == words]:
            await bus(in_a_batch(announcement(people, words)))
            await asyncio.sleep(0.2)


def announcement(people: Cast, words: str) -> Publication:
    """A well-formed event of a kind that this release does not know."""
    frame: Any = f'{{"type":"announced","topic":"user","data":{{"words":"{words}"}}}}'
    return Publication(f"user.{people.ana.pk}", None, [Part(frame.encode(), [people.ana.pk])])
