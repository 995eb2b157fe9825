"""A hundred readers that do not read, beside nine hundred that do."""

import asyncio
import time
from functools import partial

from tools.bench import load
from tools.chaos.bus import resident
from tools.chaos.client import Client
from tools.chaos.device import Device
from tools.chaos.play import Fault, Play

MIB = 1024 * 1024
#: More than the kernel holds for whoever does not read, and than their credit.
LONG = "word " * 700
ROUNDS, PAUSE = 60, 0.1


async def slow(play: Play) -> str:
    """Ana has a thousand tabs; a tenth of them stops reading while Hanna writes."""
    port = play.servers[0].port
    hanna = play.device(play.hanna, port)
    await play.there(hanna)
    fast = [await load.connect(port, play.ana.token) for _ in range(9 * play.times)]
    sleepers = [await Client.connect(port, play.ana.token) for _ in range(play.times)]
    for one in sleepers:
        await one.hello()
    tab = play.device(play.ana, port)
    await play.there(tab)
    clock = Arrivals(fast)
    await rounds(play, hanna, clock)  # everybody warms up
    before = await rounds(play, hanna, clock)
    size = resident(play.servers[0])
    for one in sleepers:
        one.answers_marks = False
        one.connection.transport.pause_reading()
    beside = await rounds(play, hanna, clock)
    grown = resident(play.servers[0]) - size
    for one in sleepers:
        await one.drop()
    again = await rounds(play, hanna, clock)
    for reader in fast:
        reader.close()
    await play.whole(hanna, tab)
    allowed = max(before, again) * 1.1 + 10
    assert beside <= allowed, (
        f"the fast ones' p99 went from {before} to {beside} ms ({again} after)"
    )
    assert grown <= 5 * MIB, f"the process has grown by {grown / MIB:.1f} MiB"
    return f"p99 {before} ms without, {beside} ms with; grown by {grown / MIB:.1f} MiB"


class Arrivals:
    """When each text was sent, and how late each reader got it."""

    def __init__(self, readers: list[load.Client]) -> None:
        self.sent: dict[int, float] = {}
        self.delays: list[float] = []
        self.readers = len(readers)
        for reader in readers:
            reader.heard = partial(self._heard)

    def _heard(self, reader: load.Client, number: int) -> None:
        self.delays.append(time.perf_counter() - self.sent[number])


async def rounds(play: Play, hanna: Device, clock: Arrivals) -> float:
    """p99 of the fast ones over some texts, in milliseconds."""
    clock.delays.clear()
    for _ in range(ROUNDS):
        number = len(clock.sent)
        clock.sent[number] = time.perf_counter()
        await hanna.say(play.talk, f"~{number}~ {LONG}")
        await asyncio.sleep(PAUSE)
    async with asyncio.timeout(60):
        while len(clock.delays) < ROUNDS * clock.readers:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return load.milliseconds(clock.delays, 0.99)


FAULTS = [
    Fault(
        "slow-readers",
        "1 in 10 does not read: grown by <= 5 MiB, the others' p99 within 10 %; runs: slow ones",
        full=100,
        short=4,
        act=slow,
    )
]
