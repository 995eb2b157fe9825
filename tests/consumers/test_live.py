"""Two people talk, live; a stranger hears nothing."""

import uuid

from tests.conftest import Connect
from tests.people import Cast


async def test_a_text_reaches_the_other_person_and_nobody_else(
    people: Cast, connect: Connect
) -> None:
    hanna = await connect(people.hanna)
    ana = await connect(people.ana, on=1)
    mika = await connect(people.mika)
    started = await hanna.do(
        "conversation.start",
        key=str(uuid.uuid4()),
        people=[str(people.ana.public_id)],
        content="Can you bring red drapes?",
    )
    frame = await ana.hears("message.created", content="Can you bring red drapes?")
    assert frame["unread"] == 1
    assert frame["data"]["conversation"] == started["conversation"]
    await ana.say(started["conversation"], "I can!")
    answer = await hanna.hears("message.created", content="I can!")
    assert answer["unread"] == 1
    assert mika.events() == []
