"""Random acts of many people for some seconds, in one of several processes."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from protocol.refused import Refused
from tests.jobs import work_off
from tests.races.deeds import Somebody, World
from workflows.actions.expiring import expire_due

#: Calls that each process opens before anything else happens.
FIRST = 3
#: However slow the machine is, so much is done by each.
AT_LEAST = 30
#: Longer than any deadline of theirs is away.
AFTERWARDS = 4.0


class Report(NamedTuple):
    """How often each thing went how, and every error that none should be."""

    came: dict[str, int]
    errors: list[str]


def run(world: World, seed: int, seconds: float) -> Report:
    people = Somebody(world, random.Random(seed))
    came: Counter[str] = Counter()
    errors: list[str] = []
    first = [people.open] * FIRST
    end = time.monotonic() + seconds
    while time.monotonic() < end or came.total() < AT_LEAST:
        deed = first.pop() if first else people.deed()
        try:
            outcome = "done" if deed() else "nothing to do"
        except Refused as refused:
            outcome = refused.code
        except Exception as error:
            connection.close()
            errors.append(f"{deed.__name__}: {error!r}")
            continue
        came[f"{deed.__name__}: {outcome}"] += 1
    _flush()
    return Report(dict(came), errors)


def _until(over: Path | float) -> Iterator[None]:
    """For so many seconds; or until the file is there that says so, and somewhat longer."""
    end = time.monotonic() + over if isinstance(over, float) else inf
    while time.monotonic() < end:
        yield
        time.sleep(0.01)
        if isinstance(over, Path) and end == inf and over.exists():
            end = time.monotonic() + AFTERWARDS


def clock(over: Path | float) -> Report:
    """One of several clocks; in the end it has ended what is due."""
    ended, errors = 0, []
    for _ in _until(over):
        try:
            ended += expire_due()
        except Exception as error:
            connection.close()
            errors.append(f"clock: {error!r}")
    _flush()
    return Report({"clock: ended": ended}, errors)


def worker(over: Path) -> Report:
    """The jobs that others have left, and at the end the last of them."""
    done: Counter[str] = Counter()
    for _ in _until(over):
        done.update(work_off())
    _flush()
    return Report({f"{name}: done": n for name, n in done.items()}, [])


def _flush() -> None:
    """So that the database's own count of deadlocks is up to date."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
