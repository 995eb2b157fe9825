"""An answer is bounded over all that was asked for in it; who asks again gets all the rest."""

import uuid
from typing import Any
from uuid import UUID

import msgspec
import pytest

from feed.actions import posts
from feed.verbs import PublishPost
from tests import stories
from tests.conftest import Connect, Over, WebWith
from tests.people import Cast, host
from tests.processes import Web

Json = dict[str, Any]
BYTES, OBJECTS = 6_000, 12
#: An object that goes over, and what is around the objects of a few dozen topics.
ONE_OBJECT, AROUND = 17_000, 6_000


@pytest.fixture
def tight(web_with: WebWith) -> Web:
    return web_with(ANSWER_BYTES=BYTES, ANSWER_OBJECTS=OBJECTS)


@pytest.fixture
def talks(people: Cast) -> list[str]:
    """Five conversations of Hanna's; in the first are texts as large as they may be."""
    others = [people.ana, people.jane, people.mika, host(), host()]
    found = [stories.talking(people.hanna, other) for other in others]
    for _ in range(4):
        stories.say(people.ana, found[0], "\N{SNOWMAN}" * 4_000)
    for talk in found[1:]:
        for number in range(5):
            stories.say(people.hanna, talk, f"Text {number}")
    return [f"conversation.{talk}" for talk in found]


def spellings(topic: str) -> list[str]:
    kind, _, name = topic.partition(".")
    id = UUID(name)
    others = (id.hex, f"{{{id}}}", id.urn, name.upper(), name[:-1] + name[-1:].upper() + " ")
    return [f"{kind}.{other}" for other in others if other != name]


def size(answer: Json) -> int:
    return len(msgspec.json.encode(answer))


async def test_a_topic_has_one_name(
    people: Cast, talks: list[str], connect: Connect, over_http: Over
) -> None:
    names = [talks[1], *spellings(talks[1])]
    assert len(names) > 4
    hanna = await connect(people.hanna)
    for ask in (hanna.do, over_http(people.hanna).do):
        assert sorted(await ask("sync", cursors=dict.fromkeys(names, 1))) == [talks[1]]
    greeted = await (await connect(people.hanna, hello=False)).hello(
        epoch=hanna.heard("welcome")[0]["epoch"], cursors=dict.fromkeys(names, 1)
    )
    assert sorted(greeted["topics"]) == [talks[1], "user"]
    assert sorted(greeted["gone"]) == sorted(spellings(talks[1]))


async def test_a_place_has_one_name(people: Cast, call: str, connect: Connect) -> None:
    ana = await connect(people.ana)
    for topic in spellings(f"call.{call}"):
        reply = await ana.ask("watch", topic=topic)
        assert reply["error"]["code"] == "not_found"
    await ana.do("watch", topic=f"call.{call}")


@pytest.mark.parametrize("over", ["socket", "http"])
async def test_what_does_not_fit_comes_when_it_is_asked_for_again(
    people: Cast, talks: list[str], tight: Web, connect: Connect, over_http: Over, over: str
) -> None:
    wide = await (await connect(people.hanna)).do("sync", cursors=dict.fromkeys(talks, 1))
    if over == "http":
        ask = over_http(people.hanna, to=tight).do
    else:
        ask = (await connect(people.hanna, to=tight)).do
    found: dict[str, list[Json]] = {talk: [] for talk in talks}
    cursors, answers = dict.fromkeys(talks, 1), 0
    while cursors:
        states = await ask("sync", cursors=cursors)
        assert size(states) < BYTES + ONE_OBJECT + AROUND
        assert sum(len(state["objects"]) for state in states.values()) <= OBJECTS
        assert any(not state.get("more") or state["objects"] for state in states.values())
        for talk, state in states.items():
            found[talk] += state["objects"]
            assert state["version"] >= cursors[talk]
        cursors = {t: s["version"] for t, s in states.items() if s.get("more")}
        answers += 1
    assert found == {talk: state["objects"] for talk, state in wide.items()}
    assert answers > 4


async def test_a_welcome_is_bounded_too(
    people: Cast, talks: list[str], tight: Web, connect: Connect
) -> None:
    """Also where all has to be told as a snapshot: after another epoch."""
    for epoch in ("the same", "another"):
        hanna = await connect(people.hanna, to=tight)
        known = hanna.heard("welcome")[0]["epoch"] if epoch == "the same" else epoch
        again = await connect(people.hanna, to=tight, hello=False)
        welcome = await again.hello(epoch=known, cursors=dict.fromkeys(talks, 1))
        heads = {key: welcome[key] for key in ("inbox", "topics")}
        assert size(heads) < BYTES + 2 * ONE_OBJECT + AROUND
        assert welcome["inbox"]["more"]
        later = {t: s for t, s in welcome["topics"].items() if s.get("more")}
        assert later
        numbers = {t: told(s) for t, s in welcome["topics"].items() if t in talks}
        while later:
            states = await again.do("sync", cursors={t: s["version"] for t, s in later.items()})
            for talk, state in states.items():
                numbers[talk] |= told(state)
            later = {t: s for t, s in states.items() if s.get("more")}
        assert {t: max(n) for t, n in numbers.items()} == {
            talk: 6 if talk == talks[0] else 7 for talk in talks
        }


def told(state: Json) -> set[int]:
    """Numbers of the messages in a state."""
    return {o["data"]["number"] for o in state["objects"] if o["type"].startswith("message.")}


async def test_watching_is_bounded_too(people: Cast, tight: Web, connect: Connect) -> None:
    for _ in range(4):
        post = PublishPost(key=uuid.uuid4(), content="\N{SNOWMAN}" * 4_000)
        posts.publish_post(post, by=people.hanna)
    ana = await connect(people.ana, to=tight)
    topic = f"profile.{people.hanna.public_id}"
    state = await ana.do("watch", topic=topic, version=0)
    assert size(state) < BYTES + ONE_OBJECT + AROUND
    read = len(state["objects"])
    while state.get("more"):
        state = (await ana.do("sync", cursors={topic: state["version"]}))[topic]
        read += len(state["objects"])
    assert read == 4


async def test_a_stranger_gets_nothing_however_they_ask(
    people: Cast, talks: list[str], tight: Web, connect: Connect
) -> None:
    """Also not that there is more."""
    mika = await connect(people.mika, to=tight)
    unknown = f"conversation.{uuid.uuid4()}"
    names = [talks[2], unknown, *(t for t in talks if t != talks[2])]
    assert set(await mika.do("sync", cursors=dict.fromkeys(names, 1))) == {talks[2]}
