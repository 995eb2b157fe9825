"""Catching up on a topic: page by page, and told by `heads` when the live frame got lost."""

import uuid

from protocol import publish
from protocol.publish import Part, Publication
from tests import stories
from tests.conftest import Connect
from tests.consumers.conftest import OnTheBus, in_a_batch
from tests.people import Cast
from tests.processes import Web

#: A sweep every two seconds, and what it takes.
HEALED = 2.5


async def test_what_is_long_comes_in_pages(
    people: Cast, connect: Connect, talk: str, strict: Web
) -> None:
    for number in range(12):
        stories.say(people.hanna, uuid.UUID(talk), f"Pose {number}")
    topic, pages, cursor = f"conversation.{talk}", [], 5
    ana = await connect(people.ana, to=strict)
    while True:
        state = (await ana.do("sync", cursors={topic: cursor}))[topic]
        pages.append([item["version"] for item in state["objects"]])
        cursor = state["version"]
        if not state.get("more"):
            break
    assert pages == [[6, 7, 8, 9, 10], [11, 12, 13, 14, 15], [16, 17]]
    assert cursor == 17


async def test_ones_own_topic_comes_in_pages_too(
    people: Cast, connect: Connect, strict: Web
) -> None:
    for _ in range(7):
        stories.session(people.hanna)
    hanna, pages, cursor = await connect(people.hanna, to=strict), [], 0
    while True:
        state = (await hanna.do("sync", cursors={"user": cursor}))["user"]
        pages.append([item["version"] for item in state["objects"]])
        cursor = state["version"]
        if not state.get("more"):
            break
    assert pages == [[1, 2, 3, 4, 5], [6, 7]]


async def test_what_may_not_be_read_is_left_out(
    people: Cast, connect: Connect, talk: str, call: str
) -> None:
    mika = await connect(people.mika)
    names = [
        f"conversation.{talk}",
        f"conversation.{uuid.uuid4()}",
        f"call.{call}.host",
        f"call.{call}",
        "user",
        f"user.{people.ana.pk}",
        f"user.{people.mika.pk}",
        "%",
    ]
    states = await mika.do("sync", cursors=dict.fromkeys(names, 0))
    assert sorted(states) == [f"call.{call}", "user"]


async def test_a_cursor_that_cannot_be_continued_is_reset(
    people: Cast, connect: Connect, talk: str
) -> None:
    topic = f"conversation.{talk}"
    ana = await connect(people.ana)
    state = (await ana.do("sync", cursors={topic: 6}))[topic]
    assert (state["reset"], state["version"]) == ("ahead", 5)
    assert [item["version"] for item in state["objects"]] == [1, 2, 3, 4, 5]
    [reset] = ana.heard("reset")
    assert (reset["topic"], reset["reason"]) == (topic, "ahead")


async def test_a_change_that_may_not_be_seen_counts(
    people: Cast, connect: Connect, talk: str, bus: OnTheBus
) -> None:
    """For a member from whom something is hidden the version moves on, and what follows fits."""
    topic = f"conversation.{talk}"
    ana, mika = await connect(people.ana), await connect(people.mika)
    hidden = Part(publish.skip(topic, 6), [people.ana.pk])
    await bus(in_a_batch(Publication(topic, 6, [hidden])))
    skip = await ana.wait(lambda frame: frame["type"] == "skip")
    assert skip == {"type": "skip", "topic": topic, "version": 6}
    assert mika.events() == []


async def test_what_was_never_published_is_told_as_a_head(
    people: Cast, connect: Connect, talk: str
) -> None:
    """Committed by a process that died before it could tell: the sweep finds it."""
    topic = f"conversation.{talk}"
    sockets = [await connect(person, on=on) for person in people[:2] for on in (0, 1)]
    mika = await connect(people.mika)
    stories.say(people.hanna, uuid.UUID(talk), "Said, but not told")
    for socket in sockets:
        heads = await socket.wait(lambda frame: topic in frame.get("topics", ()), HEALED)
        assert heads == {"type": "heads", "topics": {topic: 6}}
        state = (await socket.do("sync", cursors={topic: 5}))[topic]
        assert [item["data"]["content"] for item in state["objects"]] == ["Said, but not told"]
    assert mika.events() == []


async def test_what_follows_a_lost_frame_does_not_wait_for_the_sweep(
    people: Cast, connect: Connect, talk: str, strict: Web
) -> None:
    """The hub knows from the numbers that one is missing, and says so."""
    topic = f"conversation.{talk}"
    hanna, ana = await connect(people.hanna), await connect(people.ana)
    await hanna.say(talk, "Heard")
    await ana.hears("message.created", content="Heard")
    stories.say(people.hanna, uuid.UUID(talk), "Lost")
    await hanna.say(talk, "Heard after it")
    heads = await ana.wait(lambda frame: frame["type"] == "heads")
    assert heads["topics"][topic] in (7, 8)
    state = (await ana.do("sync", cursors={topic: 6}))[topic]
    assert [item["data"]["content"] for item in state["objects"]] == ["Lost", "Heard after it"]


async def test_places_and_ones_own_topic_are_swept_as_well(
    people: Cast, connect: Connect, call: str
) -> None:
    places = [f"call.{call}", f"call.{call}.host"]
    hanna, ana = await connect(people.hanna), await connect(people.ana)
    for place in places:
        await hanna.do("watch", topic=place)
    await ana.do("watch", topic=places[0])
    mika = await connect(people.mika)
    applied = stories.apply(people.ana, uuid.UUID(call))
    await ana.wait(lambda frame: "user" in frame.get("topics", ()), HEALED)
    await hanna.wait(lambda frame: places[1] in frame.get("topics", ()), HEALED)
    stories.confirm(people.hanna, applied.application)
    for client in (hanna, ana):
        await client.wait(lambda frame: places[0] in frame.get("topics", ()), HEALED)
    assert not [frame for frame in ana.frames if places[1] in str(frame)]
    assert mika.events() == []
