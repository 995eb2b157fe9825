"""The line to the database is lost at the one moment at which nobody can know what was written."""

import asyncio
import threading
from collections.abc import Callable

from tests.faults.conftest import SEEN, OpenDevice, query
from tests.people import Cast
from tests.processes import Web
from tools.chaos.history import History
from tools.chaos.killed import deaf_after
from tools.chaos.proxy import Proxy

WORDS = "between commit and publish"
LineTo = Callable[[str], Proxy]


async def test_the_connection_is_lost_in_the_middle_of_a_commit(
    people: Cast,
    talk: str,
    pair: list[Web],
    behind_a_line: tuple[Web, Proxy],
    device: OpenDevice,
    history: History,
) -> None:
    """It was written, and the process cannot know: it asks by the key and answers the number."""
    web, line = behind_a_line
    hanna, ana = device(people.hanna, pair[0].port), device(people.ana, web.port)
    await ana.until(lambda: ana.cursors)
    reached = threading.Event()
    deaf_after(line, WORDS.encode(), reached)
    key = await ana.say(talk, WORDS + talk)
    assert await asyncio.to_thread(reached.wait, 20)
    assert query("SELECT 1 FROM messages WHERE content = %s", WORDS + talk) == [(1,)]
    for link in line.links:
        if link.swallows_answers:
            link.cut()
    await ana.answered()
    assert ana.answers[key]["data"]["duplicate"] is True
    await hanna.hears(talk, WORDS + talk, within=SEEN)
    await ana.say(talk, "And on.")
    await history.check(hanna, ana, port=pair[0].port)
