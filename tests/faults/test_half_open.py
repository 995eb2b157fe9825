"""A line to the database on which nothing comes any more, and many rows that somebody holds."""

import asyncio
import uuid
from contextlib import ExitStack

from tests import stories
from tests.client import Client
from tests.faults.conftest import OpenDevice
from tests.people import Cast, model, token
from tests.processes import Web
from tests.races.locks import holding_conversation
from tools.chaos.history import History
from tools.chaos.proxy import Proxy

#: A batch and then the ordinary way each wait six seconds; and a busy machine.
GIVEN_UP = 25


async def test_a_dead_line_to_the_database_holds_up_nobody_for_ever(
    people: Cast,
    talk: str,
    pair: list[Web],
    behind_a_line: tuple[Web, Proxy],
    device: OpenDevice,
    history: History,
) -> None:
    """Its other end has vanished without a word: whoever waits there is told to try again."""
    web, line = behind_a_line
    hanna = device(people.hanna, pair[0].port)
    ana = await Client.connect(web.port, token(people.ana))
    await ana.hello()
    await ana.say(talk, "Before")
    mika = await Client.connect(web.port, token(people.mika))
    await mika.hello()
    line.open.clear()
    said = {"key": str(uuid.uuid4()), "conversation": talk, "content": "Into the void"}
    await ana.send({"type": "message.send", "ref": 900, **said})
    reply = await ana.wait(lambda frame: frame.get("ref") == 900, within=GIVEN_UP)
    assert (reply["error"]["code"], reply["error"]["retry"]) == ("unavailable", True)
    line.open.set()
    again = await ana.do("message.send", **said)
    assert again["number"] == 4
    assert mika.events() == []
    await ana.close()
    await mika.close()
    await hanna.hears(talk, "Into the void", within=10)
    await history.check(hanna, port=pair[0].port)


async def test_many_held_conversations_take_nobody_elses_threads(
    people: Cast, talk: str, pair: list[Web], device: OpenDevice, history: History
) -> None:
    """More of them than the process has threads: who only reads is answered meanwhile."""
    others = [model(f"Held{n}") for n in range(9)]
    held = [stories.talking(people.hanna, other) for other in others]
    ana = await Client.connect(pair[0].port, token(people.ana))
    await ana.hello()
    writers = [device(other, pair[0].port) for other in others]
    for writer in writers:
        await writer.until(lambda writer=writer: writer.cursors)
    with ExitStack() as locks:
        for conversation in held:
            locks.enter_context(holding_conversation(conversation))
        for writer, conversation in zip(writers, held, strict=True):
            await writer.say(str(conversation), "Held")
        await asyncio.sleep(0.1)
        for _ in range(10):
            async with asyncio.timeout(1):
                await ana.do("sync", cursors={f"conversation.{talk}": 0})
        assert all(writer.answers == {} for writer in writers)
    for writer in writers:
        await writer.answered()
    assert ana.events() == []
    await ana.close()
    await history.check(port=pair[0].port)
