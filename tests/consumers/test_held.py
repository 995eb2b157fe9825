"""A slow answer must not swallow what happens meanwhile, not even what was never published."""

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from tests import stories
from tests.client import Client
from tests.conftest import Connect, WebWith
from tests.people import Cast
from tests.processes import Web


@pytest.fixture
def unswept(web_with: WebWith) -> Web:
    """A web process in which the sweep comes too late to help."""
    return web_with(SWEEP=60)


@contextmanager
def models_locked(environment: dict[str, str]) -> Iterator[None]:
    """Whoever asks for models waits; hello, sync and watch do, messages and the sweep do not."""
    with psycopg.connect(environment["DATABASE_URL"]) as other:
        other.execute("LOCK TABLE models IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


async def somebody_waits() -> None:
    """For the locked table: whoever it is has chosen the moment that they look at."""
    statement = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'models'::regclass"
    async with asyncio.timeout(20):
        while True:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                if cursor.fetchone() != (0,):
                    return
            await asyncio.sleep(0.02)


async def something_is_missing(hanna: Client, people: Cast, talk: str, told: Client) -> None:
    """One text is never published and the next one is: whoever is here must be told so."""
    await hanna.say(talk, "Heard")
    await told.hears("message.created", content="Heard")
    stories.say(people.hanna, uuid.UUID(talk), "Said, but not told")
    await hanna.say(talk, "What follows it")
    await knows(told, talk, 8)


async def knows(client: Client, talk: str, version: int) -> None:
    heads = {"type": "heads", "topics": {f"conversation.{talk}": version}}
    await client.wait(lambda frame: frame == heads, 3)


async def test_a_loss_during_a_slow_hello_is_told_after_it(
    people: Cast, connect: Connect, talk: str, unswept: Web, environment: dict[str, str]
) -> None:
    hanna, told = await connect(people.hanna), await connect(people.ana, to=unswept)
    ana = await connect(people.ana, to=unswept, hello=False)
    with models_locked(environment):
        greeting = asyncio.create_task(ana.hello())
        await somebody_waits()
        await something_is_missing(hanna, people, talk, told)
        assert not greeting.done()
    welcome = await greeting
    assert [head["version"] for head in welcome["inbox"]["heads"]] == [5]
    await knows(ana, talk, 8)


@pytest.mark.parametrize("granted", [True, False])
async def test_a_loss_elsewhere_during_a_slow_watch_is_told_after_it(
    people: Cast,
    connect: Connect,
    talk: str,
    call: str,
    unswept: Web,
    environment: dict[str, str],
    granted: bool,
) -> None:
    hanna, told = await connect(people.hanna), await connect(people.ana, to=unswept)
    ana = await connect(people.ana, to=unswept)
    topic = f"call.{call}" if granted else f"call.{uuid.uuid4()}"
    with models_locked(environment):
        watching = asyncio.create_task(ana.ask("watch", topic=topic))
        await somebody_waits()
        await something_is_missing(hanna, people, talk, told)
        assert not watching.done()
    assert (await watching)["ok"] is granted
    await knows(ana, talk, 8)


async def test_a_loss_during_a_slow_sync_is_told_after_its_answer(
    people: Cast, connect: Connect, talk: str, unswept: Web, environment: dict[str, str]
) -> None:
    """Whoever asks hears no head while the answer, which is older, is on its way."""
    hanna, told = await connect(people.hanna), await connect(people.ana, to=unswept)
    ana, topic = await connect(people.ana, to=unswept), f"conversation.{talk}"
    with models_locked(environment):
        asking = asyncio.create_task(ana.do("sync", cursors={topic: 5}))
        await somebody_waits()
        await something_is_missing(hanna, people, talk, told)
        assert not asking.done()
    assert (await asking)[topic]["version"] == 5
    await knows(ana, talk, 8)
    types = [frame["type"] for frame in ana.frames]
    assert types.index("heads") > types.index("reply")


async def test_a_slow_answer_delays_nobody_else(
    people: Cast, connect: Connect, talk: str, environment: dict[str, str]
) -> None:
    """One who waits for the database, and others who talk meanwhile."""
    hanna, ana = await connect(people.hanna), await connect(people.ana)
    jane = await connect(people.jane)
    with models_locked(environment):
        waiting = asyncio.create_task(jane.refused("sync", cursors={"user": 0}))
        await somebody_waits()
        for number in range(10):
            await hanna.say(talk, f"Meanwhile {number}")
            await ana.hears("message.created", content=f"Meanwhile {number}")
        assert not waiting.done()
        error = await waiting
    assert (error["code"], error["retry"]) == ("unavailable", True)
    assert (await jane.do("sync", cursors={"user": 0}))["user"]["version"] >= 0
