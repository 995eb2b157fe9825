"""The database crashes, its line dies, rows are held: sockets stay, and outboxes send again."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import psycopg

from tools.bench.load import milliseconds
from tools.chaos.device import Device
from tools.chaos.history import fresh_look
from tools.chaos.play import Fault, Play

WITHIN = 30.0
#: Others' events, while rows are held, in milliseconds.
UNDISTURBED = 300
#: Of a web process, for the database.
THREADS = 8


def only_unavailable(*devices: Device) -> int:
    refusals = [refusal["error"]["code"] for one in devices for refusal in one.refusals]
    assert set(refusals) <= {"unavailable"}, set(refusals)
    assert [len(one.connections) for one in devices] == [1] * len(devices), "a socket was cut off"
    assert all(one.resets == [] for one in devices), "a crash was taken for a restore"
    return len(refusals)


async def crashed(play: Play) -> str:
    hanna, ana = play.device(play.hanna), play.device(play.ana, *reversed(play.world.ports()))
    await play.there(hanna, ana, *play.strangers)
    for n in range(play.times):
        await play.chat(f"Round {n}", 40, hanna, ana)
        await asyncio.sleep(play.chance.uniform(0, 0.2))
        await play.world.do(play.world.postgres.stop, signal.SIGQUIT)
        await ready(play, database=False)
        await asyncio.sleep(play.chance.uniform(0, 0.5))
        await play.world.do(play.world.postgres.start)
        for one in (hanna, ana):
            await one.answered(WITHIN)
        await ready(play, database=True)
    await play.whole(hanna, ana)
    refused = only_unavailable(hanna, ana, *play.strangers)
    return f"{play.texts(hanna, ana)}, {refused} times unavailable; {play.soon(hanna, ana)}"


async def ready(play: Play, *, database: bool) -> None:
    """What /readyz of every process says of its database."""
    for server in play.servers:
        async with httpx.AsyncClient(base_url=server.web.origin) as http:
            async with asyncio.timeout(WITHIN):
                while (await http.get("/readyz")).json()["database"] is not database:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)


async def deaf(play: Play) -> str:
    """One process's connections carry nothing, and nobody says so; then they carry on."""
    hanna = play.device(play.hanna, play.servers[0].port)
    ana = play.device(play.ana, play.servers[1].port)
    await play.there(hanna, ana)
    line = play.servers[0].database
    for n in range(play.times):
        await play.chat(f"Before {n}", 3, hanna, ana)
        line.open.clear()
        await hanna.say(play.talk, f"Into the void {n}")
        await play.chat(f"Meanwhile {n}", 3, ana)
        await asyncio.sleep(play.chance.uniform(1, 4))
        line.well()
        if n % 2:
            line.cut()
        back = time.monotonic()
        await hanna.answered(WITHIN)
        took = time.monotonic() - back
        assert took <= 3 + play.allowed(), f"answered {took:.1f} s after the line was back"
    await play.whole(hanna, ana)
    only_unavailable(hanna, ana)
    return play.texts(hanna, ana)


# --- somebody holds what others want ---------------------------------------------------------


@asynccontextmanager
async def holding(play: Play, statement: str, *values: object) -> AsyncIterator[None]:
    """Somebody at a prompt of the database, who takes their time."""
    url = play.world.postgres.url
    async with await psycopg.AsyncConnection.connect(url) as other:
        await other.execute(statement, values)
        yield
        await other.rollback()


async def held(play: Play) -> str:
    """A conversation is held for long: its own texts are refused, others' do not notice."""
    ana = play.device(play.ana, play.servers[0].port)
    jane = play.device(play.jane, play.servers[0].port)
    hanna = play.device(play.hanna, play.servers[0].port)
    await play.there(ana, jane, hanna)
    row = "SELECT 1 FROM conversations WHERE public_id = %s FOR UPDATE"
    calm = await pace(play, jane, min(play.times, 10))
    async with holding(play, row, play.talk):
        await play.chat("Held", 3, ana)
        late = await pace(play, jane, play.times)
        assert ana.answers == {}, "a text went through a held row"
    await play.whole(ana, hanna)
    refused = only_unavailable(ana, jane, hanna)
    assert refused or play.times < 10, "nobody was told to try again"
    allowed = max(UNDISTURBED, 2 * calm) + 1000 * play.machine_late
    assert late <= allowed, f"others' p99 went from {calm} to {late} ms (allowed: {allowed:.0f})"
    return f"others' p99 {calm} ms without, {late} ms beside it; {refused} times unavailable"


async def pace(play: Play, jane: Device, seconds: float) -> float:
    """p99 of how late Jane sees her own texts, one after the other, in milliseconds."""
    jane.screen.delays.clear()
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        await jane.say(play.other_talk, f"Free {time.monotonic() - began}")
        await jane.answered(2 + play.allowed())
        await asyncio.sleep(0.02)
    return milliseconds(jane.screen.delays, 0.99)


async def crowd(play: Play) -> str:
    """More rows are held than a process has threads: who comes in is still answered."""
    port = play.servers[0].port
    jane = play.device(play.jane, port)
    talks, writers = await play.newcomers(THREADS + 2, port)
    await play.there(jane, *writers)
    rows = "SELECT 1 FROM conversations WHERE public_id = ANY(%s::uuid[]) FOR UPDATE"
    slowest = 0.0
    async with holding(play, rows, talks):
        for talk, writer in zip(talks, writers, strict=True):
            await play.chat("Held", 2, writer, talk=talk)
        began = time.monotonic()
        while time.monotonic() - began < play.times:
            asked = time.monotonic()
            await fresh_look(play.jane.token, port, jane.cursors)
            slowest = max(slowest, time.monotonic() - asked)
        answers = [answer for writer in writers for answer in writer.answers.values()]
        assert answers == [], f"through a held row came {answers[0]}"
    for writer in writers:
        await writer.answered(WITHIN)
    refused = only_unavailable(jane, *writers)
    assert slowest <= play.allowed(), f"a page took {slowest:.2f} s to come"
    return f"a page came within {slowest:.2f} s; {refused} times unavailable"


async def hung(play: Play) -> str:
    """Every write hangs: sockets live, reads are answered, nothing is lost."""
    hanna, ana = play.device(play.hanna), play.device(play.ana, *reversed(play.world.ports()))
    await play.there(hanna, ana)
    async with holding(play, "LOCK TABLE messages IN EXCLUSIVE MODE"):
        await play.chat("Hung", 5, hanna, ana)
        await asyncio.sleep(play.times)
        for server in play.servers:
            await asyncio.to_thread(server.web.wait, 2 + play.allowed())
        assert ana.answers == hanna.answers == {}, "a text went through a locked table"
    await play.whole(hanna, ana)
    refused = only_unavailable(hanna, ana)
    assert refused, "nobody was told to try again"
    return f"{play.texts(hanna, ana)}, {refused} times unavailable"


FAULTS = [
    Fault(
        "database-crashed",
        "`unavailable`, sockets stay, outboxes send again; health red, then green; no reset",
        full=20,
        short=1,
        act=crashed,
    ),
    Fault(
        "database-deaf",
        "half-open lines to the database: answered within 3 s of their return, nothing twice",
        full=20,
        short=2,
        act=deaf,
    ),
    Fault("held", "a row held for 30 s: others' p99 <= 300 ms", full=30, short=3, act=held),
    Fault(
        "crowd",
        "ten rows held for 30 s, more than a process has threads: pages come within 1 s",
        full=30,
        short=4,
        act=crowd,
    ),
    Fault("hung", "every write hangs for 30 s: `unavailable`, no socket dies", 30, 6, act=hung),
]
