"""One open call for 10,000 models: all of them told by mail and push, beside live traffic."""

import asyncio
import time
import uuid
from datetime import timedelta
from functools import partial

from django.db import connection

from core import clock
from core.executor import in_database
from people.models import User
from tools.bench import load, machine, processes, world
from tools.bench.load import Client, Texts
from tools.bench.sinks import sinks
from tools.bench.tables import Table
from workflows.actions.calls import open_call
from workflows.actions.sessions import create_session
from workflows.verbs import CreateSession, OpenCall

MODELS = 10_000
PAIRS, RATE = 20, 50
ALONE = 5.0
#: After so many seconds the figures are what they are.
AT_MOST = 300.0


class Traffic:
    """People who talk all the while; how long their texts take."""

    def __init__(self, clients: list[Client], conversations: list[str]) -> None:
        self._pairs = list(zip(clients[::2], clients[1::2], conversations, strict=True))
        self._texts = Texts()
        self.latencies: list[float] = []
        for _, receiver, _ in self._pairs:
            receiver.heard = self._heard

    def _heard(self, client: Client, number: int) -> None:
        self.latencies.append(time.perf_counter() - self._texts.sent_at[number])

    async def run(self) -> None:
        due = time.perf_counter()
        while True:
            sender, _, conversation = self._pairs[len(self._texts.sent_at) % PAIRS]
            sender.send(self._texts.frame(conversation, due)[1])
            due += 1 / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))

    def take(self) -> list[float]:
        taken, self.latencies = self.latencies, []
        return taken


def run(server: str) -> list[Table]:
    processes.place_servers(machine.SERVER)
    return asyncio.run(_measure(server))


async def _measure(server: str) -> list[Table]:
    async with sinks() as ports:
        await in_database(world.retire_everybody)
        host, models = await in_database(world.subscribers, MODELS, ports.push)
        tokens, conversations = await in_database(_talkers)
        own = {
            "EMAIL_URL": f"smtp://127.0.0.1:{ports.smtp}",
            "PUSH_HOSTS": f"127.0.0.1:{ports.push}",
        }
        with processes.web(server) as port, processes.worker(own):
            connects = [partial(load.connect, port, token) for token in tokens]
            clients = await load.some_at_a_time(connects)
            traffic = Traffic(clients, conversations)
            talking = asyncio.create_task(traffic.run())
            await asyncio.sleep(ALONE)
            alone = traffic.take()
            figures = await _call(host, models)
            meanwhile = traffic.take()
            talking.cancel()
            for client in clients:
                client.close()
    return [_told(server, figures), _live(server, alone, meanwhile)]


def _talkers() -> tuple[list[str], list[str]]:
    cast = world.people(2 * PAIRS, "talk")
    couples = [(cast[2 * n][0], cast[2 * n + 1][0]) for n in range(PAIRS)]
    conversations = world.conversations(couples)
    world.settle()
    return [token for _, token in cast], conversations


async def _call(host: User, models: list[int]) -> dict[str, float]:
    """Seconds until everybody stood on the list, and had a mail and a push."""
    begun = time.perf_counter()
    await in_database(_open, host)
    done: dict[str, float] = {}
    counts: dict[str, int] = {}
    while len(done) < 3 and time.perf_counter() - begun < AT_MOST:
        await asyncio.sleep(0.25)
        counts = await in_database(_counts, models)
        for what, count in counts.items():
            if count >= MODELS:
                done.setdefault(what, time.perf_counter() - begun)
    for what, count in counts.items():
        assert what in done, f"{what}: {count} of {MODELS} after {AT_MOST:.0f} s"
    return done


def _open(host: User) -> None:
    start = clock.now() + timedelta(days=3)
    ask = CreateSession(
        key=uuid.uuid4(),
        title="Life drawing",
        local_start=start.replace(tzinfo=None, microsecond=0).isoformat(),
        minutes=120,
        time_zone="UTC",
        place="Attic",
        district="Kreuzberg",
        positions=1,
        fold=0,
    )
    session = create_session(ask, by=host).session
    call = OpenCall(
        key=uuid.uuid4(),
        session=session,
        expires_at=clock.now() + timedelta(days=2),
        requirements={"pose_style": "dynamic"},
    )
    open_call(call, by=host)


def _counts(models: list[int]) -> dict[str, int]:
    """Of this run's own people: another server's stand in the same tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM notifications WHERE user_id = ANY(%(models)s)),"
            " count(*) FILTER (WHERE channel = 'email'), count(*) FILTER (WHERE channel = 'push')"
            " FROM deliveries WHERE state = 'sent' AND user_id = ANY(%(models)s)",
            {"models": models},
        )
        listed, mails, pushes = cursor.fetchone()
    return {"on the list": listed, "mail": mails, "push": pushes}


def _told(server: str, figures: dict[str, float]) -> Table:
    return Table(
        f"notify: one open call, {MODELS} matching models, {server}, servers on one core",
        ["told by", "everybody after s", "a second"],
        [[what, round(s, 1), round(MODELS / s)] for what, s in figures.items()],
    )


def _live(server: str, alone: list[float], meanwhile: list[float]) -> Table:
    return Table(
        f"notify: {RATE} live messages a second beside it, {server}",
        ["when", "messages", "p50 ms", "p99 ms"],
        [
            [when, len(some), load.milliseconds(some, 0.5), load.milliseconds(some, 0.99)]
            for when, some in (("before", alone), ("meanwhile", meanwhile))
        ],
    )
