"""Random acts of many people for some seconds, in one of several processes."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from math import inf
from pathlib import Path
from typing import NamedTuple

from django.db import DatabaseError, connection

from core.clock import now as clock_now
from core.refused import Refused
from core.transaction import is_passing
from tests.jobs import waiting, work_off
from tests.races.deeds import Somebody, World
from workflows.actions.expiring import expire_due
from workflows.models import OpenCall

#: Calls that each process opens before anything else happens.
FIRST = 3
#: However slow the machine is, so much is done by each.
AT_LEAST = 30
#: Longer than any deadline of theirs is away, shorter than those of other tests.
AWAY = timedelta(minutes=1)
#: Seconds that a deed takes on a machine with nothing else to do.
USUAL = 0.05


class Report(NamedTuple):
    """How often each thing went how, and every error that none should be."""

    came: dict[str, int]
    errors: list[str]


def run(world: World, seed: int, seconds: float) -> Report:
    people = Somebody(world, random.Random(seed))
    came: Counter[str] = Counter()
    errors: list[str] = []
    first = [people.open] * FIRST
    begun = time.monotonic()
    while (took := time.monotonic() - begun) < seconds or came.total() < AT_LEAST:
        people.slowness = min(8, max(1, took / (came.total() + 1) / USUAL))
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
    """For so many seconds; or until the file is there that says so, and nothing is left to do."""
    end = time.monotonic() + over if isinstance(over, float) else inf
    while time.monotonic() < end:
        yield
        time.sleep(0.01)
        if isinstance(over, Path) and over.exists() and _is_quiet():
            return


def _is_quiet() -> bool:
    soon = OpenCall.objects.filter(status="active", expires_at__lt=clock_now() + AWAY)
    return not soon.exists() and waiting() == 0


def clock(over: Path | float) -> Report:
    """One of several clocks; in the end it has ended what is due."""
    ended, errors = 0, []
    for _ in _until(over):
        try:
            ended += expire_due()
        except Exception as error:
            connection.close()
            if not _is_passing(error):
                errors.append(f"clock: {error!r}")
    _flush()
    return Report({"clock: ended": ended}, errors)


def worker(over: Path) -> Report:
    """The jobs that others have left, and at the end the last of them."""
    done: Counter[str] = Counter()
    for _ in _until(over):
        try:
            done.update(work_off())
        except DatabaseError as error:
            if not _is_passing(error):
                raise
    _flush()
    return Report({f"{name}: done": n for name, n in done.items()}, [])


def _is_passing(error: Exception) -> bool:
    """Nearly twenty processes share two cores: one that stands still for long is cut off."""
    return isinstance(error, DatabaseError) and is_passing(error)


def _flush() -> None:
    """So that the database's own count of deadlocks is up to date."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
