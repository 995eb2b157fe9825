"""The group commit alone, in this process, beside PostgreSQL's own bench with our statements."""

import asyncio
import time
import uuid
from collections import deque
from typing import NamedTuple

from conversations.actions.batch import commit, open_connection
from conversations.actions.batch.asked import Asked
from conversations.verbs import SendMessage
from people.models import SignIn
from tools.bench import load, machine, pgbench, processes, world
from tools.bench.load import FILLER
from tools.bench.tables import Goal, Table

SENDERS = (1, 8, 64, 1_000)
#: What the targets are for: 64 people who write at once.
USUAL = 64
PAIRS = 1_000
WARM, MEASURED = 0.5, 3.0
#: Texts in one transaction, as in the lane.
LARGEST = 256


class Sender(NamedTuple):
    user: int
    public_id: uuid.UUID
    sign_in: int
    conversation: uuid.UUID

    def asks(self) -> Asked[SendMessage]:
        text = SendMessage(key=uuid.uuid4(), conversation=self.conversation, content=FILLER)
        return Asked(text, self.user, self.public_id, self.sign_in)


class Figures(NamedTuple):
    rate: float
    latencies: list[float]
    batch: float


def run(server: str) -> list[Table]:
    processes.place_servers(machine.SERVER)
    senders = _senders()
    found = {count: asyncio.run(_measure(senders[:count])) for count in SENDERS}
    most, rows = pgbench.best(pgbench.people("pg-write"))
    usual = found[USUAL].rate / most
    columns = ["what", "messages/s", "of pgbench's best", "p50 ms", "p99 ms", "texts in a commit"]
    return [
        Table(
            "write-path: texts written by the group commit, the database on its own core",
            columns,
            [
                *(_row(count, figures, most) for count, figures in found.items()),
                *([*row, round(float(str(row[1])) / most, 2), "-", "-", 1] for row in rows),
            ],
            "Each sender has one text on its way.",
            [Goal(f"of pgbench's best, {USUAL} senders", round(usual, 2), ">=", 2.5)],
        )
    ]


def _senders() -> list[Sender]:
    cast = world.people(2 * PAIRS, "write")
    couples = list(zip(cast[::2], cast[1::2], strict=True))
    conversations = world.conversations([(one, other) for (one, _), (other, _) in couples])
    world.settle()
    people = [one for (one, _), _ in couples]
    sign_ins = dict(SignIn.objects.filter(user__in=people).values_list("user", "pk"))
    return [
        Sender(person.pk, person.public_id, sign_ins[person.pk], uuid.UUID(conversation))
        for person, conversation in zip(people, conversations, strict=True)
    ]


async def _measure(senders: list[Sender]) -> Figures:
    """What was answered asks again at once, and goes into the next batch."""
    database = await open_connection()
    now = time.perf_counter()
    waiting = deque((sender, now) for sender in senders)
    latencies: list[float] = []
    batches, begun = 0, now + WARM
    while now < begun + MEASURED:
        some = [waiting.popleft() for _ in range(min(LARGEST, len(waiting)))]
        outcome = await commit(database, [sender.asks() for sender, _ in some])
        assert all(outcome.results), "a text went aside"
        now = time.perf_counter()
        if now >= begun:
            batches += 1
            latencies += [now - since for _, since in some]
        waiting.extend((sender, now) for sender, _ in some)
    await database.close()
    return Figures(len(latencies) / (now - begun), latencies, len(latencies) / batches)


def _row(senders: int, figures: Figures, most: float) -> list[object]:
    shares = [load.milliseconds(figures.latencies, share) for share in (0.5, 0.99)]
    relative = round(figures.rate / most, 2)
    name = f"group commit, {senders:,} sender{'s' if senders > 1 else ''}"
    return [name, round(figures.rate), relative, *shares, round(figures.batch, 1)]
