"""A watch ends with its right: when the news of it is lost, and while the watch begins."""

import asyncio
import uuid
from collections.abc import Callable

import pytest

from people import actions
from people.models import User
from people.verbs import UpdateProfile
from tests.client import Client
from tests.conftest import Connect, Over, WebWith
from tests.consumers.test_held import models_locked, somebody_waits
from tests.feed.posting import block, follow, remove_follower, unfollow
from tests.people import Cast

ENDS: list[Callable[[User, User], object]] = [
    unfollow,
    lambda ana, hanna: remove_follower(hanna, ana),
    block,
    lambda ana, hanna: block(hanna, ana),
]


def face_of(author: User) -> str:
    return f"profile.{author.public_id}.followers"


async def is_taken_away(client: Client, topic: str) -> None:
    await client.wait(lambda frame: frame == {"type": "revoked", "topic": topic})


async def post(by: User, over_http: Over, content: str) -> None:
    ask = {"key": str(uuid.uuid4()), "content": content, "visibility": "followers_only"}
    await over_http(by).do("post.publish", **ask)


@pytest.mark.parametrize("end", ENDS)
async def test_the_sweep_ends_what_nobody_told(
    people: Cast, connect: Connect, over_http: Over, end: Callable[[User, User], object]
) -> None:
    """The end is published by a process whose bus nobody hears: this one."""
    topic = face_of(people.hanna)
    for follower in (people.ana, people.jane):
        follow(follower, people.hanna)
    feed, page = await connect(people.ana), await connect(people.ana, on=1)
    jane, mika = await connect(people.jane), await connect(people.mika)
    await feed.do("watch", topic="feed")
    for reader in (page, jane):
        await reader.do("watch", topic=topic)
    end(people.ana, people.hanna)
    for socket in (feed, page):
        await is_taken_away(socket, topic)
    await post(people.hanna, over_http, "Between us")
    await jane.hears("post.changed", content="Between us")
    for socket in (feed, page):
        assert await socket.do("sync", cursors={topic: 0}) == {}
        assert "Between us" not in str(socket.frames)
        assert [frame for frame in socket.heard("heads") if topic in frame["topics"]] == []
    assert jane.heard("revoked") == mika.events() == []


async def test_a_lost_block_ends_the_watch_of_a_call(
    people: Cast, connect: Connect, call: str
) -> None:
    hanna, ana, jane = [await connect(person) for person in people[:3]]
    for socket in (hanna, ana, jane):
        await socket.do("watch", topic=f"call.{call}")
    await hanna.do("watch", topic=f"call.{call}.host")
    block(people.hanna, people.ana)
    await is_taken_away(ana, f"call.{call}")
    applied = await jane.do("call.apply", key=str(uuid.uuid4()), call=call)
    await hanna.do("call.confirm", key=str(uuid.uuid4()), application=applied["application"])
    for socket in (hanna, jane):
        await socket.hears("call.changed", status="filled")
        assert socket.heard("revoked") == []
    assert ana.heard("call.changed") == []


async def test_a_role_that_is_given_up_is_looked_at(people: Cast) -> None:
    """Today no place hangs on a role alone; where one will, its watch ends by this."""
    actions.update_profile(UpdateProfile(about="I draw"), by=people.hanna)
    assert User.objects.get(pk=people.hanna.pk).rights_xid == 0
    actions.update_profile(UpdateProfile(is_host=False), by=people.hanna)
    assert User.objects.get(pk=people.hanna.pk).rights_xid > 0


@pytest.mark.parametrize("hello", [False, True])
async def test_a_right_that_ends_while_a_watch_begins(
    people: Cast,
    connect: Connect,
    over_http: Over,
    environment: dict[str, str],
    web_with: WebWith,
    hello: bool,
) -> None:
    """What was read still had the right in it; the answer must not."""
    topic, unswept = face_of(people.hanna), web_with(SWEEP=60)
    follow(people.ana, people.hanna)
    ana = await connect(people.ana, to=unswept, hello=not hello)
    with models_locked(environment):
        asking = ana.hello(cursors={topic: 0}) if hello else ana.ask("watch", topic=topic)
        watching = asyncio.create_task(asking)
        await somebody_waits()
        ended = over_http(people.hanna).do("follower.remove", person=str(people.ana.public_id))
        await asyncio.wait_for(ended, 3)
        await is_taken_away(ana, topic)
        assert not watching.done()
    answer = await watching
    if hello:
        assert (answer["gone"], topic in answer["topics"]) == ([topic], False)
    else:
        assert answer["error"]["code"] == "not_found"
    await post(people.hanna, over_http, "Too late")
    assert await ana.do("sync", cursors={topic: 0}) == {}
    assert "Too late" not in str(ana.frames)


async def test_a_follow_that_ends_while_the_feed_is_being_watched(
    people: Cast,
    connect: Connect,
    over_http: Over,
    environment: dict[str, str],
    web_with: WebWith,
) -> None:
    topic = face_of(people.hanna)
    for author in (people.hanna, people.jane):
        follow(people.ana, author)
    ana = await connect(people.ana, to=web_with(SWEEP=60))
    with models_locked(environment):
        watching = asyncio.create_task(ana.do("watch", topic="feed"))
        await somebody_waits()
        ended = over_http(people.hanna).do("follower.remove", person=str(people.ana.public_id))
        await asyncio.wait_for(ended, 3)
        assert not watching.done()
    assert await watching == {"watched": 2}
    await is_taken_away(ana, topic)
    await post(people.hanna, over_http, "Too late")
    await post(people.jane, over_http, "For Ana")
    await ana.hears("post.changed", content="For Ana")
    assert "Too late" not in str(ana.frames)


async def test_who_may_still_watch_is_left_alone(
    people: Cast, connect: Connect, over_http: Over
) -> None:
    """Ana and Mika part: what she follows elsewhere goes on."""
    follow(people.ana, people.hanna)
    ana = await connect(people.ana)
    await ana.do("watch", topic="feed")
    public = f"profile.{people.mika.public_id}"
    await ana.do("watch", topic=public)
    block(people.mika, people.ana)
    await is_taken_away(ana, public)
    await post(people.hanna, over_http, "Still there")
    await ana.hears("post.changed", content="Still there")
    assert [frame["topic"] for frame in ana.heard("revoked")] == [public]
