"""Joining stored and live without a hole, while somebody sends as fast as they can.

No test here waits for the sweep or a later `sync`: what a welcome, the answer to `watch` or to
`sync` says and the frames that follow must meet exactly.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests import stories
from tests.client import Client
from tests.conftest import Connect, Over
from tests.people import Cast, model
from tools.chaos.replay import applied


@asynccontextmanager
async def under_fire(sender: Client, talk: str) -> AsyncIterator[list[int]]:
    """Yields the versions that were sent so far; two commands are always on their way."""
    versions: list[int] = []
    going = True

    async def fire() -> None:
        while going:
            sent = await sender.say(talk, f"{uuid.uuid4()}")
            versions.append(sent["version"])

    tasks = [asyncio.create_task(fire()) for _ in range(2)]
    try:
        yield versions
    finally:
        going = False
        await asyncio.gather(*tasks)


async def test_hello_under_fire(people: Cast, connect: Connect, talk: str) -> None:
    topic = f"conversation.{talk}"
    hanna = await connect(people.hanna)
    epoch = (await (await connect(people.ana, hello=False)).hello())["epoch"]
    joined: list[tuple[Client, int]] = []
    async with under_fire(hanna, talk) as sent:
        for turn in range(8):
            ana = await connect(people.ana, on=turn % 2, hello=False)
            cursor = max(sent, default=5)
            await ana.hello(epoch=epoch, cursors={topic: cursor})
            joined.append((ana, cursor))
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.1)
    last = max(sent)
    for ana, cursor in joined:
        await ana.wait(lambda f: f.get("version") == last and f.get("topic") == topic)
        assert applied(ana.frames, topic, cursor) == list(range(cursor + 1, last + 1))
        assert ana.heard("heads") == []


async def test_sync_under_fire(people: Cast, connect: Connect, talk: str) -> None:
    """Frames may pass the answer; together they leave no hole, and nothing comes twice."""
    topic = f"conversation.{talk}"
    hanna, ana = await connect(people.hanna), await connect(people.ana, on=1)
    async with under_fire(hanna, talk) as sent:
        for _ in range(30):
            before = max([5, *ana.versions(topic)])
            state = (await ana.do("sync", cursors={topic: before}))[topic]
            versions = [item["version"] for item in state["objects"]]
            assert versions == list(range(before + 1, state["version"] + 1))
    await ana.do("sync", cursors={topic: 5})
    assert applied(ana.frames, topic, 5) == list(range(6, max(sent) + 1))
    assert ana.heard("heads") == []


async def test_watch_under_fire(people: Cast, connect: Connect, over_http: Over) -> None:
    """The host's topic moves with each application; its host looks and leaves again and again."""
    call = stories.open_call(people.hanna)
    topic = f"call.{call}.host"
    doors = [over_http(model(f"Model{n}"), on=n % 2) for n in range(12)]
    hanna = await connect(people.hanna)
    going = asyncio.gather(
        *(door.do("call.apply", key=str(uuid.uuid4()), call=str(call)) for door in doors)
    )
    heard = 0
    while not going.done() or heard == 0:
        heard += await look_for_a_moment(hanna, topic)
    await going
    state = await hanna.do("watch", topic=topic)
    assert state["version"] == stories.call_row(call).host_version == 24
    assert [item["version"] for item in state["objects"]] == [*range(1, 24, 2), 24]


async def look_for_a_moment(hanna: Client, topic: str) -> int:
    """Watch, and see that what is heard follows what was read; how much was heard."""
    watched = await hanna.ask("watch", topic=topic)
    await asyncio.sleep(0.03)
    left = await hanna.ask("unwatch", topic=topic)
    between = hanna.frames[hanna.frames.index(watched) : hanna.frames.index(left)]
    versions = [frame["version"] for frame in between if frame.get("topic") == topic]
    first = watched["data"]["version"] + 1
    assert versions == list(range(first, first + len(versions)))
    return len(versions)
