"""The first frame: what a new device, a returning one and a stranger are told."""

import uuid
from typing import Any

import pytest

from protocol.wire import LARGEST_NUMBER
from tests import stories
from tests.conftest import Connect
from tests.people import Cast
from tests.processes import Web


async def test_a_new_device_is_told_who_it_is_and_what_there_is(
    people: Cast, connect: Connect, talk: str
) -> None:
    ana = await connect(people.ana, hello=False)
    welcome = await ana.hello()
    [head] = welcome["inbox"]["heads"]
    assert welcome["me"]["handle"] == people.ana.handle
    assert welcome["me"]["email"] == people.ana.email
    assert (head["conversation"], head["version"], head["unread"]) == (talk, 5, 0)
    assert (welcome["inbox"]["more"], welcome["gone"]) == (False, [])
    assert list(welcome["topics"]) == ["user"]
    assert welcome["limits"]["credit_frames"] == 256
    assert {"epoch", "now", "heartbeat"} <= welcome.keys()


async def test_a_returning_device_gets_what_changed_since(
    people: Cast, connect: Connect, talk: str
) -> None:
    before = await (await connect(people.ana, hello=False)).hello()
    stories.say(people.hanna, uuid.UUID(talk), "While you were away")
    topic = f"conversation.{talk}"
    again = await connect(people.ana, hello=False)
    welcome = await again.hello(
        epoch=before["epoch"],
        user=before["topics"]["user"]["version"],
        inbox=before["inbox"]["cursor"],
        cursors={topic: 5},
    )
    state = welcome["topics"][topic]
    assert state["version"] == 6
    assert [(o["version"], o["data"]["content"]) for o in state["objects"]] == [
        (6, "While you were away")
    ]
    assert (state["unread"], state["last_read_number"]) == (1, 2)
    assert "reset" not in state
    assert talk in [head["conversation"] for head in welcome["inbox"]["heads"]]


async def test_a_returning_device_that_missed_nothing_gets_nothing(
    people: Cast, connect: Connect, talk: str
) -> None:
    before = await (await connect(people.ana, hello=False)).hello()
    topic = f"conversation.{talk}"
    again = await connect(people.ana, hello=False)
    welcome = await again.hello(epoch=before["epoch"], cursors={topic: 5})
    assert welcome["topics"][topic]["objects"] == []
    assert welcome["topics"][topic]["version"] == 5


async def test_cursors_of_another_past_do_not_count(
    people: Cast, connect: Connect, talk: str, call: str
) -> None:
    """The same numbers in a restored database are other facts: everything comes anew."""
    hanna = await connect(people.hanna, hello=False)
    places = [f"call.{call}", f"call.{call}.host"]
    fresh = await (await connect(people.hanna, hello=False)).hello(cursors=dict.fromkeys(places, 0))
    heads = {name: fresh["topics"][name]["version"] for name in places}
    welcome = await hanna.hello(
        epoch="another", user=999, inbox="999999999", cursors={f"conversation.{talk}": 5, **heads}
    )
    state = welcome["topics"][f"conversation.{talk}"]
    assert (state["reset"], state["version"]) == ("epoch", 5)
    assert [o["version"] for o in state["objects"]] == [1, 2, 3, 4, 5]
    assert [o["type"] for o in welcome["topics"][places[0]]["objects"]] == ["call.changed"]
    assert welcome["topics"][places[1]]["reset"] == "epoch"
    assert "reset" not in welcome["topics"]["user"]
    assert [head["conversation"] for head in welcome["inbox"]["heads"]] == [talk]


async def test_a_cursor_ahead_of_its_topic_is_reset(
    people: Cast, connect: Connect, talk: str
) -> None:
    before = await (await connect(people.ana, hello=False)).hello()
    topic = f"conversation.{talk}"
    ana = await connect(people.ana, hello=False)
    welcome = await ana.hello(
        epoch=before["epoch"], user=LARGEST_NUMBER, cursors={topic: LARGEST_NUMBER}
    )
    assert welcome["topics"][topic]["reset"] == "ahead"
    assert [o["version"] for o in welcome["topics"][topic]["objects"]] == [1, 2, 3, 4, 5]
    assert welcome["topics"]["user"]["reset"] == "ahead"


async def test_a_cursor_too_far_behind_is_reset(
    people: Cast, connect: Connect, talk: str, strict: Web
) -> None:
    for number in range(21):
        stories.say(people.hanna, uuid.UUID(talk), f"Evening {number}")
    topic = f"conversation.{talk}"
    before = await (await connect(people.ana, to=strict, hello=False)).hello()
    near = await connect(people.ana, to=strict, hello=False)
    welcome = await near.hello(epoch=before["epoch"], cursors={topic: 6})
    assert "reset" not in welcome["topics"][topic]
    far = await connect(people.ana, to=strict, hello=False)
    welcome = await far.hello(epoch=before["epoch"], cursors={topic: 5})
    state = welcome["topics"][topic]
    assert (state["reset"], state["version"]) == ("behind", 26)
    assert [o["data"]["number"] for o in state["objects"] if o["version"] > 4] == [
        19,
        20,
        21,
        22,
        23,
    ]


async def test_what_may_not_be_read_is_gone_and_the_rest_arrives(
    people: Cast, connect: Connect, talk: str, call: str
) -> None:
    mika = await connect(people.mika, hello=False)
    foreign = [
        f"conversation.{talk}",
        f"call.{call}.host",
        f"conversation.{uuid.uuid4()}",
        f"call.{uuid.uuid4()}",
        "call.nonsense",
        "nonsense",
        "",
    ]
    welcome = await mika.hello(cursors=dict.fromkeys([*foreign, f"call.{call}"], 0))
    assert sorted(welcome["gone"]) == sorted(foreign)
    assert sorted(welcome["topics"]) == sorted([f"call.{call}", "user"])


async def test_more_than_200_cursors_are_refused(people: Cast, connect: Connect) -> None:
    ana = await connect(people.ana, hello=False)
    cursors = {f"conversation.{uuid.uuid4()}": 0 for _ in range(201)}
    error = await ana.refused("hello", cursors=cursors)
    assert (error["code"], error["field"]) == ("bad_request", "cursors")
    cursors.popitem()
    assert len((await ana.hello(cursors=cursors))["gone"]) == 200


async def test_hello_is_said_once(people: Cast, connect: Connect) -> None:
    ana = await connect(people.ana)
    assert (await ana.refused("hello"))["code"] == "bad_request"


@pytest.mark.parametrize("verb", ["sync", "watch", "unwatch", "conversation.read"])
async def test_hello_comes_first(people: Cast, connect: Connect, talk: str, verb: str) -> None:
    every: dict[str, dict[str, Any]] = {
        "sync": {"cursors": {}},
        "watch": {"topic": f"conversation.{talk}"},
        "unwatch": {"topic": f"conversation.{talk}"},
        "conversation.read": {"conversation": talk, "number": 1},
    }
    ana = await connect(people.ana, hello=False)
    error = await ana.refused(verb, **every[verb])
    assert (error["code"], error["message"]) == ("bad_request", "Say hello first.")
    assert (await ana.hello())["type"] == "welcome"


async def test_a_socket_without_hello_hears_nothing_and_is_closed(
    people: Cast, connect: Connect, talk: str, strict: Web
) -> None:
    silent = await connect(people.ana, to=strict, hello=False)
    hanna = await connect(people.hanna, to=strict)
    await hanna.say(talk, "Are you there?")
    assert await silent.closed() == 4407
    [bye] = silent.frames
    assert (bye["type"], bye["code"], bye["reason"]) == ("bye", 4407, "no hello in time")
