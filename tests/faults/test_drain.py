"""A deploy: processes end and begin again while people write, and no socket is just cut."""

import asyncio
import signal

from tests.faults.conftest import OpenDevice
from tests.people import Cast
from tests.processes import Web
from tools.chaos.history import History


async def test_a_rolling_restart_sends_everybody_away_with_a_word(
    people: Cast, talk: str, pair: list[Web], device: OpenDevice, history: History
) -> None:
    hanna = device(people.hanna, *(web.port for web in pair))
    ana = device(people.ana, *(web.port for web in reversed(pair)))
    for web in pair:
        for n in range(40):
            await hanna.say(talk, f"Hanna {n} on {web.port}")
            await ana.say(talk, f"Ana {n} on {web.port}")
        web.signal(signal.SIGTERM)
        await asyncio.to_thread(web._process.wait, 15)
        assert web._process.returncode == 0
        web.start()
        await asyncio.to_thread(web.wait)
    await history.check(hanna, ana, port=pair[0].port)
    for one in (hanna, ana, *history.strangers):
        assert one.codes
        assert set(one.codes) == {1012}
        for client in one.connections[: len(one.codes)]:
            goodbye = client.frames[-1]
            assert (goodbye["type"], goodbye["code"]) == ("bye", 1012)
            assert goodbye["retry_ms"] == [500, 5000]
