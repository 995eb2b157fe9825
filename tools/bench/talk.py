"""Pairs who talk: as fast as texts arrive, or so many a second whatever comes back."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from tools.bench import load, machine, world
from tools.bench.load import Client, Texts

WARM, MEASURED = 1.0, 4.0
PATIENCE = 5.0

Tokens = list[tuple[str, str]]


class Pair(NamedTuple):
    sender: Client
    receiver: Client
    conversation: str


class Stretch(NamedTuple):
    latencies: list[float]
    meter: machine.Meter
    lost: int
    #: How late the load itself was: beyond a few ms it measures itself.
    lateness: Sequence[float] = ()

    @property
    def rate(self) -> float:
        return round(len(self.latencies) / self.meter.seconds, 1)

    def ms(self, share: float) -> float:
        return load.milliseconds(self.latencies, share)

    def row(self, name: str) -> list[object]:
        late = load.milliseconds(self.lateness, 0.99) if self.lateness else "-"
        busy = [self.meter.server_core, self.meter.load, late]
        return [name, self.rate, self.ms(0.5), self.ms(0.99), self.lost, *busy]


COLUMNS = [
    "load",
    "messages/s",
    "p50 ms",
    "p99 ms",
    "lost",
    "server core %",
    "load CPU %",
    "load late p99 ms",
]


def cast(pairs: int, prefix: str) -> tuple[list[str], Tokens]:
    """Conversations of two, and the tokens of who sends and who receives."""
    people = world.people(2 * pairs, prefix)
    couples = list(zip(people[::2], people[1::2], strict=True))
    conversations = world.conversations([(one, other) for (one, _), (other, _) in couples])
    world.settle()
    return conversations, [(sender, receiver) for (_, sender), (_, receiver) in couples]


def nobody(pairs: int) -> tuple[list[str], Tokens]:
    """The same for the relay, which knows no people."""
    return [str(n) for n in range(pairs)], [(f"{n}.a", f"{n}.b") for n in range(pairs)]


async def pairs(port: int, conversations: list[str], tokens: Tokens) -> list[Pair]:
    connects = [partial(load.connect, port, token) for pair in tokens for token in pair]
    clients = await load.some_at_a_time(connects)
    return [Pair(*two) for two in zip(clients[::2], clients[1::2], conversations, strict=True)]


def close(pairs: list[Pair]) -> None:
    for pair in pairs:
        pair.sender.close()
        pair.receiver.close()


async def closed(
    pairs: list[Pair], texts: Texts, window: int, warm: float = WARM, measured: float = MEASURED
) -> Stretch:
    """Each pair keeps so many texts on their way; the next goes when one has arrived."""
    latencies: list[float] = []
    under_way, measuring, going = 0, False, True
    of = {id(pair.receiver): pair for pair in pairs}

    def fire(pair: Pair) -> None:
        nonlocal under_way
        under_way += 1
        pair.sender.send(texts.frame(pair.conversation)[1])

    def heard(client: Client, number: int) -> None:
        nonlocal under_way
        under_way -= 1
        if measuring:
            latencies.append(time.perf_counter() - texts.sent_at[number])
        if going:
            fire(of[id(client)])

    for pair in pairs:
        pair.receiver.heard = heard
        for _ in range(window):
            fire(pair)
    await asyncio.sleep(warm)
    measuring = True
    with machine.Meter() as meter:
        await asyncio.sleep(measured)
    measuring = going = False
    await until(lambda: under_way == 0, 10)
    return Stretch(latencies, meter, under_way)


async def fixed(
    pairs: list[Pair], texts: Texts, rate: float, measured: float = MEASURED
) -> Stretch:
    """So many a second, whatever comes back; late from the moment it was due."""
    latencies: list[float] = []
    lateness: list[float] = []

    def heard(client: Client, number: int) -> None:
        latencies.append(time.perf_counter() - texts.sent_at[number])

    for pair in pairs:
        pair.receiver.heard = heard
    total = int(rate * measured)
    with machine.Meter() as meter:
        for number, due in _due(total, rate):
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            pair = pairs[number % len(pairs)]
            lateness.append(time.perf_counter() - due)
            pair.sender.send(texts.frame(pair.conversation, due)[1])
        await until(lambda: len(latencies) == total, 10)
    return Stretch(latencies, meter, total - len(latencies), lateness)


async def times(pair: Pair, texts: Texts, count: int) -> list[float]:
    """So many texts, one after the other; how long each took that was told as a frame.

    Where the sweep is faster than the frame, it says `heads` instead.
    """
    latencies: list[float] = []
    arrived = asyncio.Event()

    def heard(client: Client, number: int) -> None:
        latencies.append(time.perf_counter() - texts.sent_at[number])
        arrived.set()

    pair.receiver.heard = heard
    for _ in range(count):
        arrived.clear()
        pair.sender.send(texts.frame(pair.conversation)[1])
        with suppress(TimeoutError):
            await asyncio.wait_for(arrived.wait(), PATIENCE)
    return latencies


def _due(total: int, rate: float) -> Iterator[tuple[int, float]]:
    start = time.perf_counter() + 0.05
    return ((number, start + number / rate) for number in range(total))


async def until(done: Callable[[], bool], seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not done():  # noqa: ASYNC110  (an event a frame would cost more than it tells)
                await asyncio.sleep(0.02)
