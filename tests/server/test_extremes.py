"""What the server takes, every reader can read: each extreme of each field, by every way out."""

import asyncio
import json
from collections.abc import Iterator
from zipfile import ZipFile

import httpx
import msgspec
import pytest

from notifications.kinds import KINDS
from people.models import User
from protocol.states import TopicState
from rights import holdings, queries
from tests import jobs
from tests.budgets import MANY, contacts
from tests.client import Client
from tests.conftest import Connect
from tests.evenings import Evenings, evenings
from tests.feeding import needed
from tests.notifications.test_admin import at
from tests.processes import Web
from tests.rights.test_exporting import ask
from tests.server import readers

AT_ONCE = 8
#: What is given by hand, by the name of its field, and why.
BY_HAND = {
    "terms": "as they were seen",
    "people": "those whom one knows",
    "number": "a message that is there",
    "reply_to": "a message that is there",
    "kind": "a picture is drawn by the worker first; a kind of notices is one of a list",
    "hat": "goes with the kind of notices",
    "endpoint": "of a push service that is known, as long as it may be",
    "p256dh": "a key of a browser",
    "auth": "a key of a browser",
    "bookings": "there are none between people who block each other here",
    "stars": "for evenings that are over",
}


#: Few evenings, as `bin/test --quick` would feed them, do not hold every extreme.
pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def found(database: None) -> Iterator[Evenings]:
    with contacts(MANY):
        yield evenings()


def test_every_field_was_given_its_extremes(found: Evenings) -> None:
    untried = {field.rpartition(".")[2] for field in needed() - found.feeder.taken}
    assert untried == BY_HAND.keys()
    assert found.feeder.refused


async def test_the_api(found: Evenings, webs: list[Web]) -> None:
    readers_of = [*found.everybody(), None]
    read: dict[str, int] = dict.fromkeys(readers.ANSWERS, 0)
    said: set[str] = set()
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(user: User | None, pattern: str, path: str, client: httpx.AsyncClient) -> None:
        async with turn:
            answer = await client.get(f"/api/v1/{path}")
        assert answer.status_code in (200, 401, 403, 404), (path, answer.text)
        if answer.status_code == 200:
            read[pattern] += 1
            said.update(text.strip() for text in readers.as_promised(pattern, answer))

    for user in readers_of:
        async with (
            at(webs[0], user) if user else httpx.AsyncClient(base_url=webs[0].origin) as client
        ):
            client.timeout = httpx.Timeout(60)
            asked = readers.paths(found, user)
            await asyncio.gather(*(one(user, *where, client) for where in asked))
    assert [path for path, times in read.items() if not times] == []
    lost = {field: texts - said for field, texts in found.feeder.kept.items()}
    assert {field: len(texts) for field, texts in lost.items() if texts} == {}


async def test_the_socket(found: Evenings, connect: Connect) -> None:
    for user in found.everybody():
        client: Client = await connect(user, hello=False)
        welcome = await client.hello()
        topics = dict.fromkeys(welcome["topics"], 0)
        topics |= {f"profile.{one.public_id}": 0 for one in found.hosts}
        topics |= {f"conversation.{one}": 0 for all in found.conversations.values() for one in all}
        caught = await client.do("sync", cursors=topics)
        assert msgspec.convert(caught, dict[str, TopicState])


async def test_other_programs(found: Evenings, webs: list[Web]) -> None:
    async with httpx.AsyncClient(base_url=webs[0].origin, timeout=60) as visitor:
        scripts = readers.Page((await visitor.get(f"/@{found.staff.handle}")).text).scripts
        for user in found.everybody():
            for kind in ("rss", "atom"):
                readers.is_feed((await visitor.get(f"/@{user.handle}/{kind}.xml")).content)
            for kind in ("svg", "png"):
                assert (await visitor.get(f"/avatars/{user.handle}.{kind}")).status_code == 200
            page = readers.Page((await visitor.get(f"/@{user.handle}")).text)
            assert page.told["og:title"] == f"{user.display_name} (@{user.handle}) \u00b7 Callboard"
            assert page.scripts == scripts
    for calendar in readers.calendars(found.everybody()):
        readers.is_calendar(calendar)


def test_mails_and_pushes(found: Evenings) -> None:
    for language in readers.LANGUAGES:
        kinds = set()
        for channel, parcel in readers.parcels_of(found.everybody(), language):
            (readers.is_mail if channel == "email" else readers.is_push)(parcel)
            kinds.add(parcel.kind)
        assert KINDS.keys() - kinds <= {"sign_in.new", "export.ready"}
    jobs.work_off("account")


def test_the_archive(found: Evenings) -> None:
    for user in found.everybody():
        made = ask(user)
        jobs.work_off("archives")
        made.refresh_from_db()
        with ZipFile(queries.file_of(made)) as archive:
            rows = {
                part.name: json.loads(archive.read(f"{part.name}.json")) for part in holdings.PARTS
            }
        assert rows["profile"][0]["display_name"] == user.display_name


async def test_the_staff(found: Evenings, webs: list[Web]) -> None:
    async with at(webs[0], found.staff) as client:
        for path in readers.staff_pages():
            answer = await client.get(path)
            assert answer.status_code == 200, (path, answer.text[:300])
