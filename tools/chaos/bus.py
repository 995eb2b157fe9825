"""Redis dies, forgets, freezes, is cut off or loses messages: everybody writes on."""

import asyncio
import signal

import psutil
import redis

from tools.chaos.device import Device
from tools.chaos.play import Fault, Play
from tools.chaos.proxy import Link
from tools.chaos.world import Server

PUBLICATION = b"*3\r\n$7\r\nPUBLISH\r\n"
#: Of a process whose bus is away, over what its work takes anyway.
FLAT = 25 * 1024 * 1024


async def across(play: Play) -> tuple[Device, Device]:
    """Hanna on one process, Ana on the other: only the bus is between them."""
    hanna = play.device(play.hanna, play.servers[0].port)
    ana = play.device(play.ana, play.servers[1].port)
    await play.there(hanna, ana)
    return hanna, ana


async def done(play: Play, *devices: Device, found: str = "") -> str:
    await play.whole(*devices)
    assert all(one.refusals == [] for one in devices), "a text was refused"
    assert [len(one.connections) for one in devices] == [1] * len(devices), "a socket was cut off"
    said = f"{play.texts(*devices)}; {play.soon(*devices)}"
    return f"{said}; {found}" if found else said


async def restarted(play: Play) -> str:
    two = await across(play)
    for n in range(play.times):
        await play.chat(f"Before {n}", 10, *two)
        await play.world.do(play.world.redis.stop, signal.SIGKILL)
        await play.chat(f"Without {n}", 10, *two)
        await asyncio.sleep(play.chance.uniform(0, 1))
        await play.world.do(play.world.redis.start)
        await play.chat(f"After {n}", 10, *two)
        await asyncio.sleep(play.chance.uniform(0, 1))
    return await done(play, *two)


async def flushed(play: Play) -> str:
    two = await across(play)
    with redis.Redis.from_url(play.world.redis.url) as client:
        for n in range(play.times):
            await play.chat(f"Round {n}", 10, *two)
            client.flushall()
            await asyncio.sleep(play.chance.uniform(0, 0.2))
    return await done(play, *two)


async def frozen(play: Play) -> str:
    """It keeps its connections, answers nobody for ten seconds, then everything at once."""
    two = await across(play)
    assert play.world.redis.process
    before = memory(play)
    play.world.redis.process.send_signal(signal.SIGSTOP)
    try:
        for n in range(play.times):
            await play.chat(f"Frozen {n}", 5, *two)
            await asyncio.sleep(1)
    finally:
        play.world.redis.process.send_signal(signal.SIGCONT)
    await play.chat("Thawed", 10, *two)
    return await done(play, *two, found=flat(play, before))


async def cut_off(play: Play) -> str:
    """One process cannot reach it: first nothing moves, then every connection is cut."""
    two = await across(play)
    line, before = play.servers[0].redis, memory(play)
    line.open.clear()
    for n in range(play.times):
        await play.chat(f"Apart {n}", 5, *two)
        await asyncio.sleep(1)
        if n == play.times // 2:
            line.cut()
    line.well()
    line.cut()
    await play.chat("Together", 10, *two)
    return await done(play, *two, found=flat(play, before))


async def lossy(play: Play) -> str:
    """Three of ten publications get an answer and reach nobody."""
    two, lost = await across(play), []

    def rule(link: Link, data: bytes) -> bytes:
        if data.startswith(PUBLICATION) and play.chance.random() < 0.3:
            lost.append(len(data))
            link.near.sendall(b":1\r\n")
            return b""
        return data

    for server in play.servers:
        server.redis.rule = rule
    for n in range(play.times):
        await play.chat(f"Round {n}", 5, *two)
        await asyncio.sleep(0.5)
    found = await done(play, *two, found=f"{len(lost)} publications lost")
    assert lost, "nothing was lost"
    return found


def memory(play: Play) -> list[int]:
    return [resident(server) for server in play.servers]


def resident(server: Server) -> int:
    [process] = psutil.Process(server.web.pid).children()
    return int(process.memory_info().rss)


def flat(play: Play, before: list[int]) -> str:
    grown = max(now - then for now, then in zip(memory(play), before, strict=True))
    assert grown < FLAT, f"a process has grown by {grown // 1024} KiB"
    return f"grown by {grown // 1024} KiB"


LATE = "sends go on, nothing is lost, seen within 2.5 s"
FAULTS = [
    Fault("redis-restarted", LATE, full=10, short=1, act=restarted),
    Fault("redis-flushed", LATE, full=50, short=3, act=flushed),
    Fault("redis-frozen", f"{LATE}, memory flat", full=10, short=2, act=frozen),
    Fault("redis-cut-off", f"{LATE}, memory flat", full=10, short=2, act=cut_off),
    Fault("redis-lossy", "30 % of publications lost: only latency", full=40, short=4, act=lossy),
]
