"""The network: a line that is cut at any byte, and one that dies without a word."""

import asyncio
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tools.chaos.client import Client
from tools.chaos.contest import insist
from tools.chaos.device import LOST
from tools.chaos.play import Fault, Play
from tools.chaos.proxy import Link, Proxy, Rule

#: Bytes of a text on its way, and of its reply with the frame that tells it.
ASKED, ANSWERED = 300, 900
IMPATIENT = {"SILENCE": 3, "PING_AFTER": 0.5}


def cut_asking(line: Proxy, count: int) -> None:
    line.rule = _cut(count, lambda link: link.far)


def cut_answering(line: Proxy, count: int) -> None:
    line.answers = _cut(count, lambda link: link.near)


def _cut(count: int, end: Callable[[Link], Any]) -> Rule:
    """So many bytes pass, then the connection is cut."""
    left = count

    def rule(link: Link, data: bytes) -> bytes:
        nonlocal left
        passed, left = data[:left], max(0, left - len(data))
        if len(passed) < len(data):
            with suppress(OSError):
                end(link).sendall(passed)
            link.cut()
            return b""
        return data

    return rule


async def cut(play: Play) -> str:
    """Ana's line ends after each byte of what she sends, and of what she is answered and told."""
    hanna, phone = play.device(play.hanna), play.device(play.ana)
    await play.there(hanna, phone)
    door, again = play.servers[0].door, play.door(play.ana, play.servers[1])
    step, cuts = play.times, 0
    for arm, longest in ((cut_asking, ASKED), (cut_answering, ANSWERED)):
        for count in range(play.chance.randrange(step), longest, step):
            ana = await Client.connect(door.port, play.ana.token)
            await ana.hello()
            arm(door, count)
            said: dict[str, Any] = {"key": str(uuid.uuid4()), "conversation": play.talk}
            said["content"] = f"cut at {count}"
            with suppress(*LOST):
                await ana.ask("message.send", **said)
            await ana.drop()
            door.well()
            answer = await insist([again], "message.send", **said)
            assert answer.status_code == 200, f"cut at byte {count}: {answer.text}"
            rows = play.world.query("SELECT count(*) FROM messages WHERE key = %s", said["key"])
            assert rows == [(1,)], f"cut at byte {count}: {rows[0][0]} rows"
            cuts += 1
    await play.whole(hanna, phone)
    return f"{cuts} cuts; {play.soon(hanna, phone)}"


async def half_open(play: Play) -> str:
    """Ana's line carries nothing and says nothing; when it is back, so is she."""
    async with play.another("impatient", **IMPATIENT) as server:
        hanna = play.device(play.hanna, play.servers[0].port)
        ana = play.device(play.ana, server.door.port)
        await play.there(hanna, ana)
        slowest = 0.0
        for n in range(play.times):
            dead = server.door.links[-1]
            server.door.open.clear()
            await play.chat(f"Are you there {n}", 10, hanna)
            await ana.say(play.talk, f"I am {n}")
            await hanna.answered()
            async with asyncio.timeout(30):
                while not dead.given_up:  # noqa: ASYNC110  (it is in another process)
                    await asyncio.sleep(0.05)
            server.door.well()
            back = time.monotonic()
            await ana.answered()
            await ana.hears(play.talk, f"Are you there {n} 9 of Hanna")
            slowest = max(slowest, time.monotonic() - back)
        assert slowest <= 3 + play.allowed(), f"back after {slowest:.1f} s"
        await play.whole(hanna, ana)
        return f"{play.texts(hanna, ana)}; whole again {slowest:.2f} s after the line's return"


FAULTS = [
    Fault(
        "cut-at-every-byte",
        "resumes, nothing twice; runs: one byte in so many",
        full=1,
        short=97,
        act=cut,
    ),
    Fault(
        "half-open",
        "the server lets go, resumes within 3 s of the return, nothing twice",
        full=10,
        short=1,
        act=half_open,
    ),
]
