"""One place is filled: how soon a thousand people who watch the call see it."""

import asyncio
import time
import uuid
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from people.models import ModelProfile, User
from tools.bench import load, machine, market, processes, world
from tools.bench.load import Client
from tools.bench.tables import Goal, Table
from workflows.actions.applying import apply
from workflows.models import OpenCall
from workflows.queries.terms import shown
from workflows.verbs import Apply

WATCHERS, CALLS = 1_000, 10


class Filling(NamedTuple):
    """When a call was confirmed, and when each heard of it, in seconds of this machine's clock."""

    asked: float
    replied: list[float]
    heard: list[float]


def run(server: str) -> list[Table]:
    processes.place_servers(machine.SERVER)
    (host, host_token), (model, _), *watchers = world.people(WATCHERS + 2, f"call-{server}")
    calls = market.calls([host], [timezone.now() + timedelta(hours=3)] * CALLS)
    applied = [_applied(call, model, n) for n, call in enumerate(calls)]
    world.settle()
    with processes.web(server) as port:
        tokens = [token for _, token in watchers]
        fillings = asyncio.run(_measure(port, host_token, tokens, calls, applied))
    committed = _committed(calls)
    from_commit = [
        then - at for at, one in zip(committed, fillings, strict=True) for then in one.heard
    ]
    from_confirm = [then - one.asked for one in fillings for then in one.heard]
    stored = [at - one.asked for at, one in zip(committed, fillings, strict=True)]
    replied = [then - one.asked for one in fillings for then in one.replied]
    return [
        Table(
            f"call: `filled` to {WATCHERS:,} watchers, {CALLS} times, {server}",
            ["from", "to", "times", "p50 ms", "p99 ms", "max ms"],
            [
                _row("the host's confirm", "its commit", stored),
                _row("the commit", "a watcher's screen", from_commit),
                _row("the host's confirm", "a watcher's screen", from_confirm),
                _row("the host's confirm", "the host's own answer", replied),
            ],
            goals=[
                Goal("heard by watchers", len(from_commit), ">=", WATCHERS * CALLS),
                Goal("p99 ms from the commit", load.milliseconds(from_commit, 0.99), "<=", 30),
            ],
        )
    ]


def _applied(call: OpenCall, model: User, day: int) -> tuple[str, str]:
    """The application, and the terms that its host confirms.

    Each is of another model: one cannot be booked twice for an evening.
    """
    person = model if day == 0 else world.people(1, "applicant")[0][0]
    User.objects.filter(pk=person.pk).update(is_model=True)
    person.is_model = True
    ModelProfile.objects.create(user_profile=person)
    terms = shown("call.apply", call.public_id)
    ask = Apply(key=uuid.uuid4(), call=call.public_id, terms=terms)
    return str(apply(ask, by=person).application), terms


async def _measure(
    port: int, host: str, tokens: list[str], calls: list[OpenCall], applied: list[tuple[str, str]]
) -> list[Filling]:
    confirming = await load.connect(port, host)
    watching: list[Client] = await load.some_at_a_time(
        [partial(load.connect, port, token) for token in tokens]
    )
    fillings = []
    for call, (application, terms) in zip(calls, applied, strict=True):
        await _watch(watching, str(call.public_id))
        filling = Filling(time.time(), [], [])
        for client in watching:
            client.replied = partial(_heard, filling.heard)
        confirming.replied = partial(_replied, filling.replied)
        confirming.send(
            f'{{"type":"call.confirm","ref":7,"key":"{uuid.uuid4()}",'
            f'"application":"{application}","terms":"{terms}"}}'.encode()
        )
        await asyncio.sleep(1)
        fillings.append(filling)
    for client in (confirming, *watching):
        client.close()
    return fillings


async def _watch(clients: list[Client], call: str) -> None:
    waiting = len(clients)

    def granted(body: bytes) -> None:
        nonlocal waiting
        waiting -= body.startswith(b'{"type":"reply"')

    for client in clients:
        client.replied = granted
        client.send(f'{{"type":"watch","ref":5,"topic":"call.{call}"}}'.encode())
    async with asyncio.timeout(60):
        while waiting > 0:  # noqa: ASYNC110  (counted where the frames come in)
            await asyncio.sleep(0.02)


def _heard(heard: list[float], body: bytes) -> None:
    if body.startswith(b'{"type":"call.changed"') and b'"status":"filled"' in body:
        heard.append(time.time())


def _replied(replied: list[float], body: bytes) -> None:
    if body.startswith(b'{"type":"reply"'):
        replied.append(time.time())


def _committed(calls: list[OpenCall]) -> list[float]:
    """By the database, which runs on this machine: when each call was filled."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin))::float FROM open_calls"
            " WHERE id = ANY(%s) AND status = 'filled' ORDER BY array_position(%s, id)",
            [[call.pk for call in calls]] * 2,
        )
        return [row[0] for row in cursor.fetchall()]


def _row(start: str, end: str, took: list[float]) -> list[object]:
    shares = (load.milliseconds(took, share) for share in (0.5, 0.99, 1.0))
    return [start, end, len(took), *shares]
