"""Ten times the messages, conversations, sockets: what one text costs, and what lies behind it."""

import asyncio
import re
import time
import urllib.request
from functools import partial
from typing import NamedTuple

from conversations.actions.indexing import index_some
from core.executor import in_database
from people.models import User
from tools.bench import load, machine, processes, talk, world
from tools.bench.load import Texts
from tools.bench.tables import Goal, Table
from tools.bench.talk import Pair

TIMES = 10
PEOPLE, MESSAGES, OWN, SOCKETS = 2_000, 20, 1_000, 50
SENDS, LOOKS = 200, 20
#: Some sweeps long.
SWEEPS = 5.0
#: Flat, as far as one run can tell.
FLAT = 1.3
SWEPT = re.compile(r"^callboard_sweep_seconds_(sum|count) (\S+)$", re.MULTILINE)


class Cost(NamedTuple):
    frames: int
    p50: float
    p99: float
    sweep: float
    words: float


def run(server: str) -> list[Table]:
    processes.place_servers(machine.SERVER)
    conversations, tokens = talk.cast(1, f"growth-{server}")
    crowd = world.people(PEOPLE, f"crowd-{server}")
    with processes.web(server) as port:
        costs = asyncio.run(_grow(port, conversations, tokens, crowd))
    first, *later = costs.values()
    dearest = max(cost.p50 for cost in later) / first.p50
    return [
        Table(
            f"growth: one text at a time, as everything else grows, {server}",
            [
                "with",
                f"of {SENDS} as frames",
                "p50 ms",
                "p99 ms",
                "a sweep ms",
                "a look for new words ms",
            ],
            [[name, *cost] for name, cost in costs.items()],
            "Each line keeps what the lines above it have brought.",
            [Goal("p50 against the first line", round(dearest, 2), "<=", FLAT)],
        )
    ]


async def _grow(
    port: int, own: list[str], tokens: talk.Tokens, crowd: list[tuple[User, str]]
) -> dict[str, Cost]:
    people = [person for person, _ in crowd]
    pairs, texts = await talk.pairs(port, own, tokens), Texts()
    measure = partial(_cost, port, pairs[0], texts)
    costs: dict[str, Cost] = {}
    talks = await in_database(_ring, people, 1)
    await in_database(world.messages, talks, MESSAGES)
    await in_database(world.messages, own, OWN)
    idle = await _sockets(port, crowd[:SOCKETS])
    said = MESSAGES * len(talks)
    base = f"{said:,} messages, {len(talks):,} conversations, {SOCKETS} sockets"
    costs[base] = await measure()
    await in_database(world.messages, talks, MESSAGES * (TIMES - 1))
    await in_database(world.messages, own, OWN * (TIMES - 1))
    costs[f"{said * TIMES:,} messages"] = await measure()
    for distance in range(2, TIMES + 1):
        talks += await in_database(_ring, people, distance)
    costs[f"{len(talks):,} conversations"] = await measure()
    idle += await _sockets(port, crowd[SOCKETS : SOCKETS * TIMES])
    costs[f"{len(idle)} sockets"] = await measure()
    for client in (*idle, *pairs[0][:2]):
        client.close()
    return costs


def _ring(people: list[User], distance: int) -> list[str]:
    """Everybody talks to the one who stands so many places on."""
    others = people[distance:] + people[:distance]
    return world.conversations(list(zip(people, others, strict=True)))


async def _sockets(port: int, some: list[tuple[User, str]]) -> list[load.Client]:
    return await load.some_at_a_time([partial(load.connect, port, token) for _, token in some])


async def _cost(port: int, pair: Pair, texts: Texts) -> Cost:
    await in_database(world.indexed)
    await in_database(world.settle)
    sent = await talk.times(pair, texts, SENDS)
    looks = await in_database(_looks)
    before = await asyncio.to_thread(_swept, port)
    await asyncio.sleep(SWEEPS)
    after = await asyncio.to_thread(_swept, port)
    seconds, sweeps = (now - then for now, then in zip(after, before, strict=True))
    p50, p99 = load.milliseconds(sent, 0.5), load.milliseconds(sent, 0.99)
    return Cost(
        len(sent), p50, p99, round(1000 * seconds / sweeps, 2), load.milliseconds(looks, 0.5)
    )


def _looks() -> list[float]:
    """How long the worker takes to find that there is nothing to index."""
    while index_some():
        pass
    took = []
    for _ in range(LOOKS):
        start = time.perf_counter()
        index_some()
        took.append(time.perf_counter() - start)
    return took


def _swept(port: int) -> tuple[float, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        found = dict(SWEPT.findall(answer.read().decode()))
    return float(found["sum"]), float(found["count"])
