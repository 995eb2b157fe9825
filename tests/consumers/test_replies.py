"""Every ref gets exactly one reply, and a good one only when the database has it."""

import asyncio
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from conversations.models import Message
from tests.conftest import Connect
from tests.people import Cast

EXPLODE = """
CREATE FUNCTION explode() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN RAISE EXCEPTION ''out of chalk''; END';
CREATE TRIGGER explode BEFORE INSERT ON messages FOR EACH ROW
    WHEN (NEW.content = 'explode') EXECUTE FUNCTION explode()"""


@pytest.fixture
def exploding() -> Iterator[None]:
    """Storing the text "explode" breaks, as a bug in an action would."""
    with connection.cursor() as cursor:
        cursor.execute(EXPLODE)
        yield
        cursor.execute("DROP TRIGGER explode ON messages; DROP FUNCTION explode()")


async def test_each_of_many_refs_gets_one_reply(people: Cast, connect: Connect, talk: str) -> None:
    hanna = await connect(people.hanna)
    refs = range(1000, 1200)
    for ref in refs:
        verb = {"type": "conversation.read", "conversation": talk, "number": 1}
        if ref % 4 == 0:
            verb = {"type": "conversation.read", "conversation": str(uuid.uuid4()), "number": 1}
        if ref % 10 == 0:
            verb = {"type": "dance"}
        await hanna.send({**verb, "ref": ref})
    await hanna.do("unwatch", topic="call.nothing")
    replies = [frame for frame in hanna.heard("reply") if frame["ref"] in refs]
    assert Counter(frame["ref"] for frame in replies) == Counter(refs)
    wrong = {frame["ref"]: frame["error"]["code"] for frame in replies if not frame["ok"]}
    assert wrong == {
        ref: "unknown_verb" if ref % 10 == 0 else "not_found"
        for ref in refs
        if ref % 10 == 0 or ref % 4 == 0
    }


async def test_a_reply_waits_for_the_commit(people: Cast, connect: Connect, talk: str) -> None:
    hanna = await connect(people.hanna)
    other = await connect(people.hanna, on=1)
    ana = await connect(people.ana)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM conversations WHERE public_id = %s FOR UPDATE", [talk])
        said = asyncio.create_task(hanna.say(talk, "Held up at the door"))
        # The same person's other socket is not held up, and neither is this one's reader.
        await other.do("conversation.read", conversation=str(talk), number=0)
        assert not said.done()
        assert ana.heard("message.created") == []
    sent = await said
    here = Message.objects.filter(conversation__public_id=talk, number=sent["number"])
    assert [message.content for message in here] == ["Held up at the door"]
    await ana.hears("message.created", content="Held up at the door")


async def test_a_waiting_command_gives_up_with_unavailable(
    people: Cast, connect: Connect, talk: str
) -> None:
    hanna = await connect(people.hanna)
    key = str(uuid.uuid4())
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM conversations WHERE public_id = %s FOR UPDATE", [talk])
        error = await hanna.refused("message.send", key=key, conversation=talk, content="Hello?")
    assert (error["code"], error["retry"]) == ("unavailable", True)
    assert not Message.objects.filter(key=key).exists()
    sent = await hanna.say(talk, "Hello?", key=key)
    assert not sent["duplicate"]


async def test_versions_follow_each_other_on_every_observer(
    people: Cast, connect: Connect, talk: str
) -> None:
    """Three devices of two people on two processes, three of them talking at once."""
    topic = f"conversation.{talk}"
    clients = [
        await connect(person, on=on) for person in (people.hanna, people.ana) for on in (0, 1)
    ]
    mika = await connect(people.mika)

    last = 50
    every = list(range(6, last + 1))

    def told(frame: dict[str, Any]) -> int | None:
        return frame.get("version") if frame.get("topic") == topic else None

    def head(frame: dict[str, Any]) -> int | None:
        return frame["topics"].get(topic) if frame["type"] == "heads" else None

    async def talk_on(client: int) -> None:
        for number in range(15):
            await clients[client].say(talk, f"{client}.{number}")

    await asyncio.gather(*(talk_on(client) for client in (0, 1, 2)))
    for client in clients:
        await client.wait(lambda frame: last in (told(frame), head(frame)))
        heard = client.versions(topic)
        assert heard == sorted(set(heard))
        synced = (await client.do("sync", cursors={topic: 5}))[topic]["objects"]
        assert [one["version"] for one in synced] == every
    # Only a machine that has no time for it makes a hole, which a client sees and asks about.
    whole = [client for client in clients if client.versions(topic) == every]
    assert whole
    contents = [[f["data"]["content"] for f in c.heard("message.created")] for c in whole]
    assert all(heard == contents[0] for heard in contents)
    assert mika.events() == []


async def test_a_fault_of_ours_is_an_answer_and_not_the_end(
    people: Cast, connect: Connect, talk: str, exploding: None
) -> None:
    hanna = await connect(people.hanna)
    ana = await connect(people.ana)
    error = await hanna.refused(
        "message.send", key=str(uuid.uuid4()), conversation=talk, content="explode"
    )
    assert (error["code"], error["retry"]) == ("internal", False)
    assert "chalk" not in str(error)
    await hanna.say(talk, "Never mind")
    await ana.hears("message.created", content="Never mind")
    assert [f["data"]["content"] for f in ana.heard("message.created")] == ["Never mind"]


async def test_the_same_key_is_answered_the_same_everywhere(
    people: Cast, connect: Connect, talk: str
) -> None:
    """On any socket and with any ref, for ever."""
    key = str(uuid.uuid4())
    hanna, elsewhere = await connect(people.hanna), await connect(people.hanna, on=1)
    first = await hanna.say(talk, "Once", key=key)
    await elsewhere.do("unwatch", topic="call.x")
    for socket in (hanna, elsewhere, elsewhere):
        assert await socket.say(talk, "Once", key=key) == {**first, "duplicate": True}
    other = await hanna.refused("message.send", key=key, conversation=talk, content="Twice")
    assert other["code"] == "key_mismatch"
    ana = await connect(people.ana)
    assert not (await ana.say(talk, "Once", key=key))["duplicate"]
    assert Message.objects.filter(conversation__public_id=talk, content="Once").count() == 2
