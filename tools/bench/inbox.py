"""The inbox of a person with 2,000 conversations: a page of each kind, as the server makes it."""

import time
import urllib.request
from collections.abc import Callable
from typing import get_args

from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations.queries import inbox
from tools.bench import load, machine, processes, world
from tools.bench.tables import Goal, Table

CONVERSATIONS, MESSAGES = 2_000, 20
PAGE, READS = 50, 100


def run(server: str) -> list[Table]:
    processes.place_servers(machine.SERVER)
    (reader, token), *others = world.people(CONVERSATIONS + 1, f"inbox-{server}")
    conversations = world.conversations([(reader, other) for other, _ in others])
    world.messages(conversations, MESSAGES)
    world.settle()
    rows: list[list[object]] = []
    goals = []
    for kind in get_args(inbox.Filter):

        def page(kind: inbox.Filter = kind) -> object:
            return inbox.page(reader, filter=kind, limit=PAGE)

        with CaptureQueriesContext(connection) as captured:
            heads, _ = inbox.page(reader, filter=kind, limit=PAGE)
        took = _times(page)
        rows.append([f"the query, {kind}", len(heads), len(captured), *_shares(took)])
        if kind == "all":
            goals.append(Goal("queries", len(captured), "<=", 1))
            goals.append(Goal("p99 ms at the server", load.milliseconds(took, 0.99), "<=", 15))
    with processes.web(server) as port:
        took = _times(_over_http(port, token))
    rows.append(["the page over HTTP, all", PAGE, "-", *_shares(took)])
    columns = ["what", "rows", "queries", "p50 ms", "p99 ms"]
    title = f"inbox: {PAGE} of {CONVERSATIONS:,} conversations, {server}"
    note = f"{READS} reads each, {MESSAGES} messages in a conversation."
    return [Table(title, columns, rows, note, goals)]


def _over_http(port: int, token: str) -> Callable[[], object]:
    address = f"http://127.0.0.1:{port}/api/v1/inbox?limit={PAGE}"
    asked = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})

    def read() -> bytes:
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
            body: bytes = answer.read()
            return body

    return read


def _times(act: Callable[[], object]) -> list[float]:
    act()
    took = []
    for _ in range(READS):
        start = time.perf_counter()
        act()
        took.append(time.perf_counter() - start)
    return took


def _shares(took: list[float]) -> list[float]:
    return [load.milliseconds(took, share) for share in (0.5, 0.99)]
