"""What a socket costs that is signed in and says nothing: memory of the web process."""

import asyncio
import time
from functools import partial
from typing import Any

from tools.bench import load, machine, processes, world
from tools.bench.load import Client
from tools.bench.tables import Goal, Table

#: The first sockets load code and open pools: what they cost is not a socket's price.
FIRST = 20
SOCKETS, WITH_INBOX = 1_000, 300
CONVERSATIONS = 50
AT_MOST = {"daphne": 25, "uvicorn": 20}


def run(server: str) -> list[Table]:
    processes.place_servers(machine.SERVER)
    few = world.people(FIRST + SOCKETS, f"idle-{server}")
    many = world.people(FIRST + WITH_INBOX, f"idle-inbox-{server}")
    people = [person for person, _ in many]
    others = [people[n:] + people[:n] for n in range(1, CONVERSATIONS // 2 + 1)]
    world.conversations([pair for ring in others for pair in zip(people, ring, strict=True)])
    world.settle()
    rows = [
        asyncio.run(_measure(server, name, [token for _, token in cast]))
        for name, cast in (("an empty inbox", few), (f"{CONVERSATIONS} conversations", many))
    ]
    return [
        Table(
            f"idle: memory of a signed-in socket, {server}",
            ["each with", "sockets", "KiB each", "process MiB", "sign-ins/s", "core % idle"],
            rows,
            "Growth of the web process's resident memory by the socket.",
            [Goal("KiB each, an empty inbox", rows[0][2], "<=", AT_MOST[server])],
        )
    ]


async def _measure(server: str, name: str, tokens: list[str]) -> list[Any]:
    with processes.web(server) as port:
        web = machine.web_process()
        clients = await _connect(port, tokens[:FIRST])
        await asyncio.sleep(1)
        before, begun = web.memory_info().rss, time.perf_counter()
        clients += await _connect(port, tokens[FIRST:])
        took = time.perf_counter() - begun
        await asyncio.sleep(2)
        after = web.memory_info().rss
        with machine.Meter() as meter:
            await asyncio.sleep(2)
        for client in clients:
            assert client.is_open, "the server closed an idle socket"
            client.close()
    count = len(tokens) - FIRST
    each = round((after - before) / 1024 / count, 1)
    return [name, count, each, after // 1024**2, round(count / took), meter.server_core]


async def _connect(port: int, tokens: list[str]) -> list[Client]:
    return await load.some_at_a_time([partial(load.connect, port, token) for token in tokens])
