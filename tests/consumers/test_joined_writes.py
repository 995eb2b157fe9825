"""Frames of one turn of the event loop go out together."""

import asyncio
import json

import pytest
from django.test import override_settings

from consumers import direct_writes
from consumers.direct_writes import Write
from consumers.joining import Joining
from consumers.writer import Writer


@pytest.fixture
def writes() -> list[list[str]]:
    """What each write carried."""
    return []


@pytest.fixture
async def joining_writes() -> Joining:
    return Joining()


@pytest.fixture
async def writer(writes: list[list[str]], joining_writes: Joining) -> Writer:
    def write(data: bytes) -> bool:
        writes.append([frame["is"] for frame in frames(data)])
        return True

    return writing_to(write, joining_writes)


def writing_to(write: Write, joining_writes: Joining) -> Writer:
    async def nowhere(message: dict[str, object]) -> None:
        raise AssertionError("past the transport")

    made = Writer(nowhere, joining_writes, lambda error: None)
    made._direct = write
    return made


def frames(data: bytes) -> list[dict[str, str]]:
    found = []
    while data:
        size = data[1]
        found.append(json.loads(data[2 : 2 + size]))
        assert data.startswith(direct_writes.text_frame(data[2 : 2 + size]))
        data = data[2 + size :]
    return found


def told(writer: Writer, *names: str) -> None:
    for name in names:
        writer.offer("conversation.x", None, b'{"is":"%s"}' % name.encode())


async def turn() -> None:
    await asyncio.sleep(0)
    await asyncio.sleep(0)


async def test_what_comes_in_one_turn_goes_out_in_one_write(
    writer: Writer, writes: list[list[str]]
) -> None:
    told(writer, "a", "b")
    writer.put(b'{"is":"reply"}')
    assert writes == []
    await turn()
    told(writer, "c")
    await turn()
    assert writes == [["a", "b", "reply"], ["c"]]


async def test_without_joining_each_frame_is_written_at_once(
    writer: Writer, writes: list[list[str]]
) -> None:
    with override_settings(JOINED_WRITES=False):
        told(writer, "a", "b")
    assert writes == [["a"], ["b"]]


async def test_after_the_goodbye_nothing_is_written_any_more(
    writer: Writer, writes: list[list[str]]
) -> None:
    told(writer, "a")
    await writer.drained()
    told(writer, "b")
    writer.close()
    told(writer, "c")
    await turn()
    assert writes == [["a"]]


async def test_a_socket_that_breaks_takes_no_other_along(
    writer: Writer, writes: list[list[str]], joining_writes: Joining
) -> None:
    def broken(data: bytes) -> bool:
        raise RuntimeError("the transport is in a strange state")

    told(writing_to(broken, joining_writes), "a")
    told(writer, "b")
    await turn()
    assert writes == [["b"]]
