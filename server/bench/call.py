"""One place is filled: how soon a thousand people who watch the call see it."""

import asyncio
import time
import uuid
from datetime import timedelta
from functools import partial

from django.utils import timezone

from people.models import ModelProfile, User
from server.bench import load, machine, market, processes, world
from server.bench.load import Client
from server.bench.tables import Goal, Table
from workflows.actions.applying import apply
from workflows.models import OpenCall
from workflows.verbs import Apply

WATCHERS, CALLS = 1_000, 10


def run(server: str) -> list[Table]:
    processes.place_servers(machine.SERVER)
    (host, host_token), (model, _), *watchers = world.people(WATCHERS + 2, f"call-{server}")
    calls = market.calls([host], [timezone.now() + timedelta(hours=3)] * CALLS)
    applications = [_applied(call, model, n) for n, call in enumerate(calls)]
    world.settle()
    with processes.web(server) as port:
        tokens = [token for _, token in watchers]
        replied, heard = asyncio.run(_measure(port, host_token, tokens, calls, applications))
    rows = [_row("the host's own answer", replied), _row("a watcher's screen", heard)]
    return [
        Table(
            f"call: `filled` to {WATCHERS:,} watchers, {CALLS} times, {server}",
            ["from the host's confirm to", "heard", "p50 ms", "p99 ms", "max ms"],
            rows,
            goals=[
                Goal("heard by watchers", len(heard), ">=", WATCHERS * CALLS),
                Goal("p99 ms to a watcher's screen", load.milliseconds(heard, 0.99), "<=", 30),
            ],
        )
    ]


def _applied(call: OpenCall, model: User, day: int) -> str:
    """Each of another model: one cannot be booked twice for an evening."""
    person = model if day == 0 else world.people(1, "applicant")[0][0]
    User.objects.filter(pk=person.pk).update(is_model=True)
    person.is_model = True
    ModelProfile.objects.create(user_profile=person)
    ask = Apply(key=uuid.uuid4(), call=call.public_id)
    return str(apply(ask, by=person).application)


async def _measure(
    port: int, host: str, tokens: list[str], calls: list[OpenCall], applications: list[str]
) -> tuple[list[float], list[float]]:
    """How long until the host was answered, and each watcher told."""
    confirming = await load.connect(port, host)
    watching: list[Client] = await load.some_at_a_time(
        [partial(load.connect, port, token) for token in tokens]
    )
    heard: list[float] = []
    replied: list[float] = []
    for call, application in zip(calls, applications, strict=True):
        await _watch(watching, str(call.public_id))
        start = time.perf_counter()
        for client in watching:
            client.replied = partial(_heard, heard, start)
        confirming.replied = partial(_replied, replied, start)
        confirming.send(
            f'{{"type":"call.confirm","ref":7,"key":"{uuid.uuid4()}",'
            f'"application":"{application}"}}'.encode()
        )
        await asyncio.sleep(1)
    for client in (confirming, *watching):
        client.close()
    return replied, heard


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


def _heard(heard: list[float], start: float, body: bytes) -> None:
    if body.startswith(b'{"type":"call.changed"') and b'"status":"filled"' in body:
        heard.append(time.perf_counter() - start)


def _replied(replied: list[float], start: float, body: bytes) -> None:
    if body.startswith(b'{"type":"reply"'):
        replied.append(time.perf_counter() - start)


def _row(name: str, took: list[float]) -> list[object]:
    return [name, len(took), *(load.milliseconds(took, share) for share in (0.5, 0.99, 1.0))]
