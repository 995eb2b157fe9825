"""What nobody told a socket, because it got lost, is found by the sweep. Here nobody tells."""

from tests import stories
from tests.client import Client, Frame
from tests.conftest import Connect
from tests.people import Cast


async def hears_head(client: Client, topic: str, version: int) -> Frame:
    return await client.wait(lambda f: f["type"] == "heads" and f["topics"].get(topic) == version)


async def test_who_is_removed_is_told_of_it_and_of_nothing_after(
    people: Cast, connect: Connect
) -> None:
    for one in (people.ana, people.jane):
        stories.talking(people.hanna, one)
    crew = stories.group(people.hanna, people.ana, people.jane)
    topic, known = f"conversation.{crew}", stories.row_of(crew).version
    ana, jane, mika = [await connect(p) for p in (people.ana, people.jane, people.mika)]
    stories.remove(people.hanna, crew, people.ana)
    last = stories.place_of(people.ana, crew).version
    await hears_head(ana, topic, last)
    state = (await ana.do("sync", cursors={topic: known}))[topic]
    assert state["version"] == last
    assert state["objects"]
    stories.say(people.hanna, crew, "Without Ana")
    await hears_head(jane, topic, stories.row_of(crew).version)
    assert [f["topics"] for f in ana.heard("heads") if topic in f["topics"]] == [{topic: last}]
    assert mika.heard("heads") == []
