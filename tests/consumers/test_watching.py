"""Places: the public face of a call for everybody, the host's for its host, until it ends."""

import json
import uuid

import pytest

from tests import stories
from tests.client import Frame
from tests.conftest import Connect, Over
from tests.people import Cast


def changes(frames: list[Frame], topic: str) -> list[Frame]:
    return [frame for frame in frames if frame.get("topic") == topic]


async def test_watchers_hear_the_same_bytes_and_others_nothing(
    people: Cast, connect: Connect, call: str
) -> None:
    topic = f"call.{call}"
    ana, jane = await connect(people.ana), await connect(people.jane, on=1)
    mika = await connect(people.mika)
    for watcher in (ana, jane):
        state = await watcher.do("watch", topic=topic)
        assert state["version"] == 1
        assert state["objects"][0]["data"]["status"] == "active"
    hanna = await connect(people.hanna)
    applied = await ana.do("call.apply", key=str(uuid.uuid4()), call=call)
    await hanna.do("call.confirm", key=str(uuid.uuid4()), application=applied["application"])
    heard = [await watcher.hears("call.changed", status="filled") for watcher in (ana, jane)]
    assert json.dumps(heard[0]) == json.dumps(heard[1])
    assert heard[0]["version"] == 2
    assert [frame["version"] for frame in changes(jane.frames, topic)] == [2]
    assert mika.events() == []


async def test_a_watch_continues_from_what_is_known(
    people: Cast, connect: Connect, call: str
) -> None:
    topic = f"call.{call}"
    ana = await connect(people.ana)
    assert await ana.do("watch", topic=topic, version=1) == {"version": 1, "objects": []}
    ahead = await ana.do("watch", topic=topic, version=10**12)
    assert [item["version"] for item in ahead["objects"]] == [1]


async def test_after_unwatch_nothing_is_heard(people: Cast, connect: Connect, call: str) -> None:
    topic = f"call.{call}"
    ana, jane = await connect(people.ana), await connect(people.jane)
    for watcher in (ana, jane):
        await watcher.do("watch", topic=topic)
    assert await ana.do("unwatch", topic=topic) == {}
    assert await ana.do("unwatch", topic="call.never watched") == {}
    hanna = await connect(people.hanna)
    applied = await ana.do("call.apply", key=str(uuid.uuid4()), call=call)
    await hanna.do("call.confirm", key=str(uuid.uuid4()), application=applied["application"])
    await jane.hears("call.changed", status="filled")
    await ana.hears("application.changed", status="accepted")
    assert changes(ana.frames, topic) == []


async def test_the_hosts_face_is_for_the_host_alone(
    people: Cast, connect: Connect, call: str
) -> None:
    topic = f"call.{call}.host"
    hanna, ana, jane = [await connect(person) for person in people[:3]]
    assert (await hanna.do("watch", topic=topic))["version"] == 0
    nowhere = await jane.refused("watch", topic=f"call.{uuid.uuid4()}.host")
    assert nowhere["code"] == "not_found"
    assert await jane.refused("watch", topic=topic) == nowhere
    await ana.do("call.apply", key=str(uuid.uuid4()), call=call)
    assert await ana.refused("watch", topic=topic) == nowhere
    first = await hanna.hears("applicant.changed", call=call)
    second = await hanna.hears("figures.changed", call=call)
    assert [first["version"], second["version"]] == [1, 2]
    assert [frame for frame in (*ana.frames, *jane.frames) if topic in str(frame)] == []


@pytest.mark.parametrize(
    "topic", ["user", "call", "call.", "call.x", "conversation.{talk}", "profile.ana", "*", ""]
)
async def test_there_is_nothing_else_to_watch(
    people: Cast, connect: Connect, talk: str, topic: str
) -> None:
    ana = await connect(people.ana)
    error = await ana.refused("watch", topic=topic.format(talk=talk))
    assert error["code"] == "not_found"


async def test_who_is_blocked_may_not_watch_any_more(
    people: Cast, connect: Connect, over_http: Over, call: str
) -> None:
    topic = f"call.{call}"
    sockets = [await connect(people.ana, on=on) for on in (0, 1)]
    jane = await connect(people.jane)
    for socket in (*sockets, jane):
        await socket.do("watch", topic=topic)
    hanna = over_http(people.hanna)
    await hanna.do("block", person=str(people.ana.public_id))
    for socket in sockets:
        revoked = await socket.wait(lambda frame: frame["type"] == "revoked")
        assert revoked == {"type": "revoked", "topic": topic}
        assert (await socket.refused("watch", topic=topic))["code"] == "not_found"
    applied = await jane.do("call.apply", key=str(uuid.uuid4()), call=call)
    await hanna.do("call.confirm", key=str(uuid.uuid4()), application=applied["application"])
    await jane.hears("call.changed", status="filled")
    for socket in sockets:  # who asks again at that very moment may be told twice, and no more
        told = changes(socket.events(), topic)
        assert 1 <= len(told) <= 2
        assert all(frame == {"type": "revoked", "topic": topic} for frame in told)
        assert await socket.do("sync", cursors={topic: 0}) == {}
    assert jane.heard("revoked") == []


async def test_what_is_watched_in_hello_is_authorised_anew(
    people: Cast, connect: Connect, call: str
) -> None:
    topics = [f"call.{call}", f"call.{call}.host"]
    ana = await connect(people.ana, hello=False)
    welcome = await ana.hello(cursors=dict.fromkeys(topics, 0))
    assert welcome["gone"] == [topics[1]]
    hanna = await connect(people.hanna, hello=False)
    assert (await hanna.hello(cursors=dict.fromkeys(topics, 0)))["gone"] == []
    jane = await connect(people.jane)
    applied = await jane.do("call.apply", key=str(uuid.uuid4()), call=call)
    await hanna.hears("applicant.changed", call=call)
    await hanna.do("call.confirm", key=str(uuid.uuid4()), application=applied["application"])
    await ana.hears("call.changed", status="filled")
    assert {frame.get("topic") for frame in ana.events()} == {topics[0]}
    assert stories.call_row(uuid.UUID(call)).status == "filled"
