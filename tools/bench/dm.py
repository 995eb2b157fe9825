"""Durable one-to-one messages: each text is committed before the other side has it."""

import asyncio

from tools.bench import habits, machine, pgbench, processes, talk, world
from tools.bench.load import Texts
from tools.bench.tables import Goal, Table
from tools.bench.talk import Stretch, Tokens

PAIRS = 100
WINDOWS = (1, 4, 16)
RATE = 200
#: The best peer made so many a second when the targets were set: docs/performance.md.
PEER = 1_845
TIMES = {"daphne": 2, "uvicorn": 3}
SENDERS = 64


def run(server: str) -> list[Table]:
    return [_one_core(server), _own_core(server)]


def _one_core(server: str) -> Table:
    """Everything of the product on one core, the load on the other; then the load by itself."""
    processes.place_servers(machine.SERVER)
    conversations, tokens = talk.cast(PAIRS, f"dm-{server}")
    with processes.web(server) as port:
        stretches, texts = asyncio.run(_measure(port, conversations, tokens))
    with processes.relay() as port:
        ceiling = asyncio.run(_ceiling(port))
    stored = world.messages_in(conversations)
    best, slow = max(s.rate for s in stretches.values()), stretches[f"{RATE}/s"]
    read = stretches[f"{RATE}/s, receivers read"]
    rows = [stretch.row(name) for name, stretch in stretches.items()]
    return Table(
        f"dm: durable messages, {PAIRS} pairs, {server}, everything on one core",
        talk.COLUMNS,
        [*rows, ceiling.row(f"relay instead of the server, window {WINDOWS[-1]}")],
        f"{len(texts.sent_at)} sent, {stored} stored. The load can do {ceiling.rate / best:.1f}"
        " times as much as the server.",
        [
            Goal("messages/s", best, ">=", TIMES[server] * PEER),
            Goal("lost", sum(s.lost for s in stretches.values()), "<=", 0),
            Goal(f"p50 ms at {RATE}/s", slow.ms(0.5), "<=", 2),
            Goal(f"p99 ms at {RATE}/s", slow.ms(0.99), "<=", 5),
            Goal(f"p50 ms at {RATE}/s, receivers read", read.ms(0.5), "<=", 2),
        ],
    )


async def _measure(
    port: int, conversations: list[str], tokens: Tokens
) -> tuple[dict[str, Stretch], Texts]:
    pairs, texts = await talk.pairs(port, conversations, tokens), Texts()
    stretches = {f"window {w}": await talk.closed(pairs, texts, w) for w in WINDOWS}
    stretches[f"{RATE}/s"] = await talk.fixed(pairs, texts, RATE)
    habits.take_up(pairs, habits.reading)
    for window in WINDOWS[1:]:
        stretches[f"window {window}, receivers read"] = await talk.closed(pairs, texts, window)
    stretches[f"{RATE}/s, receivers read"] = await talk.fixed(pairs, texts, RATE)
    habits.take_up(pairs, habits.reading, habits.typing, habits.reacting)
    stretches[f"{RATE}/s, they read, type and react"] = await talk.fixed(pairs, texts, RATE)
    talk.close(pairs)
    return stretches, texts


async def _ceiling(port: int) -> Stretch:
    pairs = await talk.pairs(port, *talk.nobody(PAIRS))
    stretch = await talk.closed(pairs, Texts(), WINDOWS[-1], measured=2)
    talk.close(pairs)
    return stretch


def _own_core(server: str) -> Table:
    """The whole path with the server on a core of its own, beside the database alone there."""
    conversations, tokens = talk.cast(SENDERS, f"path-{server}")
    processes.place_servers(machine.LOAD)
    with processes.web(server) as port:
        stretch = asyncio.run(_window_of_one(port, conversations, tokens))
    processes.place_servers(machine.SERVER)
    most, rows = pgbench.best(pgbench.people(f"pg-{server}"))
    columns = ["what", "messages/s", "p50 ms", "p99 ms", "lost", "of pgbench's best"]
    share = round(stretch.rate / most, 2)
    whole = [f"whole path, {SENDERS} senders", stretch.rate, stretch.ms(0.5), stretch.ms(0.99)]
    return Table(
        f"dm: whole path, {SENDERS} senders, {server} on its own core, beside pgbench",
        columns,
        [[*whole, stretch.lost, share], *([*row, "-", "-", "-", "-"] for row in rows)],
        "Database and Redis on the load's core; for pgbench on a core of their own.",
        [
            Goal("of pgbench's best", share, ">=", 0.8),
            Goal("p99 ms", stretch.ms(0.99), "<=", 20),
        ],
    )


async def _window_of_one(port: int, conversations: list[str], tokens: Tokens) -> Stretch:
    pairs = await talk.pairs(port, conversations, tokens)
    stretch = await talk.closed(pairs, Texts(), 1)
    talk.close(pairs)
    return stretch
