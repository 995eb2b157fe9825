"""Mika is connected, listens everywhere, and guesses: none of it tells her anything."""

import uuid

from tests import stories
from tests.client import Client
from tests.conftest import Connect, Over
from tests.people import Cast


async def an_evening_is_arranged(people: Cast, connect: Connect) -> tuple[list[str], list[str]]:
    """From the first word to the booking, over both processes. Its ids, and its words."""
    hanna, ana = await connect(people.hanna), await connect(people.ana, on=1)
    jane = await connect(people.jane)
    session = await hanna.do(
        "session.create",
        key=str(uuid.uuid4()),
        title="Secret evening",
        local_start="2040-05-01T19:00:00",
        minutes=120,
        time_zone="UTC",
        place="A hidden attic",
    )
    opened = await hanna.do(
        "call.open",
        key=str(uuid.uuid4()),
        session=session["session"],
        expires_at="2040-04-30T19:00:00Z",
        requirements=stories.DYNAMIC,
        note="With red drapes",
    )
    await hanna.do("watch", topic=f"call.{opened['call']}.host")
    applied = [
        await model.do("call.apply", key=str(uuid.uuid4()), call=opened["call"], note="Gladly mine")
        for model in (ana, jane)
    ]
    talk = applied[0]["conversation"]
    await ana.say(talk, "Whispered words")
    await hanna.hears("message.created", content="Whispered words")
    booked = await hanna.do(
        "call.confirm", key=str(uuid.uuid4()), application=applied[0]["application"]
    )
    await ana.hears("booking.changed", state="confirmed")
    await jane.hears("application.changed", status="rejected")
    ids = [session["session"], talk, applied[0]["application"], booked["booking"]]
    words = ["Secret evening", "hidden attic", "Gladly mine", "Whispered words", "red drapes"]
    return ids, [*words, people.ana.email, people.hanna.email]


async def test_a_stranger_hears_nothing(people: Cast, connect: Connect, over_http: Over) -> None:
    mikas = [await connect(people.mika, on=on) for on in (0, 1)]
    ids, words = await an_evening_is_arranged(people, connect)
    for mika in mikas:
        await mika.do("unwatch", topic="call.x")
        assert mika.events() == []
    cursors = {f"{kind}.{id}": 0 for id in ids for kind in ("conversation", "call")}
    cursors |= {f"call.{id}.host": 0 for id in ids}
    returning = await connect(people.mika, hello=False)
    welcome = await returning.hello(cursors=cursors)
    assert sorted(welcome.pop("gone")) == sorted(cursors)
    assert await returning.do("sync", cursors=cursors) == {}
    http = over_http(people.mika)
    paths = ["me", "people", "inbox", "board", "calls", "applications", "agenda", "sign-ins"]
    paths += [f"conversations/{id}{more}" for id in ids for more in ("", "/card", "/messages")]
    paths += [f"calls/{id}{more}" for id in ids for more in ("", "/host")]
    told = [(await http.read(path)).text for path in paths] + [str(welcome)]
    assert [secret for secret in (*ids[1:], *words[:4]) if secret in "".join(told)] == []
    assert not [email for email in words[-2:] if email in "".join(told)]


async def test_what_a_model_may_not_know(people: Cast, connect: Connect, over_http: Over) -> None:
    """Jane applied as well, and learns neither of Ana nor of how many there were."""
    jane_live: Client = await connect(people.jane)
    _, words = await an_evening_is_arranged(people, connect)
    jane = over_http(people.jane)
    told = [(await jane.read(path)).text for path in ("board", "applications", "inbox", "agenda")]
    told.append(str(jane_live.frames))
    everything = "".join(told)
    assert "Secret evening" in everything
    assert people.ana.handle not in everything
    assert str(people.ana.public_id) not in everything
    assert [word for word in ("hidden attic", "Whispered words") if word in everything] == []
    assert '"applied"' not in everything
    assert words
