"""docs/write-a-client.md: the client on the page does what the page says, in so many lines."""

import asyncio
import re
import sys
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import PIPE
from typing import Any

import httpx
import pytest

from conversations.models import Message
from people.actions import create_token
from tests import stories
from tests.client import Client
from tests.conftest import Connect, Over
from tests.house.files import ROOT
from tests.people import Cast, token
from tests.processes import Web, running
from tests.waiting import until

PAGE = (ROOT / "docs/write-a-client.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
CODE, MAIN, GREETER = BLOCKS


@pytest.fixture
def own(environment: dict[str, str], logs: Path) -> Iterator[Web]:
    """A web process that a test may kill."""
    web = Web(environment, log=logs / "web-of-the-page.log")
    with running(web):
        web.wait()
        yield web


def written(port: int, key: str, heard: list[Any]) -> Any:
    """What the page says, as it stands there."""
    return made("Callboard", port, key, heard)


def made(name: str, port: int, key: str, heard: list[Any]) -> Any:
    module: dict[str, Any] = {}
    exec(compile(f"{CODE}\n{GREETER}", "write-a-client.md", "exec"), module)  # noqa: S102
    return module[name](f"ws://127.0.0.1:{port}/ws", key, heard.append)


async def gone(client: Any, running: asyncio.Task[None]) -> None:
    """Its task ends in the middle of a frame, so that its connection does not close by itself."""
    running.cancel()
    await asyncio.wait([running])
    if client.line:
        await client.line.close()


def test_it_has_sixty_lines() -> None:
    assert sum(1 for line in CODE.splitlines() if line.strip()) <= 60


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

    await gone(hanna, clients[0])
    await gone(mika, clients[1])
    numbers = [message["number"] for message in heard]
    assert numbers == sorted(set(numbers)), "nothing twice, and in order"
    own_words = {"I am.", "Said without a line."}
    others = [m["content"] for m in heard if m["content"] not in own_words]
    assert others == ["Are you there?", *missed, "And now?"]
    assert own_words <= {message["content"] for message in heard}
    assert texts_of(ana).count("Said without a line.") == 1
    assert foreign == []


async def test_the_page_runs_as_a_program(
    people: Cast, talk: str, webs: list[Web], connect: Connect, tmp_path: Path
) -> None:
    """With nothing put in but the address, a token and a conversation."""
    ana, key = await connect(people.ana), token(people.hanna)
    asked = re.search(r"localhost:8000(/api/v1/\w+)`, under `(\w+)`", PAGE)
    assert asked
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as http:
        inbox = (await http.get(webs[0].origin + asked[1])).json()
    [conversation] = [head[asked[2]] for head in inbox["conversations"]]
    program = f"{CODE}\n\n{MAIN}"
    for words, value in {
        "localhost:8000": f"127.0.0.1:{webs[0].port}",
        "the token": key,
        "the id of a conversation": conversation,
    }.items():
        assert program.count(words) == 1
        program = program.replace(words, value)
    (tmp_path / "client.py").write_text(program)
    async with printing(tmp_path / "client.py") as lines:
        await ana.hears("message.created", within=30, content="Free on Friday?")
        await ana.say(talk, "At eight?")
        async with asyncio.timeout(30):
            async for line in lines:
                if b"'content': 'At eight?'" in line:
                    break
    sent = Message.objects.get(content="Free on Friday?", conversation__public_id=talk).key
    assert sent is not None
    assert sent.version == 7
    assert abs((sent.int >> 80) / 1000 - time.time()) < 60


@asynccontextmanager
async def printing(program: Path) -> AsyncIterator[asyncio.StreamReader]:
    """A program that runs beside this one, by what it prints."""
    running = await asyncio.create_subprocess_exec(sys.executable, "-u", program, stdout=PIPE)
    assert running.stdout is not None
    try:
        yield running.stdout
    finally:
        running.kill()
        await running.wait()


async def test_its_greeter_greets_everybody_who_applies_once(
    people: Cast, webs: list[Web], over_http: Over
) -> None:
    key = create_token(people.hanna, "greeter", scopes=["read", "talk"])
    early, late = stories.open_call(people.hanna), stories.open_call(people.hanna)
    before = stories.apply(people.ana, early).conversation

    async def greeted(while_there: Callable[[], Awaitable[object]]) -> list[str]:
        """What it has said, until everything that it wanted to say is said."""
        greeter, asked = made("Greeter", webs[0].port, key, []), []
        say = greeter.say

        async def counted(*words: str) -> None:
            asked.append(words)
            await say(*words)

        greeter.say = counted
        running = asyncio.create_task(greeter.run())
        await while_there()
        await until(lambda: len(asked) >= 2 and not greeter.unsent)
        await gone(greeter, running)
        said = Message.objects.filter(sender=people.hanna, via="greeter")
        return sorted(said.values_list("content", flat=True))

    async def somebody_applies() -> None:
        await until(lambda: Message.objects.filter(conversation__public_id=before, via="greeter"))
        applied = await over_http(people.jane).do(
            "call.apply",
            call=str(late),
            terms=stories.shown("call.apply", late),
            key=str(uuid.uuid4()),
        )
        there = Message.objects.filter(conversation__public_id=applied["conversation"])
        await until(lambda: there.filter(via="greeter"))

    async def nothing() -> None:
        await asyncio.sleep(0)

    both = ["Thank you, Ana!", "Thank you, Jane!"]
    assert await greeted(somebody_applies) == both
    assert await greeted(nothing) == both
