"""Whoever takes too much is told so, then sent away; nobody else notices."""

import asyncio
import uuid
from contextlib import suppress

import pytest
from websockets import ConnectionClosed

from tests import stories
from tests.client import Client
from tests.conftest import Connect, Over, WebWith
from tests.people import Cast
from tests.processes import Web


@pytest.fixture
def hasty(web_with: WebWith) -> Web:
    return web_with(
        COMMANDS_PER_SECOND=5,
        COMMANDS_BURST=5,
        PERSON_COMMANDS_PER_SECOND=5,
        PERSON_COMMANDS_BURST=8,
        FRAMES_PER_SECOND=50,
        FRAMES_BURST=150,
        ABUSE_RETRY_MS=1500,
    )


async def ask_at_once(client: Client, times: int) -> list[str]:
    """The codes of so many commands that were all sent before the first was answered."""
    asked = (client.ask("unwatch", topic="call.x") for _ in range(times))
    replies = await asyncio.gather(*asked)
    return ["ok" if reply["ok"] else reply["error"]["code"] for reply in replies]


async def test_places_are_limited_until_one_is_left(
    people: Cast, connect: Connect, strict: Web
) -> None:
    topics = [f"call.{stories.open_call(people.hanna)}" for _ in range(3)]
    ana = await connect(people.ana, to=strict)
    for topic in topics[:2]:
        await ana.do("watch", topic=topic)
    assert (await ana.refused("watch", topic=topics[2]))["code"] == "rate_limited"
    await ana.do("watch", topic=topics[0])
    await ana.do("unwatch", topic=topics[0])
    assert (await ana.do("watch", topic=topics[2]))["version"] == 1


async def test_the_oldest_of_too_many_sockets_goes(
    people: Cast, connect: Connect, talk: str, strict: Web
) -> None:
    hanna = await connect(people.hanna, to=strict)
    first = await connect(people.ana, to=strict)
    second = await connect(people.ana, to=strict)
    third = await connect(people.ana, to=strict)
    assert await first.closed() == 4409
    assert first.frames[-1]["type"] == "bye"
    assert first.frames[-1]["code"] == 4409
    await hanna.say(talk, "Which of you hears me?")
    for ana in (second, third):
        await ana.hears("message.created", content="Which of you hears me?")
    assert first.heard("message.created") == []


async def test_a_burst_of_sockets_leaves_as_many_as_there_may_be(
    people: Cast, connect: Connect, talk: str, webs: list[Web]
) -> None:
    """Thirty at one moment; half of them never say hello."""
    hanna = await connect(people.hanna)
    opened = await asyncio.gather(*(connect(people.ana, hello=False) for _ in range(30)))
    await asyncio.gather(*(socket.hello() for socket in opened[::2]), return_exceptions=True)
    closed = [socket for socket in opened if await is_closed(socket)]
    assert len(closed) == 20
    assert {socket.connection.close_code for socket in closed} == {4409}
    assert hanna.heard("bye") == []
    await hanna.say(talk, "Ten of you hear me")
    for socket in (one for one in opened[::2] if one not in closed):
        await socket.hears("message.created", content="Ten of you hear me")


async def is_closed(socket: Client) -> bool:
    """By now: whoever is still there answers."""
    with suppress(ConnectionError, ConnectionClosed):
        await socket.ask("unwatch", topic="call.x")
        return False
    await socket.closed()
    return True


async def test_too_fast_is_refused_and_works_after_the_time_given(
    people: Cast, connect: Connect, hasty: Web
) -> None:
    ana = await connect(people.ana, to=hasty)
    other = await connect(people.hanna, to=hasty)
    codes = await ask_at_once(ana, 12)
    assert codes.count("ok") >= 4
    assert codes.count("rate_limited") >= 4
    assert set(codes) == {"ok", "rate_limited"}
    error = next(f["error"] for f in ana.heard("reply") if not f["ok"])
    assert error["retry"] is True
    assert 0 < error["after_ms"] <= 1000
    await asyncio.sleep(error["after_ms"] / 1000)
    await ana.do("unwatch", topic="call.x")
    assert await ask_at_once(other, 2) == ["ok", "ok"]


async def test_a_limited_command_was_not_done(
    people: Cast, connect: Connect, talk: str, hasty: Web
) -> None:
    ana = await connect(people.ana, to=hasty)
    texts = (
        {"key": str(uuid.uuid4()), "conversation": talk, "content": f"Quickly {n}"}
        for n in range(10)
    )
    replies = await asyncio.gather(*(ana.ask("message.send", **text) for text in texts))
    done = [reply["data"]["number"] for reply in replies if reply["ok"]]
    assert len(done) < 10
    assert stories.row_of(uuid.UUID(talk)).last_number == 2 + len(done)


async def test_one_persons_doors_share_one_bucket(
    people: Cast, connect: Connect, over_http: Over, hasty: Web
) -> None:
    ana = over_http(people.ana, to=hasty)
    nobody = str(uuid.uuid4())
    answers = await asyncio.gather(*(ana.ask("unblock", person=nobody) for _ in range(20)))
    codes = {answer.status_code for answer in answers}
    assert codes == {404, 429}
    limited = next(answer.json() for answer in answers if answer.status_code == 429)
    assert (limited["code"], limited["retry"]) == ("rate_limited", True)
    assert limited["after_ms"] > 0
    socket = await connect(people.ana, to=hasty, hello=False)
    codes_there = await ask_at_once(socket, 3)
    assert "rate_limited" in codes_there
    jane = over_http(people.jane, to=hasty)
    assert (await jane.ask("unblock", person=nobody)).status_code == 404


