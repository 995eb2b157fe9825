"""docs/write-a-client.md: the client on the page does what the page says, in so many lines."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.client import Client
from tests.conftest import Connect
from tests.house.files import ROOT
from tests.people import Cast, token
from tests.processes import Web, running

PAGE = (ROOT / "docs/write-a-client.md").read_text()
CODE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0]


@pytest.fixture
def own(environment: dict[str, str], logs: Path) -> Iterator[Web]:
    """A web process that a test may kill."""
    web = Web(environment, log=logs / "web-of-the-page.log")
    with running(web):
        web.wait()
        yield web


def written(port: int, key: str, heard: list[Any]) -> Any:
    """What the page says, as it stands there."""
    module: dict[str, Any] = {}
    exec(compile(CODE, "write-a-client.md", "exec"), module)  # noqa: S102
    return module["Callboard"](f"ws://127.0.0.1:{port}/ws", key, heard.append)


def test_it_has_sixty_lines() -> None:
    assert sum(1 for line in CODE.splitlines() if line.strip()) <= 60


async def until(what: Any) -> None:
    async with asyncio.timeout(30):
        while not what():  # noqa: ASYNC110  (the page's client has no event to wait for)
            await asyncio.sleep(0.05)


def texts_of(ana: Client) -> list[str]:
    return [frame["data"]["content"] for frame in ana.heard("message.created")]


async def test_it_says_and_hears_and_outlives_a_server_that_is_killed(
    people: Cast, talk: str, own: Web, connect: Connect
) -> None:
    heard: list[Any] = []
    foreign: list[Any] = []
    hanna = written(own.port, token(people.hanna), heard)
    mika = written(own.port, token(people.mika), foreign)
    ana = await connect(people.ana)
    clients = [asyncio.create_task(one.run()) for one in (hanna, mika)]
    await until(lambda: hanna.past and mika.past)

    await ana.say(talk, "Are you there?")
    await until(lambda: [m["content"] for m in heard] == ["Are you there?"])
    await hanna.say(talk, "I am.")
    await ana.hears("message.created", content="I am.")
    await until(lambda: not hanna.unsent)

    own.kill()
    missed = [f"While you were away: {n}" for n in range(30)]
    for text in missed[:15]:
        await ana.say(talk, text)
    await hanna.say(talk, "Said without a line.")
    for text in missed[15:]:
        await ana.say(talk, text)
    own.start()
    await ana.hears("message.created", within=30, content="Said without a line.")
    await until(lambda: len(heard) >= 33 and not hanna.unsent)
    await ana.say(talk, "And now?")
    await until(lambda: heard[-1]["content"] == "And now?")

    for task in clients:
        task.cancel()
    await asyncio.wait(clients)
    numbers = [message["number"] for message in heard]
    assert numbers == sorted(set(numbers)), "nothing twice, and in order"
    own_words = {"I am.", "Said without a line."}
    others = [m["content"] for m in heard if m["content"] not in own_words]
    assert others == ["Are you there?", *missed, "And now?"]
    assert own_words <= {message["content"] for message in heard}
    assert texts_of(ana).count("Said without a line.") == 1
    assert foreign == []
