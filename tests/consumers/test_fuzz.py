"""Whatever arrives: one documented answer, and never a fault of ours."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from websockets import ConnectionClosed

from consumers.closes import CLOSES
from core.refused import CODES
from tests.client import Client, Frame
from tests.conftest import Connect
from tests.consumers.fuzz import RAW
from tests.extent import at_length
from tests.people import Cast, host

#: Far from the refs of the frames that are tried.
LAST = 2**53 - 1
QUIET = ("ping", "mark")


class Mika:
    """One socket after the other, each until it is closed."""

    def __init__(self, connect: Callable[[], Awaitable[Client]]) -> None:
        self._connect = connect
        self._client: Client | None = None

    async def tries(self, text: str) -> list[Frame]:
        """Everything that is answered to a frame, up to the answer to a harmless one after it."""
        if self._client is None:
            self._client = await self._connect()
        client = self._client
        client.frames.clear()
        try:
            await client.send(text)
            await client.send({"type": "unwatch", "ref": LAST, "topic": "call.x"})
            await client.wait(lambda frame: frame.get("ref") == LAST)
        except (ConnectionClosed, ConnectionError):
            self._client = None
            code: Any = await client.closed()
            assert code in CLOSES, f"{code} is no answer"
            assert client.frames[-1]["type"] == "bye"
        return [frame for frame in client.frames if frame["type"] not in QUIET]


@pytest.fixture
def mika(connect: Connect) -> Mika:
    return Mika(lambda: connect(host("Mika")))


@given(text=RAW)
@settings(
    max_examples=at_length(50, 250),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_every_frame_has_a_documented_answer(mika: Mika, text: str) -> None:
    answers = await mika.tries(text)
    replies = [f for f in answers if f["type"] == "reply" and f["ref"] != LAST]
    for reply in replies:
        assert reply["ok"] or reply["error"]["code"] in CODES
        assert reply["ok"] or reply["error"]["code"] not in ("internal", "unavailable")
    welcomes = [frame for frame in answers if frame["type"] == "welcome"]
    closed = [frame for frame in answers if frame["type"] == "bye"]
    assert len(replies) + len(welcomes) + len(closed) <= 1


async def test_the_fuzzer_would_see_an_undocumented_answer(people: Cast, mika: Mika) -> None:
    """It hears what is answered, and that the line was closed."""
    answers = await mika.tries('{"type":"dance","ref":3}')
    assert [frame["ref"] for frame in answers] == [3, LAST]
    [bye] = await mika.tries("[]")
    assert bye["code"] == 4400
    assert [frame["ref"] for frame in await mika.tries('{"type":"pong"}')] == [LAST]
