"""A backup is put back, as a folder and as a dump: every client starts anew, nobody is misled."""

import asyncio
import subprocess
from pathlib import Path

from tools.chaos.device import Device
from tools.chaos.history import as_fresh
from tools.chaos.play import Fault, Play
from tools.local.postgres import NAME, binaries

WITHIN = 30.0


async def folder(play: Play) -> str:
    """The data folder of an hour ago, twice the same one, under processes that stay up."""
    two = await saying(play, "before the backup")
    copy = await play.world.do(play.world.copy_of_the_cluster)
    for n in range(play.times):
        before = epoch(play)
        await play.chat(f"Lost {n}", 10, *two)
        for one in two:
            await one.answered(WITHIN)
        await asyncio.sleep(3)  # every process has seen this future
        await play.world.do(play.world.put_back, copy)
        await begun_anew(play, before, *two)
    return f"{play.times} times the same backup, a new epoch each time"


async def dump(play: Play) -> str:
    """A dump in the same database, and an operator who says so."""
    two = await saying(play, "before the dump")
    file = play.world.data.path / "dump"
    await play.world.do(typed, play, "pg_dump", "-Fc", f"--file={file}", NAME)
    for n in range(play.times):
        before = epoch(play)
        await play.chat(f"Lost {n}", 10, *two)
        for one in two:
            await one.answered(WITHIN)
        await play.world.do(restore, play, file)
        await play.world.do(play.world.typed, "restored")
        await begun_anew(play, before, *two)
    return f"{play.times} restores, a new epoch each time"


async def saying(play: Play, words: str) -> tuple[Device, Device]:
    hanna = play.device(play.hanna, play.servers[0].port)
    ana = play.device(play.ana, play.servers[1].port)
    await play.there(hanna, ana)
    await play.chat(words, 10, hanna, ana)
    for one in (hanna, ana):
        await one.answered(WITHIN)
        await one.hears(play.talk, f"{words} 9 of Hanna")
    return hanna, ana


def epoch(play: Play) -> str:
    return str(play.world.query("SELECT epoch FROM installation")[0][0])


async def begun_anew(play: Play, before: str, *devices: Device) -> None:
    """No device believes in the old epoch, and each shows what a reload shows."""
    for one in devices:
        await one.until(lambda one=one: one.screen.epoch not in (None, before), WITHIN)
        assert "epoch" in one.resets, f"{one.name} was not told to begin anew"
        # What is gone is gone: its owner's answers were those of the other past.
        one.said.clear()
        one.answers.clear()
    assert epoch(play) != before, "the epoch is still that of the backup's future"
    await play.chat(f"After {before}", 2, *devices)
    topic = f"conversation.{play.talk}"
    for one in devices:
        await one.answered(WITHIN)
    [(version,)] = play.world.query(
        "SELECT version FROM conversations WHERE public_id = %s", play.talk
    )
    for one in devices:
        await one.until(lambda one=one: one.cursors.get(topic) == version, WITHIN)
        await as_fresh(one, play.servers[0].port, play.talk)


def restore(play: Play, file: Path) -> None:
    """Into the same database, under processes that stay up: nothing to be seen from outside."""
    clean = ("--clean", "--if-exists", "--single-transaction", "--no-owner")
    typed(play, "pg_restore", *clean, f"--dbname={NAME}", str(file))


def typed(play: Play, program: str, *words: str) -> None:
    where = [f"--host={play.world.data.sockets}", f"--username={NAME}"]
    done = subprocess.run([binaries() / program, *where, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


FAULTS = [
    Fault(
        "older-folder",
        "a restored data folder: a new epoch, all clients begin anew, no silent hole",
        full=3,
        short=1,
        act=folder,
    ),
    Fault(
        "dump",
        "a restored dump and `manage.py restored`: all clients begin anew, no silent hole",
        full=3,
        short=1,
        act=dump,
    ),
]
