"""What a program says for its person: told as such, and read by nobody for them."""

import uuid
from typing import Any

import pytest

from conversations.events import Head
from conversations.models import Message
from conversations.queries import inbox
from people.models import User
from tests import stories
from tests.client import Client, Http
from tests.conftest import Connect, Over
from tests.people import Cast
from tests.processes import Web
from tests.security.browser import Browser
from tools.bench.world import session_of


def head(of: User) -> Head:
    return inbox.page(of)[0][0]


async def program(connect: Connect, of: User) -> Client:
    """On a socket, and not saying that its person is there."""
    client = await connect(of, hello=False)
    await client.hello()
    return client


@pytest.mark.parametrize("content", ["We start at seven.", "We start at seven, @all."])
async def test_a_program_has_read_nothing_for_its_person(
    people: Cast, connect: Connect, over_http: Over, talk: str, content: str
) -> None:
    """By the group commit and by the ordinary way, at either door."""
    ana, bot = await connect(people.ana), await program(connect, people.hanna)
    doors: list[Client | Http] = [bot, over_http(people.hanna, on=1)]
    for number, door in enumerate(doors, start=1):
        await ana.say(talk, "When do we start?")
        stories.flag(people.hanna, uuid.UUID(talk))
        before = head(people.hanna)
        key = str(uuid.uuid4())
        await door.do("message.send", key=key, conversation=talk, content=content)
        heard: Any = await ana.hears("message.created", key=key)
        assert heard["data"]["via"] == "test"
        after = head(people.hanna)
        assert after.last_message is not None
        assert (after.last_message.via, after.last_message.key) == ("test", uuid.UUID(key))
        assert (after.last_read_number, after.marked_unread) == (before.last_read_number, True)
        assert after.unread == before.unread + 1
        pages = (await over_http(people.ana).read(f"conversations/{talk}/messages")).json()
        of_hanna = [m["via"] for m in pages["messages"] if m["sender"] != str(people.ana.public_id)]
        assert of_hanna == [None] + ["test"] * number
        synced = await ana.do("sync", cursors={f"conversation.{talk}": 0})
        said = [o["data"] for o in synced[f"conversation.{talk}"]["objects"]]
        assert [m["via"] for m in said if m.get("key") == key] == ["test"]


async def test_where_all_was_read_it_stays_read(
    people: Cast, connect: Connect, over_http: Over, talk: str
) -> None:
    stories.read(people.hanna, uuid.UUID(talk), 2)
    for door in (await program(connect, people.hanna), over_http(people.hanna)):
        said = {"key": str(uuid.uuid4()), "conversation": talk, "content": "Bring a pen."}
        await door.do("message.send", **said)
        assert head(people.hanna).unread == 0
    assert head(people.ana).unread == 2


async def test_people_say_it_themselves_and_a_program_may_say_that_they_are_there(
    people: Cast, connect: Connect, webs: list[Web], talk: str
) -> None:
    browser = Browser(webs[0], session_of(people.hanna))
    said: dict[str, Any] = {"conversation": talk, "content": "I am here."}
    present = await connect(people.hanna)
    for door, via in ((await browser.socket(), None), (browser, None), (present, "test")):
        stories.say(people.ana, uuid.UUID(talk), "Are you there?")
        key = str(uuid.uuid4())
        if isinstance(door, Browser):
            assert (await door.ask("message.send", key=key, **said)).status_code == 200
        else:
            await door.do("message.send", key=key, **said)
        assert Message.objects.get(key=key).via == via
        assert head(people.hanna).unread == 0
    await browser.close()
