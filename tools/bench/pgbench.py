"""The measure of the write path: PostgreSQL's own bench with our statements, one text each.

Sent as well as it can be: prepared, planned once, all statements of a text in one pipeline.
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from conversations.actions.batch import texts as written
from people.models import SignIn, User
from tools.bench import machine, talk, world
from tools.local.postgres import binaries

SECONDS = 3
CLIENTS = (1, 8, 32, 64)
#: So many that clients seldom meet: a text to a held conversation is passed over.
PAIRS = 1_000
DONE = re.compile(r"^number of transactions actually processed: (\d+)", re.MULTILINE)
TPS = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)

#: A text of one of the pairs, whose ids follow each other, to their conversation.
VALUES = {
    "users": "ARRAY[:low]::bigint[]",
    "keys": "ARRAY[md5(:key::text)::uuid]",
    "hashes": "ARRAY['\\x0123456789abcdef'::bytea]",
    "conversations": "ARRAY[md5(:low::text || '-' || :high::text)::uuid]",
    "contents": "ARRAY['~0~ hello, is the pose for tonight dynamic or long?']",
    "replies": "ARRAY[NULL]::bigint[]",
    "sign_ins": "ARRAY[:sign_in]::bigint[]",
    "vias": "ARRAY['']::text[]",
    "owns": "ARRAY[true]",
}
#: The statements of a batch in their order, and what each takes.
TAKES: dict[str, tuple[str, ...]] = {
    "CLAIM": ("users", "keys", "hashes"),
    "LOCK": ("conversations",),
    "WRITE": ("conversations", "users", "keys", "contents", "replies", "sign_ins", "vias", "owns"),
    "READERS": (),
}
GIVEN = re.compile(r"\$(\d)")


class People(NamedTuple):
    """The first of the pairs, whose ids follow each other, and the first one's sign-in."""

    conversations: list[str]
    user: int
    sign_in: int


def people(prefix: str, pairs: int = PAIRS) -> People:
    conversations, _ = talk.cast(pairs, prefix)
    users = User.objects.filter(handle__startswith=f"{prefix}-").order_by("pk")
    first, last = users[0].pk, users.reverse()[0].pk
    sign_in = SignIn.objects.get(user=first).pk
    assert last - first == 2 * pairs - 1, "somebody else signed up meanwhile"
    assert SignIn.objects.get(user=last).pk - sign_in == last - first
    return People(conversations, first, sign_in)


def best(of: People) -> tuple[float, list[list[object]]]:
    """Texts stored a second by each number of clients, and the best of them."""
    how = f"--time={SECONDS}"
    rates = {clients: texts(of, how, f"--client={clients}") for clients in CLIENTS}
    rows: list[list[object]] = [
        [f"pgbench, {clients} clients", round(rate)] for clients, rate in rates.items()
    ]
    return max(rates.values()), rows


def script(of: People) -> str:
    return "\n".join(
        [
            f"\\set pair random(0, {len(of.conversations) - 1})",
            f"\\set low {of.user} + 2 * :pair",
            "\\set high :low + 1",
            f"\\set sign_in {of.sign_in} + 2 * :pair",
            "\\set key random(1, 9000000000000000000)",
            "\\startpipeline",
            "BEGIN;",
            *(f"{_single(name)};" for name in TAKES),
            "COMMIT;",
            "\\endpipeline",
        ]
    )


def _single(name: str) -> str:
    """The statement for a batch of one, its values written into it."""

    def value(given: re.Match[str]) -> str:
        return VALUES[TAKES[name][int(given[1]) - 1]]

    statement: str = getattr(written, name)
    return GIVEN.sub(value, statement).strip()


def texts(of: People, *how: str) -> float:
    """So many were stored a second."""
    before = world.messages_in(of.conversations)
    said = _run(script(of), *how)
    [done], [rate] = DONE.findall(said), TPS.findall(said)
    stored = world.messages_in(of.conversations) - before
    return float(rate) * stored / int(done)


def _run(script: str, *how: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "text.sql"
        written.write_text(script)
        options = ["--no-vacuum", "--protocol=prepared", "--jobs=1", f"--file={written}", *how]
        surroundings = {**os.environ, "PGOPTIONS": "-c plan_cache_mode=force_generic_plan"}
        with machine.born_on(machine.LOAD):
            done = subprocess.run(
                [str(binaries() / "pgbench"), *options, *_where()],
                env=surroundings,
                capture_output=True,
                text=True,
            )
    if done.returncode:
        raise RuntimeError(f"pgbench failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _where() -> list[str]:
    asked = connection.get_connection_params()
    host = asked.get("host") or settings.DATABASES["default"]["HOST"]
    named = {"--host": host, "--port": asked.get("port"), "--username": asked.get("user")}
    return [*(f"{name}={value}" for name, value in named.items() if value), asked["dbname"]]
