"""A web process is killed, at chosen points of a text's way and at random."""

import asyncio
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tools.chaos.client import Client
from tools.chaos.contest import contest, insist, too_late
from tools.chaos.device import LOST, Device
from tools.chaos.play import Fault, Play
from tools.chaos.proxy import Link, Proxy
from tools.chaos.world import Server

#: PostgreSQL says that it waits outside of a transaction: what was asked is committed.
COMMITTED = b"Z\x00\x00\x00\x05I"
WITHIN = 20.0
#: Every so many kills the two confirmations of one place run into them.
CONTEST_EVERY = 20

Arm = Callable[[Server, bytes, threading.Event], None]


def before_the_commit(victim: Server, words: bytes, reached: threading.Event) -> None:
    """The database never hears of it."""
    held: set[Link] = set()

    def rule(link: Link, data: bytes) -> bytes:
        if words in data:
            held.add(link)
            reached.set()
        return b"" if link in held else data

    victim.database.rule = rule


def after_the_commit(victim: Server, words: bytes, reached: threading.Event) -> None:
    deaf_after(victim.database, words, reached)


def deaf_after(line: Proxy, words: bytes, reached: threading.Event) -> None:
    """It is committed, and who asked for it never hears so."""
    asking: set[Link] = set()

    def rule(link: Link, data: bytes) -> bytes:
        if words in data:
            asking.add(link)
        return data

    def answers(link: Link, data: bytes) -> bytes:
        if link in asking and COMMITTED in data:
            link.swallows_answers = True
            reached.set()
        return data

    line.rule, line.answers = rule, answers


def before_the_reply(victim: Server, words: bytes, reached: threading.Event) -> None:
    """Others have heard of it; the sender's own line has gone deaf."""
    victim.door.answers = lambda link, data: b""

    def rule(link: Link, data: bytes) -> bytes:
        if words in data:
            reached.set()
        return data

    victim.redis.rule = rule


POINTS: list[Arm] = [before_the_commit, after_the_commit, before_the_reply]


async def killed(play: Play) -> str:
    hanna, ana, tablet = (
        play.device(play.hanna),
        play.device(play.ana, *reversed(play.world.ports())),
        play.device(play.ana),
    )
    await play.there(hanna, ana, tablet)
    for n in range(play.times):
        victim = play.servers[n % len(play.servers)]
        other = play.servers[(n + 1) % len(play.servers)]
        await play.chat(f"Round {n}", 5, hanna, ana, tablet)
        point = n % (len(POINTS) + 1)
        if point < len(POINTS):
            await kill_at(play, POINTS[point], victim, other, hanna)
        else:
            watching = (hanna, ana, tablet) if n % CONTEST_EVERY == 3 else ()
            await kill_at_random(play, victim, *watching)
        await play.world.do(victim.well)
        for one in (hanna, ana, tablet):
            await one.answered(WITHIN)
    await play.whole(hanna, ana, tablet)
    return f"{play.texts(hanna, ana, tablet)}; {play.soon(hanna, ana, tablet)}"


async def kill_at(play: Play, arm: Arm, victim: Server, other: Server, looks: Device) -> None:
    """One text on its way is stopped there; with its key it is said exactly once."""
    words, reached = f"marked {uuid.UUID(int=play.chance.getrandbits(128))}", threading.Event()
    said: dict[str, Any] = {"key": str(uuid.uuid4()), "conversation": play.talk, "content": words}
    client = await Client.connect(victim.door.port, play.ana.token)
    await client.hello()
    arm(victim, words.encode(), reached)
    asked = asyncio.create_task(client.ask("message.send", **said))
    assert await asyncio.to_thread(reached.wait, WITHIN), f"{arm.__name__} was never reached"
    assert not asked.done(), f"{arm.__name__} came after the reply"
    await play.world.do(victim.web.kill)
    with suppress(*LOST):
        await asked
    await client.drop()
    answer = await insist([play.door(play.ana, other)], "message.send", **said)
    assert answer.status_code == 200, answer.text
    known = arm is not before_the_commit
    assert answer.json().get("duplicate", False) is known, f"{arm.__name__}: {answer.text}"
    rows = play.world.query("SELECT count(*) FROM messages WHERE key = %s", said["key"])
    assert rows == [(1,)], f"{arm.__name__}: {rows[0][0]} rows"
    await looks.hears(play.talk, words, WITHIN)


async def kill_at_random(play: Play, victim: Server, *watching: Device) -> None:
    """With somebody watching, a place is contested and a deadline passes meanwhile."""
    acts = (contest, too_late) if watching else ()
    going = [asyncio.create_task(act(play, *watching)) for act in acts]
    await asyncio.sleep(play.chance.uniform(0, 0.4))
    await play.world.do(victim.web.kill)
    await asyncio.sleep(play.chance.uniform(0, 0.3))
    await play.world.do(victim.well)
    await asyncio.gather(*going)


FAULTS = [
    Fault(
        "killed",
        "a web process killed before the commit, before the publication, before the reply and at"
        " random: with the same key exactly one text, others see it within 2.5 s; one winner of"
        " each place, nothing after a deadline",
        full=200,
        short=4,
        act=killed,
    )
]
