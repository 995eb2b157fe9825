"""A kind of topic that the edge has never heard of: its class alone makes it work everywhere.

The web process here has a made-up room, `tests/weather`. Its class is not imported by this file:
the kinds of this process are those of the product.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from core.transaction import transaction
from people.actions.topic import took_rights
from people.models import User
from protocol.publish import Part, Publication
from tests.client import Http
from tests.conftest import Connect
from tests.consumers.conftest import OnTheBus, in_a_batch
from tests.people import Cast, token
from tests.processes import Web, running

TABLES = (Path(__file__).parents[1] / "weather" / "tables.sql").read_text()


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture(scope="module")
def web(environment: dict[str, str], logs: Path) -> Iterator[Web]:
    run(TABLES)
    own = {"DJANGO_SETTINGS_MODULE": "tests.weather.settings"}
    started = Web(environment | own, log=logs / "web-with-weather.log")
    with running(started):
        started.wait()
        yield started
    run("DROP TABLE weather, weather_readers")


@pytest.fixture
def place(people: Cast) -> uuid.UUID:
    """A place whose weather Ana and Jane may hear of, at version 1."""
    id = uuid.uuid4()
    run("INSERT INTO weather VALUES (%s, 1, callboard_xid(), 'Sun')", id)
    for reader in (people.ana, people.jane):
        run("INSERT INTO weather_readers VALUES (%s, %s)", id, reader.pk)
    return id


def change(place: uuid.UUID, words: str) -> None:
    """Nobody is told."""
    run(
        "UPDATE weather SET words = %s, version = version + 1, changed_xid = callboard_xid()"
        " WHERE id = %s",
        *(words, place),
    )


def take_away(place: uuid.UUID, reader: User) -> None:
    run("DELETE FROM weather_readers WHERE weather = %s AND person = %s", place, reader.pk)
    with transaction():
        took_rights([reader.pk])


def said(words: str, version: int) -> dict[str, object]:
    return {"type": "weather.changed", "version": version, "data": words}


async def test_it_is_watched_and_heard_of_by_those_who_may(
    people: Cast, connect: Connect, web: Web, place: uuid.UUID, bus: OnTheBus
) -> None:
    topic = f"weather.{place}"
    ana, mika = await connect(people.ana, to=web), await connect(people.mika, to=web)
    state = await ana.do("watch", topic=topic)
    assert state == {"version": 1, "objects": [said("Sun", 1)]}
    assert (await mika.refused("watch", topic=topic))["code"] == "not_found"
    frame = b'{"type":"weather.changed","topic":"%s","version":2,"data":"Rain"}' % topic.encode()
    await bus(in_a_batch(Publication(topic, 2, [Part(frame)])))
    await ana.wait(lambda frame: frame == {**said("Rain", 2), "topic": topic})
    assert mika.events() == []


async def test_it_is_caught_up_with_at_both_doors(
    people: Cast, connect: Connect, web: Web, place: uuid.UUID
) -> None:
    topic = f"weather.{place}"
    change(place, "Rain")
    arriving = await connect(people.ana, to=web, hello=False)
    epoch = (await (await connect(people.jane, to=web, hello=False)).hello())["epoch"]
    welcome = await arriving.hello(epoch=epoch, cursors={topic: 1})
    caught = {topic: {"version": 2, "objects": [said("Rain", 2)]}}
    assert welcome["topics"][topic] == caught[topic]
    assert await arriving.do("sync", cursors={topic: 1}) == caught
    mika = await connect(people.mika, to=web, hello=False)
    assert (await mika.hello(cursors={topic: 0}))["gone"] == [topic]
    for reader, answer in ((people.ana, caught), (people.mika, {})):
        http = Http(web.origin, token(reader))
        assert await http.do("sync", cursors={topic: 1}) == answer
        await http.client.aclose()


async def test_the_sweep_finds_what_got_lost_and_ends_what_was_taken_away(
    people: Cast, connect: Connect, web: Web, place: uuid.UUID
) -> None:
    topic = f"weather.{place}"
    ana, jane = [await connect(person, to=web) for person in (people.ana, people.jane)]
    for reader in (ana, jane):
        await reader.do("watch", topic=topic)
    change(place, "Rain")
    for reader in (ana, jane):
        await reader.wait(lambda frame: frame == {"type": "heads", "topics": {topic: 2}})
    take_away(place, people.ana)
    await ana.wait(lambda frame: frame == {"type": "revoked", "topic": topic})
    assert await ana.do("sync", cursors={topic: 1}) == {}
    change(place, "Snow")
    await jane.wait(lambda frame: frame == {"type": "heads", "topics": {topic: 3}})
    assert jane.heard("revoked") == []
    assert len(ana.heard("heads")) == 1
