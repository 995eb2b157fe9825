"""Deadlines: how late `expired` is written and heard, with two clocks, one of them killed."""

import asyncio
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeAlias

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tools.bench import load, machine, market, processes, world
from tools.bench.load import Client
from tools.bench.tables import Goal, Table
from tools.local import children
from tools.local.environment import PYTHON

Clock: TypeAlias = "subprocess.Popen[bytes]"
HOSTS, SPREAD, AT_ONCE = 20, 1_500, 500
#: The first of new clocks load code and fill caches; they have a row of their own.
COLD = 10
SECONDS = 10
#: Long enough for everybody to be connected.
AHEAD = 15
EXPIRED = re.compile(rb'"status":"expired".*?"expires_at":"([^"]+)"')


def run(server: str) -> list[Table]:
    processes.place_servers(machine.SERVER)
    cast = world.people(HOSTS, f"deadlines-{server}")
    begin = (timezone.now() + timedelta(seconds=AHEAD)).replace(microsecond=0)
    step = timedelta(seconds=SECONDS) / SPREAD
    together = begin + timedelta(seconds=SECONDS + 2)
    spread = [begin + n * step for n in range(SPREAD)]
    within = [together + n * timedelta(seconds=1) / AT_ONCE for n in range(AT_ONCE)]
    cold = [begin - timedelta(seconds=4) + n * timedelta(seconds=0.2) for n in range(COLD)]
    calls = market.calls([user for user, _ in cast], cold + spread + within)
    world.settle()
    with processes.web(server) as port, _clocks() as (first, _):
        kill_at = begin + timedelta(seconds=SECONDS / 2)
        until = within[-1] + timedelta(seconds=3)
        tokens = [token for _, token in cast]
        heard = asyncio.run(_listen(port, tokens, first, begin, kill_at, until))
    first_ones = _written([call.pk for call in calls[:COLD]])
    written = _written([call.pk for call in calls[COLD:]])
    rows = [
        _row("committed by a clock", written),
        _row("on the host's socket", heard),
        _row("before, the first of new clocks", first_ones),
    ]
    return [
        Table(
            f"deadlines: {SPREAD:,} over {SECONDS} s, {AT_ONCE} within one second, two clocks,"
            f" one killed half-way, {server}",
            ["late by", "number", "p50 ms", "p99 ms", "max ms"],
            rows,
            goals=[
                Goal("ended in the database", len(written), ">=", SPREAD + AT_ONCE),
                Goal("told to their hosts", len(heard), ">=", SPREAD + AT_ONCE),
                Goal("p99 ms to the commit", load.milliseconds(written, 0.99), "<=", 20),
                Goal(
                    "max ms to the commit",
                    load.milliseconds(written + first_ones, 1.0),
                    "<=",
                    200,
                ),
            ],
        )
    ]


@contextmanager
def _clocks() -> Iterator[tuple[Clock, Clock]]:
    with (Path(settings.DATA) / "bench-clocks.log").open("ab") as output:
        command = [PYTHON, "manage.py", "clock"]
        with machine.born_on(machine.SERVER):
            two = [
                children.start(command, env=dict(os.environ), cwd=settings.ROOT, output=output)
                for _ in range(2)
            ]
        try:
            yield two[0], two[1]
        finally:
            for clock in two:
                children.kill(clock)


async def _listen(
    port: int,
    tokens: list[str],
    victim: Clock,
    begin: datetime,
    kill_at: datetime,
    until: datetime,
) -> list[float]:
    late: list[float] = []

    def heard(body: bytes) -> None:
        if body.startswith(b'{"type":"host_call.changed"') and (found := EXPIRED.search(body)):
            deadline = datetime.fromisoformat(found[1].decode())
            if deadline >= begin:
                late.append(time.time() - deadline.timestamp())

    clients: list[Client] = await load.some_at_a_time(
        [partial(load.connect, port, token) for token in tokens]
    )
    for client in clients:
        client.replied = heard
    await asyncio.sleep(kill_at.timestamp() - time.time())
    children.kill(victim)
    await asyncio.sleep(until.timestamp() - time.time())
    for client in clients:
        client.close()
    return late


def _written(calls: list[int]) -> list[float]:
    """Of the rows themselves: when the transactions that ended the calls were committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin) - expires_at)::float"
            " FROM open_calls WHERE id = ANY(%s) AND status = 'expired'",
            [calls],
        )
        return [row[0] for row in cursor.fetchall()]


def _row(name: str, late: list[float]) -> list[object]:
    shares = [load.milliseconds(late, share) for share in (0.5, 0.99, 1.0)]
    return [name, len(late), *shares]
