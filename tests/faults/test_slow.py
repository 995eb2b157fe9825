"""Readers that do not read, lines that are dead, rows that somebody holds: others go on."""

import asyncio
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests import processes, stories
from tests.client import Client, Http
from tests.faults.conftest import SEEN, OpenDevice, query
from tests.people import Cast, token
from tests.processes import Web
from tests.races.locks import holding, holding_conversation
from tools.chaos.history import History
from tools.chaos.proxy import Proxy
from tools.local.redis_server import Redis


@pytest.fixture(scope="module")
def impatient(environment: dict[str, str], own_redis: Redis, logs: Path) -> Iterator[Web]:
    limits = {"PING_AFTER": "0.5", "SILENCE": "3", "WITHOUT_CREDIT": "3"}
    limits |= {"CREDIT_FRAMES": "32", "MARK_FRAMES": "8"}
    own = {f"CALLBOARD_LIMIT_{name}": value for name, value in limits.items()}
    web = Web({**environment, **own, "REDIS_URL": own_redis.url}, log=logs / "impatient.log")
    with processes.running(web):
        web.wait()
        yield web


# --- on the way to the client ----------------------------------------------------------------


async def test_a_line_that_died_without_a_word_is_dropped_and_its_owner_comes_back(
    people: Cast,
    talk: str,
    impatient: Web,
    device: OpenDevice,
    history: History,
    line_to: Callable[[str], Proxy],
) -> None:
    line = line_to(impatient.origin)
    ana = await Client.connect(line.port, token(people.ana))
    await ana.hello()
    hanna, phone = device(people.hanna, impatient.port), device(people.ana, impatient.port)
    line.open.clear()
    for n in range(20):
        await hanna.say(talk, f"Are you there? {n}")
    await hanna.answered()
    await phone.hears(talk, "Are you there? 19", within=SEEN)
    async with asyncio.timeout(20):
        while not line.links[0].given_up:  # noqa: ASYNC110
            await asyncio.sleep(0.1)  # it is in another process
    line.open.set()
    assert await ana.closed() in (4408, 1006)
    await ana.close()
    await history.check(hanna, phone, port=impatient.port)


async def test_who_does_not_read_is_sent_away_and_misses_nothing_later(
    people: Cast, talk: str, impatient: Web, device: OpenDevice, history: History
) -> None:
    slow = await Client.connect(impatient.port, token(people.ana))
    await slow.hello()
    slow.answers_marks = False
    hanna, quick = device(people.hanna, impatient.port), device(people.ana, impatient.port)
    for n in range(100):
        await hanna.say(talk, f"{n} " + "word " * 500)
    await hanna.answered()
    assert await slow.closed() == 4452
    heard = slow.versions(f"conversation.{talk}")
    assert heard == [*range(6, 6 + len(heard))]
    assert len(heard) < 100
    back = device(people.ana, impatient.port)
    await history.check(hanna, quick, back, port=impatient.port)
    await slow.close()


# --- in the database -------------------------------------------------------------------------


async def test_a_held_conversation_delays_its_own_texts_alone(
    people: Cast, talk: str, pair: list[Web], device: OpenDevice, history: History
) -> None:
    """Somebody at a database prompt holds its row for longer than a command may wait."""
    free = str(stories.talking(people.hanna, people.jane))
    ana, jane = device(people.ana, pair[0].port), device(people.jane, pair[0].port)
    hanna = device(people.hanna, pair[1].port)
    await ana.until(lambda: ana.cursors)
    with holding_conversation(uuid.UUID(talk)):
        for n in range(3):
            await ana.say(talk, f"Held {n}")
        for n in range(20):
            await jane.say(free, f"Free {n}")
            await jane.answered(within=1)
        await hanna.hears(free, "Free 19", within=SEEN)
        await ana.until(lambda: ana.refusals)
        assert ana.answers == {}
    assert {refusal["error"]["code"] for refusal in ana.refusals} == {"unavailable"}
    await history.check(ana, hanna, port=pair[0].port)
    await History(query, free, history.strangers).check(jane, hanna, port=pair[1].port)


async def test_while_every_write_hangs_nobody_is_cut_off_and_nothing_is_lost(
    people: Cast, talk: str, pair: list[Web], device: OpenDevice, history: History
) -> None:
    ana, hanna = device(people.ana, pair[0].port), device(people.hanna, pair[1].port)
    await ana.until(lambda: ana.cursors)
    await hanna.until(lambda: hanna.cursors)
    with holding("LOCK TABLE messages IN EXCLUSIVE MODE"):
        for n in range(5):
            await ana.say(talk, f"Ana {n}")
            await hanna.say(talk, f"Hanna {n}")
        await ana.until(lambda: ana.refusals)
        await asyncio.to_thread(pair[0].wait, 2)
        assert ana.answers == {}
    await history.check(ana, hanna, port=pair[0].port)
    assert [len(one.connections) for one in (ana, hanna)] == [1, 1]


# --- the same thing many times ---------------------------------------------------------------


async def test_fifty_sends_with_one_key_by_all_doors_are_one_text(
    people: Cast, talk: str, pair: list[Web], device: OpenDevice, history: History
) -> None:
    hanna = device(people.hanna, pair[0].port)
    await hanna.until(lambda: hanna.cursors)
    sockets = [await Client.connect(web.port, token(people.ana)) for web in pair]
    doors = [Http(web.origin, token(people.ana)) for web in pair]
    for socket in sockets:
        await socket.hello()
    text = {"key": str(uuid.uuid4()), "conversation": talk, "content": "Only once"}
    tries = [sockets[n % 2].do("message.send", **text) for n in range(25)]
    tries += [doors[n % 2].do("message.send", **text) for n in range(25)]
    answers = await asyncio.gather(*tries)
    assert {(answer["number"], answer["version"]) for answer in answers} == {(3, 6)}
    assert sum(not answer["duplicate"] for answer in answers) == 1
    assert query("SELECT count(*) FROM messages WHERE key = %s", text["key"]) == [(1,)]
    other = text | {"content": "Something else"}
    assert (await sockets[0].refused("message.send", **other))["code"] == "key_mismatch"
    assert (await doors[1].ask("message.send", **other)).status_code == 409
    await history.check(hanna, port=pair[1].port)
    for client in sockets:
        await client.close()
    for door in doors:
        await door.client.aclose()


def take_every_connection(others: ExitStack) -> None:
    login = connection.get_connection_params() | {"cursor_factory": None}
    while True:
        others.enter_context(psycopg.connect(**login))


async def test_a_flood_of_connections_to_the_database_is_refused_and_survived(
    people: Cast, talk: str, pair: list[Web], device: OpenDevice, history: History
) -> None:
    """Others take every connection that is left, the batch's own is cut: it gets one later."""
    ana = device(people.ana, pair[0].port)
    await ana.say(talk, "Before")
    await ana.answered()
    with ExitStack() as others:
        with pytest.raises(psycopg.OperationalError):
            take_every_connection(others)
        query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND datname = current_database() AND query LIKE '%%callboard.locked%%'"
        )
        for n in range(10):
            await ana.say(talk, f"In the crowd {n}")
        await asyncio.sleep(0.5)
    await history.check(ana, port=pair[0].port)
