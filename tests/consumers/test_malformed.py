"""Frames that no client of ours sends: each has its one documented answer."""

import json
import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import psutil
import pytest
from websockets import ConnectionClosed

from consumers.closes import CLOSES
from tests.client import Client
from tests.conftest import Connect
from tests.people import Cast
from tests.processes import Web

READ = '{"type":"conversation.read","ref":7,"conversation":"%s","number":%s}'
SEND = '{"type":"message.send","ref":7,"key":"%s","conversation":"%s","content":%s}'
NOBODY = str(uuid.uuid4())


def nested(depth: int) -> str:
    return '{"type":"unwatch","ref":7,"topic":' + "[" * depth + "]" * depth + "}"


#: No frame at all: the socket closes.
CLOSED: dict[str, tuple[str | bytes, int]] = {
    "binary": (b'{"type":"hello","ref":7}', 4400),
    "65 KiB": (SEND % (NOBODY, NOBODY, json.dumps("x" * 65 * 1024)), 4413),
    "64 KiB of characters, more of bytes": (SEND % (NOBODY, NOBODY, f'"{"ä" * 40_000}"'), 4413),
    "empty": ("", 4400),
    "no JSON": ("hello", 4400),
    "half of it": ('{"type":"unwatch","ref":7', 4400),
    "two of them": ('{"type":"pong"}{"type":"pong"}', 4400),
    "a list": ("[]", 4400),
    "a list of frames": ('[{"type":"pong"}]', 4400),
    "a string": ('"unwatch"', 4400),
    "a number": ("7", 4400),
    "null": ("null", 4400),
    "no type": ('{"ref":7}', 4400),
    "a type that is no text": ('{"type":7,"ref":7}', 4400),
    "no ref": ('{"type":"unwatch","topic":"call.x"}', 4400),
    "a ref that is no number": ('{"type":"unwatch","ref":"7","topic":"call.x"}', 4400),
    "a ref of null": ('{"type":"unwatch","ref":null,"topic":"call.x"}', 4400),
    "a ref beyond 64 bits": (f'{{"type":"unwatch","ref":{2**64},"topic":"x"}}', 4400),
    "a ref far beyond": ('{"type":"unwatch","ref":1%s,"topic":"x"}' % ("0" * 5000), 4400),
    "an unknown verb with a huge ref": (f'{{"type":"dance","ref":{-(2**70)}}}', 4400),
    "a mark without a token": ('{"type":"mark"}', 4400),
    "NaN": (READ % (NOBODY, "NaN"), 4400),
    "Infinity": (READ % (NOBODY, "-Infinity"), 4400),
    "a key twice": ('{"type":"unwatch","ref":7,"topic":"a","topic":"b"}', 4400),
    "a key twice, spelled differently": (r'{"type":"unwatch","ref":7,"re\u0066":8}', 4400),
    "a lone surrogate": (SEND % (NOBODY, NOBODY, r'"\ud83d"'), 4400),
    "a lone surrogate as a key": (r'{"type":"unwatch","ref":7,"\udc00":1}', 4400),
    "NUL": (SEND % (NOBODY, NOBODY, r'"a\u0000b"'), 4400),
    "NUL after a backslash": (SEND % (NOBODY, NOBODY, r'"\\\u0000"'), 4400),
    "NUL itself": ('{"type":"unwatch","ref":7,"topic":"\x00"}', 4400),
    "deep": (nested(8), 4400),
    "30,000 brackets": (nested(15_000), 4400),
    "30,000 open brackets": ("[" * 30_000, 4400),
    "30,000 objects": ('{"a":' * 10_000, 4400),
    "a quote without an end": ('{"type":"' + '\\"' * 30_000, 4400),
    "a line break in a text": (SEND % (NOBODY, NOBODY, '"a\nb"'), 4400),
}

