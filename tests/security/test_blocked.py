"""Somebody who is blocked hears nothing any more: live, by cursor, over HTTP, by searching."""

import uuid
from typing import Any

from tests import stories
from tests.client import Client
from tests.conftest import Connect, Over
from tests.people import Cast


async def test_after_a_block_nothing_is_heard_live(
    people: Cast, connect: Connect, over_http: Over, talk: str, call: str
) -> None:
    hanna, ana = await connect(people.hanna), await connect(people.ana, on=1)
    jane = await connect(people.jane)
    for model in (ana, jane):
        await model.do("watch", topic=f"call.{call}")
    await hanna.do("block", person=str(people.ana.public_id))
    await ana.hears("conversation.changed", blocked=True)
    seen = len(ana.frames)
    for speaker in (hanna, ana):
        error = await speaker.refused(
            "message.send", key=str(uuid.uuid4()), conversation=talk, content="Still?"
        )
        assert error["code"] == "blocked"
    applied = await jane.do("call.apply", key=str(uuid.uuid4()), call=call)
    await hanna.do("call.confirm", key=str(uuid.uuid4()), application=applied["application"])
    await jane.hears("call.changed", status="filled")
    another = str(stories.open_call(people.hanna))
    await ana.do("unwatch", topic="call.x")
    new = [frame for frame in ana.frames[seen:] if frame["type"] not in ("reply", "revoked")]
    assert new == []
    assert another not in str(ana.frames)


async def test_by_cursor_there_is_nothing_new(
    people: Cast, connect: Connect, talk: str, call: str
) -> None:
    """What was said before stays readable; nothing is added to it."""
    conversation, place = f"conversation.{talk}", f"call.{call}"
    hanna = await connect(people.hanna)
    await hanna.do("block", person=str(people.ana.public_id))
    ana = await connect(people.ana, hello=False)
    welcome = await ana.hello(cursors={conversation: 5, place: 0})
    assert welcome["gone"] == [place]
    objects = (await ana.do("sync", cursors={conversation: 5}))[conversation]["objects"]
    assert [item["type"] for item in objects] == ["conversation.changed"]
    assert await ana.do("sync", cursors={place: 0, f"{place}.host": 0}) == {}
    assert (await ana.refused("watch", topic=place))["code"] == "not_found"


async def test_over_http_and_in_search_the_other_is_not_there(
    people: Cast, over_http: Over, call: str
) -> None:
    hanna, ana, jane = (over_http(person) for person in people[:3])
    handle = people.hanna.handle
    pages: list[tuple[str, dict[str, str]]] = [
        (f"people/{handle}", {}),
        (f"calls/{call}", {}),
        ("people", {"search": handle}),
        ("board", {}),
    ]
    for page, query in pages:
        assert handle in (await ana.read(page, **query)).text
    await hanna.do("block", person=str(people.ana.public_id))
    for page, query in pages:
        assert handle not in (await ana.read(page, **query)).text
        assert handle in (await jane.read(page, **query)).text
    gone = await ana.ask("call.apply", key=str(uuid.uuid4()), call=call)
    nowhere = await ana.ask("call.apply", key=str(uuid.uuid4()), call=str(uuid.uuid4()))
    assert gone.json() == nowhere.json()
    found = await hanna.read("people", search=people.ana.handle)
    assert found.json() == {"people": [], "followed": [], "next": None}


async def test_being_blocked_cannot_be_told_from_the_answer_to_a_block(
    people: Cast, connect: Connect
) -> None:
    async def block(client: Client, person: Any) -> Any:
        done = await client.do("block", person=str(person.public_id))
        return sorted(done)

    hanna, ana = await connect(people.hanna), await connect(people.ana)
    await hanna.do("block", person=str(people.ana.public_id))
    assert await block(ana, people.hanna) == await block(ana, people.jane)
    nobody = await ana.refused("block", person=str(uuid.uuid4()))
    assert nobody["code"] == "not_found"


async def test_after_an_unblock_they_may_talk_again(
    people: Cast, connect: Connect, talk: str
) -> None:
    hanna, ana = await connect(people.hanna), await connect(people.ana)
    await hanna.do("block", person=str(people.ana.public_id))
    await hanna.do("unblock", person=str(people.ana.public_id))
    await hanna.say(talk, "I was wrong")
    await ana.hears("message.created", content="I was wrong")
