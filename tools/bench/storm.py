"""Everybody comes back at once, as after a restart: how long until each is live again."""

import asyncio
import random
import time
from contextlib import suppress
from functools import partial

from tools.bench import load, machine, processes, world
from tools.bench.load import Client
from tools.bench.tables import Goal, Table

SOCKETS = 2_000
#: As clients do when nobody answers: again after a random part of this.
AGAIN = 0.5
AT_MOST = 60.0
#: Without a word for so long the web client calls a line dead.
WITHIN = 35.0


def run(server: str) -> list[Table]:
    """The lines are cut, and nobody waits before coming back; each with a hello of its own."""
    processes.place_servers(machine.SERVER)
    cast = world.people(SOCKETS, f"storm-{server}")
    people = [person for person, _ in cast]
    world.conversations(list(zip(people[::2], people[1::2], strict=True)))
    world.settle()
    with processes.web(server) as port:
        took = asyncio.run(_measure(port, [token for _, token in cast]))
    shares = [load.milliseconds(took, share) for share in (0.5, 0.99, 1.0)]
    return [
        Table(
            f"storm: {SOCKETS:,} sockets come back at once, {server}, everything on one core",
            ["live again", "p50 ms", "p99 ms", "the last ms", "a second"],
            [[len(took), *shares, round(len(took) / max(took))]],
            "From the cut to the welcome, tries that found no answer included.",
            [
                Goal("back", len(took), ">=", SOCKETS),
                Goal("p99 s", shares[1] / 1000, "<=", WITHIN),
            ],
        )
    ]


async def _measure(port: int, tokens: list[str]) -> list[float]:
    clients = await load.some_at_a_time([partial(load.connect, port, token) for token in tokens])
    for client in clients:
        client.close()
    begun = time.perf_counter()
    back = await asyncio.gather(*(_return(port, token, begun) for token in tokens))
    came = [(client, took) for client, took in back if client is not None]
    for client, _ in came:
        client.close()
    return [took for _, took in came]


async def _return(port: int, token: str, begun: float) -> tuple[Client | None, float]:
    while time.perf_counter() - begun < AT_MOST:
        with suppress(OSError, TimeoutError, load.NoHandshake):
            client = await load.connect(port, token)
            return client, time.perf_counter() - begun
        await asyncio.sleep(random.uniform(0, AGAIN))
    return None, AT_MOST