#: Frames, but no requests of ours: an error for this ref.
REFUSED: dict[str, tuple[str, str, str | None]] = {
    "an unknown verb": ('{"type":"dance","ref":7}', "unknown_verb", None),
    "an event of ours": ('{"type":"message.created","ref":7,"topic":"x"}', "unknown_verb", None),
    "an unknown field": ('{"type":"unwatch","ref":7,"topic":"x","at":1}', "bad_request", "at"),
    "another's name": (
        SEND.replace('"ref"', '"sender":"x","ref"') % (NOBODY, NOBODY, '"Hi"'),
        "bad_request",
        "sender",
    ),
    "a missing field": ('{"type":"unwatch","ref":7}', "bad_request", "topic"),
    "a number as a text": ('{"type":"unwatch","ref":7,"topic":5}', "bad_request", "topic"),
    "a text as a number": (READ % (NOBODY, '"5"'), "bad_request", "number"),
    "a number below zero": (READ % (NOBODY, -1), "bad_request", "number"),
    "no UUID": (READ % ("5c", 1), "bad_request", "conversation"),
    "4,001 characters": (SEND % (NOBODY, NOBODY, json.dumps("x" * 4001)), "bad_request", "content"),
    "not too deep": (nested(7), "bad_request", "topic"),
    "a ref for a pong": ('{"type":"pong","ref":7}', "bad_request", "ref"),
    "a cursor of text": (
        '{"type":"sync","ref":7,"cursors":{"x":"1"}}',
        "bad_request",
        "cursors[...]",
    ),
    "a list as cursors": ('{"type":"sync","ref":7,"cursors":[]}', "bad_request", "cursors"),
}


@pytest.fixture
async def mika(people: Cast, connect: Connect, talk: str) -> AsyncIterator[Client]:
    """Mika sends what nobody should; Hanna and Ana talk on the same process and notice nothing."""
    hanna, ana = await connect(people.hanna), await connect(people.ana)
    yield await connect(people.mika)
    await hanna.say(talk, "Did you hear that?")
    await ana.hears("message.created", content="Did you hear that?")
    assert {frame["type"] for frame in ana.events()} == {"message.created"}


@pytest.mark.parametrize("frame", CLOSED)
async def test_what_is_no_frame_closes_the_socket(mika: Client, frame: str) -> None:
    text, code = CLOSED[frame]
    await mika.send(text)
    assert await mika.closed() == code
    assert code in CLOSES
    [bye] = mika.events()
    assert (bye["type"], bye["code"]) == ("bye", code)


@pytest.mark.parametrize("frame", REFUSED)
async def test_what_is_no_request_is_refused(mika: Client, frame: str) -> None:
    text, code, field = REFUSED[frame]
    await mika.send(text)
    reply = await mika.wait(lambda frame: frame.get("ref") == 7)
    assert reply["ok"] is False
    assert (reply["error"]["code"], reply["error"].get("field")) == (code, field)
    assert reply["error"]["retry"] is False
    assert await mika.do("unwatch", topic="call.x") == {}


@pytest.mark.parametrize("size", ["in one frame", "in a thousand frames"])
async def test_what_is_far_too_big_never_reaches_us(
    mika: Client, webs: list[Web], size: str
) -> None:
    """Above 128 KiB the server ends it while it still arrives: memory stays as it was."""
    [process] = psutil.Process(webs[0].pid).children()
    before = process.memory_info().rss
    part = "[" * 20_000
    with suppress(ConnectionClosed):
        await mika.connection.send(part * 1000 if size == "in one frame" else [part] * 1000)
    assert await mika.closed() in (1009, 1006)
    assert process.memory_info().rss - before < 30 * 1024 * 1024


async def test_a_text_about_nul_is_no_nul(mika: Client, people: Cast) -> None:
    content = json.dumps(r"In JSON a NUL is \u0000, of all things")
    await mika.send(SEND % (uuid.uuid4(), NOBODY, content))
    reply: dict[str, Any] = await mika.wait(lambda frame: frame.get("ref") == 7)
    assert reply["error"]["code"] == "not_found"


async def test_the_largest_text_is_taken(mika: Client, people: Cast) -> None:
    """4,000 characters of any kind fit into a frame."""
    await mika.send(SEND % (uuid.uuid4(), NOBODY, json.dumps("\U0001f58d" * 4000)))
    reply = await mika.wait(lambda frame: frame.get("ref") == 7)
    assert reply["error"]["code"] == "not_found"
