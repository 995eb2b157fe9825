"""Who sees what, at every door: visitor, stranger, follower, ex-follower, blocked, author."""

import uuid
from typing import NamedTuple
from uuid import UUID

import httpx
import pytest

from people.models import User
from tests.client import Http
from tests.conftest import Connect, Over
from tests.feed.posting import (
    block,
    change,
    follow,
    for_followers,
    publish,
    remove_follower,
    unfollow,
)
from tests.people import Cast, model
from tests.processes import Web

WORD = "Xylographie"


class Readers(NamedTuple):
    stranger: User
    follower: User
    left: User
    removed: User
    blocked: User
    blocker: User
    author: User


#: Whether they see what is for everybody, and what is for followers.
SEES = {
    "stranger": (True, False),
    "follower": (True, True),
    "left": (True, False),
    "removed": (True, False),
    "blocked": (False, False),
    "blocker": (False, False),
    "author": (True, True),
}


@pytest.fixture
def readers(people: Cast) -> Readers:
    hanna = people.hanna
    removed, blocked, blocker = (model(name) for name in "UVW")
    found = Readers(people.mika, people.ana, people.jane, removed, blocked, blocker, hanna)
    for reader in found[1:-1]:
        follow(reader, hanna)
    unfollow(found.left, hanna)
    remove_follower(hanna, found.removed)
    block(hanna, found.blocked)
    block(found.blocker, hanna)
    return found


class Posts(NamedTuple):
    public: UUID
    private: UUID
    turned: UUID

    def seen_in(self, text: str) -> tuple[bool, bool]:
        """Whether the public one is in an answer, and whether anything for followers is."""
        return str(self.public) in text, any(str(post) in text for post in self[1:])


@pytest.fixture
def posts(readers: Readers) -> Posts:
    """One for all, one for followers, and one that was for all and is for followers now."""
    hanna = readers.author
    public, private = publish(hanna, f"{WORD} for all"), for_followers(hanna, f"{WORD} inside")
    turned = publish(hanna, f"{WORD} turned")
    change(hanna, turned, visibility="followers_only")
    return Posts(public, private, turned)


@pytest.mark.parametrize("who", SEES)
async def test_over_http(readers: Readers, posts: Posts, over_http: Over, who: str) -> None:
    http = over_http(getattr(readers, who))
    handle = readers.author.handle
    page = await http.read(f"people/{handle}/posts")
    assert posts.seen_in(page.text) == SEES[who]
    found = await http.read("posts", search=WORD[:6].lower())
    assert posts.seen_in(found.text) == SEES[who]
    home = await http.read("feed")
    assert posts.seen_in(home.text) == ((True, True) if who == "follower" else (False, False))
    news = await http.read("feed/news")
    assert news.json() == {"count": 3 if who == "follower" else 0}
    if who == "blocked":
        assert page.status_code == 404
        assert page.content == (await http.read("people/nobody-at-all/posts")).content


@pytest.mark.parametrize("who", SEES)
async def test_over_the_socket(
    readers: Readers, posts: Posts, connect: Connect, over_http: Over, who: str
) -> None:
    """Each face of the topic, by watching, by catching up, and live."""
    hanna = over_http(readers.author)
    socket = await connect(getattr(readers, who))
    place = f"profile.{readers.author.public_id}"
    sees = dict(zip((place, f"{place}.followers"), SEES[who], strict=True))
    for topic, granted in sees.items():
        watching = await socket.ask("watch", topic=topic)
        assert watching["ok"] is granted
        caught = await socket.do("sync", cursors={topic: 0})
        assert (topic in caught) is granted
        if not granted:
            nowhere = await socket.ask("watch", topic=f"profile.{uuid.uuid4()}.followers")
            assert watching["error"] == nowhere["error"]
    for content, visibility in (("Only inside", "followers_only"), ("Everybody", "public")):
        ask = {"key": str(uuid.uuid4()), "content": content, "visibility": visibility}
        await hanna.do("post.publish", **ask)
    if sees[place]:
        await socket.hears("post.changed", content="Everybody")
    text = str(socket.frames)
    assert ("Everybody" in text) is sees[place]
    assert ("inside" in text) is SEES[who][1]


async def test_the_public_face_neither_says_nor_counts_what_is_for_followers(
    people: Cast, connect: Connect, over_http: Over
) -> None:
    topic = f"profile.{people.hanna.public_id}"
    publish(people.hanna)
    mika = await connect(people.mika)
    before = (await mika.do("watch", topic=topic))["version"]
    secret = for_followers(people.hanna)
    change(people.hanna, secret, content="Still between us")
    assert (await mika.do("sync", cursors={topic: before}))[topic] == {
        "version": before,
        "objects": [],
    }
    ask = {"key": str(uuid.uuid4()), "content": "For all"}
    posted = await over_http(people.hanna).do("post.publish", **ask)
    heard = await mika.hears("post.changed", id=posted["post"])
    assert heard["version"] == before + 1


async def visitor(web: Web, path: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=web.origin) as client:
        return await client.get(path)


@pytest.mark.parametrize("path", ["api/v1/people/{}/posts", "@{}/rss.xml", "@{}/atom.xml"])
async def test_a_visitor_without_an_account(
    readers: Readers, posts: Posts, webs: list[Web], path: str
) -> None:
    answer = await visitor(webs[0], "/" + path.format(readers.author.handle))
    assert answer.status_code == 200
    assert posts.seen_in(answer.text) == (True, False)
    assert "inside" not in answer.text
    assert (await visitor(webs[0], "/" + path.format("nobody-at-all"))).status_code == 404


async def test_a_visitor_reads_pages_and_nothing_else(
    people: Cast, webs: list[Web], over_http: Over
) -> None:
    handle = people.hanna.handle
    for path in (f"people/{handle}", f"people/{handle}/upcoming"):
        assert (await visitor(webs[0], f"/api/v1/{path}")).status_code == 200
    for path in ("feed", "feed/news", "feed/suggestions", "posts?search=x", "people"):
        assert (await visitor(webs[0], f"/api/v1/{path}")).status_code == 401
    for path in (f"people/{handle}/followers", f"people/{handle}/following"):
        assert (await visitor(webs[0], f"/api/v1/{path}")).status_code == 401
    wrong = Http(webs[0].origin, "wrong")
    assert (await wrong.read(f"people/{handle}/posts")).status_code == 401
    await wrong.client.aclose()
