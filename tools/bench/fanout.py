"""A group of a hundred: each post is committed, then everybody has it."""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from tools.bench import load, machine, processes, talk, world
from tools.bench.load import Client, Texts
from tools.bench.tables import Goal, Table

PEOPLE = 100
WINDOWS = (1, 4)
RATE = 5
#: The best peer made so many deliveries a second when the targets were set.
PEER = 61_000
COLUMNS = [
    "load",
    "deliveries/s",
    "posts/s",
    "p50 ms",
    "p99 ms",
    "last one p99 ms",
    "missing",
    "server core %",
    "load CPU %",
]


class Group(NamedTuple):
    sender: Client
    others: list[Client]
    conversation: str
    texts: Texts


class Posts:
    """Posts on their way, who has not heard which, and how long it took."""

    def __init__(self, group: Group, heard_by_all: Callable[[], None] = lambda: None) -> None:
        self.group, self.texts = group, group.texts
        self.latencies: list[float] = []
        self.last: list[float] = []
        self.missing: dict[int, int] = {}
        self.measuring = False
        self._heard_by_all = heard_by_all
        for client in group.others:
            client.heard = self._heard

    def fire(self, due: float | None = None) -> None:
        number, frame = self.texts.frame(self.group.conversation, due)
        self.missing[number] = len(self.group.others)
        self.group.sender.send(frame)

    def _heard(self, client: Client, number: int) -> None:
        if number not in self.missing:
            return
        took = time.perf_counter() - self.texts.sent_at[number]
        if self.measuring:
            self.latencies.append(took)
        self.missing[number] -= 1
        if not self.missing[number]:
            del self.missing[number]
            if self.measuring:
                self.last.append(took)
            self._heard_by_all()

    def measured(self, meter: machine.Meter) -> "Stretch":
        return Stretch(self.latencies, self.last, sum(self.missing.values()), meter)


class Stretch(NamedTuple):
    latencies: list[float]
    last: list[float]
    missing: int
    meter: machine.Meter

    @property
    def rate(self) -> int:
        return round(len(self.latencies) / self.meter.seconds)

    def row(self, name: str) -> list[object]:
        return [
            name,
            self.rate,
            round(len(self.last) / self.meter.seconds, 1),
            load.milliseconds(self.latencies, 0.5),
            load.milliseconds(self.latencies, 0.99),
            load.milliseconds(self.last, 0.99),
            self.missing,
            self.meter.server_core,
            self.meter.load,
        ]


def run(server: str) -> list[Table]:
    processes.place_servers(machine.SERVER)
    cast = world.people(PEOPLE, f"fanout-{server}")
    conversation = world.group([person for person, _ in cast])
    world.settle()
    tokens = [token for _, token in cast]
    with processes.web(server) as port:
        stretches = asyncio.run(_measure(port, conversation, tokens))
    with processes.relay() as port:
        ceiling = asyncio.run(_ceiling(port))
    best = max(stretch.rate for stretch in stretches.values())
    missing = sum(stretch.missing for stretch in stretches.values())
    rows = [stretch.row(name) for name, stretch in stretches.items()]
    return [
        Table(
            f"fanout: posts to a group of {PEOPLE}, {server}, everything on one core",
            COLUMNS,
            [*rows, ceiling.row("relay instead of the server, window 4")],
            f"The load can do {ceiling.rate / best:.1f} times as much as the server.",
            [Goal("deliveries/s", best, ">=", PEER), Goal("missing", missing, "<=", 0)],
        )
    ]


async def _measure(port: int, conversation: str, tokens: list[str]) -> dict[str, Stretch]:
    group = await join(port, conversation, tokens)
    stretches = {f"window {window}": await closed(group, window) for window in WINDOWS}
    stretches[f"{RATE} posts/s"] = await _fixed(group)
    close(group)
    return stretches


async def _ceiling(port: int) -> Stretch:
    group = await join(port, "0", [f"0.{n}" for n in range(PEOPLE)])
    stretch = await closed(group, WINDOWS[-1])
    close(group)
    return stretch


async def join(port: int, conversation: str, tokens: list[str]) -> Group:
    connects = [partial(load.connect, port, token) for token in tokens]
    sender, *others = await load.some_at_a_time(connects)
    return Group(sender, others, conversation, Texts())


def close(group: Group) -> None:
    for client in (group.sender, *group.others):
        client.close()


async def closed(
    group: Group, window: int, warm: float = talk.WARM, measured: float = talk.MEASURED
) -> Stretch:
    """So many posts on their way; the next goes when everybody has one."""
    going = True

    def more() -> None:
        if going:
            posts.fire()

    posts = Posts(group, more)
    for _ in range(window):
        posts.fire()
    await asyncio.sleep(warm)
    posts.measuring = True
    with machine.Meter() as meter:
        await asyncio.sleep(measured)
    posts.measuring = going = False
    await talk.until(lambda: not posts.missing, 10)
    return posts.measured(meter)


async def _fixed(group: Group) -> Stretch:
    posts, start = Posts(group), time.perf_counter() + 0.05
    posts.measuring = True
    with machine.Meter() as meter:
        for number in range(int(RATE * talk.MEASURED)):
            due = start + number / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            posts.fire(due)
        await talk.until(lambda: not posts.missing, 10)
    return posts.measured(meter)
