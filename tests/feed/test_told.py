"""The hint: online followers hear of a post at once, and of its end; and only they."""

import uuid
from typing import Any

import pytest

from tests.client import Client, Http
from tests.conftest import Connect, Over
from tests.feed.posting import follow, publish
from tests.people import Cast
from tests.verify import Verify, frames_at


async def say(door: Client | Http, content: str = "Come and draw", **fields: Any) -> str:
    ask = {"key": str(uuid.uuid4()), "content": content, **fields}
    return str((await door.do("post.publish", **ask))["post"])


def test_a_post_is_told_to_no_person_by_name(people: Cast, verify: Verify) -> None:
    """Two places hear of it, however many follow."""
    for follower in (people.ana, people.jane, people.mika):
        follow(follower, people.hanna)
    with verify(whole=True) as told:
        publish(people.hanna)
        faces = [f"profile.{people.hanna.public_id}{face}" for face in ("", ".followers")]
        assert [len(frames_at(face, told)) for face in faces] == [1, 1]
        assert len(told) == 2


async def test_one_watch_hears_of_everybody_i_follow(people: Cast, connect: Connect) -> None:
    for author in (people.hanna, people.jane):
        follow(people.ana, author)
    ana, mika = await connect(people.ana), await connect(people.mika, on=1)
    assert await ana.do("watch", topic="feed") == {"watched": 2}
    assert await mika.do("watch", topic="feed") == {"watched": 0}
    hanna, jane = await connect(people.hanna), await connect(people.jane, on=1)
    first = await say(hanna, visibility="followers_only")
    second = await say(jane)
    await say(mika)
    await ana.hears("post.changed", id=first)
    await ana.hears("post.changed", id=second)
    await hanna.do("post.delete", post=first)
    await ana.hears("post.removed", id=first)
    assert mika.events() == []
    await ana.do("unwatch", topic="feed")
    await say(hanna, "Unheard")
    await ana.do("unwatch", topic="feed")
    assert "Unheard" not in str(ana.frames)


@pytest.mark.parametrize(
    ("by", "verb"), [("ana", "unfollow"), ("hanna", "follower.remove"), ("hanna", "block")]
)
async def test_who_follows_no_more_hears_nothing_for_followers(
    people: Cast, connect: Connect, over_http: Over, by: str, verb: str
) -> None:
    topic = f"profile.{people.hanna.public_id}.followers"
    follow(people.ana, people.hanna)
    feed, page = await connect(people.ana), await connect(people.ana, on=1)
    await feed.do("watch", topic="feed")
    await page.do("watch", topic=topic)
    hanna, ana = over_http(people.hanna), over_http(people.ana)
    other = people.hanna if by == "ana" else people.ana
    await (ana if by == "ana" else hanna).do(verb, person=str(other.public_id))
    for socket in (feed, page):
        await socket.wait(lambda frame: frame == {"type": "revoked", "topic": topic})
        await socket.hears("follows.changed", following=0)
        assert (await socket.refused("watch", topic=topic))["code"] == "not_found"
    await say(hanna, "Between us", visibility="followers_only")
    for socket in (feed, page):
        assert await socket.do("sync", cursors={topic: 0}) == {}
        assert "Between us" not in str(socket.frames)


async def test_a_new_follow_is_heard_after_the_next_watch(
    people: Cast, connect: Connect, over_http: Over
) -> None:
    ana, hanna = await connect(people.ana), over_http(people.hanna)
    await ana.do("watch", topic="feed")
    await ana.do("follow", person=str(people.hanna.public_id))
    await ana.hears("follows.changed", following=1)
    assert await ana.do("watch", topic="feed") == {"watched": 1}
    post = await say(hanna)
    await ana.hears("post.changed", id=post)


async def test_a_post_that_turns_private_leaves_the_public_face(
    people: Cast, connect: Connect, over_http: Over
) -> None:
    hanna, mika = over_http(people.hanna), await connect(people.mika)
    await mika.do("watch", topic=f"profile.{people.hanna.public_id}")
    post = await say(hanna, "First for all")
    await mika.hears("post.changed", id=post)
    await hanna.do(
        "post.update",
        post=post,
        content="Now inside",
        visibility="followers_only",
        link_url=None,
        expires_at=None,
    )
    await mika.hears("post.removed", id=post)
    assert "Now inside" not in str(mika.frames)


async def test_what_got_lost_is_found_by_the_sweep(people: Cast, connect: Connect) -> None:
    """Published by a process whose bus nobody hears: this one."""
    follow(people.ana, people.hanna)
    topic = f"profile.{people.hanna.public_id}.followers"
    ana, jane = await connect(people.ana), await connect(people.jane)
    await ana.do("watch", topic="feed")
    publish(people.hanna)
    heads = await ana.wait(lambda frame: frame["type"] == "heads")
    assert heads["topics"] == {topic: 1}
    [found] = (await ana.do("sync", cursors={topic: 0}))[topic]["objects"]
    assert found["type"] == "post.changed"
    assert jane.events() == []


async def test_a_hello_continues_where_a_page_stood(people: Cast, connect: Connect) -> None:
    topic = f"profile.{people.hanna.public_id}"
    publish(people.hanna)
    mika = await connect(people.mika, hello=False)
    welcome = await mika.hello(cursors={topic: 1, f"{topic}.followers": 0})
    assert welcome["gone"] == [f"{topic}.followers"]
    assert welcome["topics"][topic]["version"] == 1
