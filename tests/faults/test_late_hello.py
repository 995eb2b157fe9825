"""A hello that is late, or cannot be answered, is a matter of time: nothing is lost by it."""

import asyncio
import signal
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from conversations.models import Message
from tests import processes
from tests.client import Client, Frame
from tests.consumers.test_held import models_locked
from tests.consumers.test_write_a_client import written
from tests.people import Cast, token
from tests.processes import Web
from tests.waiting import until


@pytest.fixture
def impatient(environment: dict[str, str], logs: Path) -> Iterator[Web]:
    """A web process that waits a second for a hello."""
    own = {"CALLBOARD_LIMIT_HELLO_WITHIN": "1"}
    web = Web({**environment, **own}, log=logs / "impatient.log")
    with processes.running(web):
        web.wait()
        yield web


def bye_of(client: Client) -> dict[str, Any]:
    [frame] = client.heard("bye")
    return frame


async def test_a_client_that_says_nothing_is_asked_to_come_back(
    people: Cast, impatient: Web
) -> None:
    ana = await Client.connect(impatient.port, token(people.ana))
    assert await ana.closed() == 4407
    assert (bye_of(ana)["code"], bye_of(ana)["retry_ms"]) == (4407, [500, 5000])


async def test_a_command_without_a_hello_is_a_fault_of_the_client(
    people: Cast, impatient: Web, talk: str
) -> None:
    ana = await Client.connect(impatient.port, token(people.ana))
    error = await ana.refused("typing", conversation=talk)
    assert (error["code"], error["retry"]) == ("bad_request", False)
    await ana.close()


async def test_a_server_that_stands_still_reads_the_hello_before_it_gives_up(
    people: Cast, impatient: Web
) -> None:
    ana = await Client.connect(impatient.port, token(people.ana))
    impatient.signal(signal.SIGSTOP)
    await ana.send({"type": "hello", "ref": 1})
    await asyncio.sleep(2.5)  # twice as long as it would have waited
    impatient.signal(signal.SIGCONT)
    await ana.wait(lambda frame: frame["type"] == "welcome")
    assert ana.heard("bye") == []
    await ana.close()


async def test_what_follows_a_hello_that_cannot_be_answered_may_be_tried_again(
    people: Cast, impatient: Web, environment: dict[str, str], talk: str
) -> None:
    text = {"key": str(uuid.uuid4()), "conversation": talk, "content": "Once"}
    with models_locked(environment):
        ana = await Client.connect(impatient.port, token(people.ana))
        await ana.send({"type": "hello", "ref": 1})
        await ana.send({"type": "message.send", "ref": 2, **text})
        for ref in (1, 2):
            reply = await ana.wait(partial(answers, ref), within=20)
            assert (reply["error"]["code"], reply["error"]["retry"]) == ("unavailable", True)
        assert await ana.closed() == 4503
    again = await Client.connect(impatient.port, token(people.ana))
    assert (await again.hello())["type"] == "welcome"
    await again.do("message.send", **text)
    assert count(talk, "Once") == 1
    await again.close()


async def test_the_client_of_the_documents_outlives_it(
    people: Cast, impatient: Web, environment: dict[str, str], talk: str
) -> None:
    heard: list[Any] = []
    hanna = written(impatient.port, token(people.hanna), heard)
    with models_locked(environment):
        running = asyncio.create_task(hanna.run())
        await until(lambda: hanna.line)
        first = hanna.line
        await hanna.say(talk, "Said between hello and welcome")
        await asyncio.wait_for(first.wait_closed(), 20)
        assert first.close_code == 4503
        assert len(hanna.unsent) == 1
    await until(lambda: hanna.past and not hanna.unsent)
    running.cancel()
    await asyncio.wait([running])
    assert count(talk, "Said between hello and welcome") == 1


def answers(ref: int, frame: Frame) -> bool:
    return frame.get("ref") == ref


def count(talk: str, content: str) -> int:
    return Message.objects.filter(conversation__public_id=talk, content=content).count()