async def abuses(client: Client) -> list[int]:
    """Ask without any pause until the socket closes; `retry_ms` of the goodbye."""
    with suppress(ConnectionClosed, ConnectionError):
        while True:
            await ask_at_once(client, 40)
    assert await client.closed() == 4429
    assert client.frames[-1]["code"] == 4429
    retry_ms: list[int] = client.frames[-1]["retry_ms"]
    return retry_ms


async def test_the_third_strike_sends_a_person_away_until_the_time_given(
    people: Cast, connect: Connect, hasty: Web
) -> None:
    ana, other = await connect(people.ana, to=hasty), await connect(people.hanna, to=hasty)
    assert await abuses(ana) == [1500, 3000]
    assert ana.frames[-1]["reason"] == "too many commands"
    early = await connect(people.ana, to=hasty, hello=False)
    assert await early.closed() == 4429
    [goodbye] = early.frames
    assert 0 < goodbye["retry_ms"][0] <= 1500
    assert await ask_at_once(other, 1) == ["ok"]
    await asyncio.sleep(goodbye["retry_ms"][0] / 1000)
    back = await connect(people.ana, to=hasty)
    assert await ask_at_once(back, 1) == ["ok"]


async def test_a_new_socket_is_no_clean_slate(people: Cast, connect: Connect, hasty: Web) -> None:
    """Each of these alone asks too little for a third strike."""
    codes = []
    for _ in range(4):
        ana = await connect(people.ana, to=hasty, hello=False)
        try:
            await ask_at_once(ana, 18)
        except (ConnectionClosed, ConnectionError):
            codes.append(await ana.closed())
            break
        await ana.close()
    assert codes == [4429]


async def test_a_flood_of_any_frames_is_abuse(people: Cast, connect: Connect, hasty: Web) -> None:
    ana, other = await connect(people.ana, to=hasty), await connect(people.hanna, to=hasty)
    for _ in range(400):
        await ana.send({"type": "pong"})
    assert await ana.closed() == 4429
    assert (ana.frames[-1]["type"], ana.frames[-1]["reason"]) == ("bye", "too many frames")
    assert await ask_at_once(other, 1) == ["ok"]


# --- limits that the words themselves have ---------------------------------------------------


@pytest.fixture
def worded(web_with: WebWith) -> Web:
    return web_with(
        HELLO_CURSORS=2,
        CONTENT_CHARACTERS=12,
        JSON_DEPTH=3,
        FRAME_BYTES=200_000,
        TYPING_AGAIN=0,
    )


async def test_so_many_characters_as_the_installation_wants(
    people: Cast, connect: Connect, over_http: Over, talk: str, worded: Web
) -> None:
    hanna, ana = await connect(people.hanna, to=worded), over_http(people.ana, to=worded)
    text = {"conversation": talk, "content": "x" * 13}
    error = await hanna.refused("message.send", key=str(uuid.uuid4()), **text)
    assert (error["code"], error["field"]) == ("bad_request", "content")
    assert (await ana.ask("message.send", key=str(uuid.uuid4()), **text)).json() == error
    await hanna.say(talk, "x" * 12)
    [welcome] = hanna.heard("welcome")
    assert welcome["limits"]["content_characters"] == 12
    schema = (await ana.client.get(f"{worded.origin}/api/schema", timeout=60)).json()
    asked = schema["components"]["schemas"]["SendMessage"]["properties"]["content"]
    assert asked["maxLength"] == 12


async def test_so_many_cursors_as_the_installation_wants(
    people: Cast, connect: Connect, worded: Web
) -> None:
    ana = await connect(people.ana, to=worded, hello=False)
    topics = [f"conversation.{uuid.uuid4()}" for _ in range(3)]
    error = await ana.refused("hello", cursors=dict.fromkeys(topics, 0))
    assert (error["code"], error["field"]) == ("bad_request", "cursors")
    assert (await ana.hello(cursors=dict.fromkeys(topics[:2], 0)))["type"] == "welcome"


async def test_as_deep_and_as_long_as_the_installation_wants(
    people: Cast, connect: Connect, worded: Web
) -> None:
    """A frame that is larger than the default is taken; beyond the own limit the code says so."""
    ana, deep = await connect(people.ana, to=worded), await connect(people.ana, to=worded)
    assert (await ana.refused("sync", cursors={}, colour="x" * 150_000))["code"] == "bad_request"
    await ana.send(f'{{"type":"sync","ref":1,"colour":"{"x" * 250_000}"}}')
    assert await ana.closed() == 4413
    assert (await deep.refused("sync", cursors={"a": [1]}))["code"] == "bad_request"
    await deep.send('{"type":"sync","ref":1,"cursors":{"a":[[1]]}}')
    assert await deep.closed() == 4400


async def test_who_writes_is_mentioned_as_often_as_the_installation_wants(
    people: Cast, connect: Connect, talk: str, webs: list[Web], worded: Web
) -> None:
    pairs = ((people.hanna, people.ana, worded, 2), (people.ana, people.hanna, webs[0], 1))
    for writing, reading, web, times in pairs:
        writer, reader = await connect(writing, to=web), await connect(reading, to=web)
        for _ in range(2):
            await writer.do("typing", conversation=talk)
        await writer.say(talk, "That is it")
        await reader.hears("message.created", content="That is it")
        assert len(reader.heard("typing")) == times
