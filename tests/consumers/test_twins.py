"""The same verb at either door: the same fields, answers, errors, and done once."""

import asyncio
import random
import uuid
from datetime import timedelta
from typing import Any

import pytest

from consumers.commands import COMMANDS
from conversations.models import Message
from core.refused import CODES
from tests import stories
from tests.client import Client, Http
from tests.conftest import Connect, Over
from tests.doors import Doors
from tests.people import Cast, person, token
from tests.processes import Web
from tests.security.browser import Browser


async def refused_alike(
    socket: Client, http: Http | Browser, verb: str, **fields: Any
) -> dict[str, Any]:
    """The error, which is the same object at both doors."""
    error: dict[str, Any] = await socket.refused(verb, **fields)
    answer = await http.ask(verb, **fields)
    assert answer.json() == error
    assert answer.status_code == CODES[error["code"]].status
    return error


@pytest.mark.parametrize("verb", COMMANDS)
async def test_every_verb_has_a_twin_that_reads_the_same_fields(doors: Doors, verb: str) -> None:
    """With nothing but an unknown field, and with a field of the wrong type."""
    socket, http = await doors(person("Ana"), verb)
    unknown = await refused_alike(socket, http, verb, colour="blue")
    assert unknown["code"] == "bad_request"
    for field in COMMANDS[verb].ask.__struct_fields__:
        wrong = await refused_alike(socket, http, verb, **{field: {"$ne": 1}})
        assert wrong["code"] == "bad_request"


async def test_refusals_are_the_same(
    people: Cast, connect: Connect, over_http: Over, talk: str, call: str
) -> None:
    hanna, mika = await connect(people.hanna), await connect(people.mika)
    hanna_too, mika_too = over_http(people.hanna), over_http(people.mika, on=1)
    key, ana = str(uuid.uuid4()), str(people.ana.public_id)
    foreign = await refused_alike(
        mika, mika_too, "message.send", key=key, conversation=talk, content="Hi"
    )
    assert foreign["code"] == "not_found"
    text = {"key": str(uuid.uuid4()), "conversation": talk}
    await hanna.do("message.send", **text, content="One thing")
    other = await refused_alike(hanna, hanna_too, "message.send", **text, content="Another")
    assert other["code"] == "key_mismatch"
    unfit = await refused_alike(mika, mika_too, "call.apply", key=key, call=call)
    assert (unfit["code"], len(unfit["reasons"])) == ("not_eligible", 1)
    await mika.do("conversation.start", key=str(uuid.uuid4()), people=[ana], content="Hello Ana")
    eager = await refused_alike(
        mika, mika_too, "conversation.start", key=key, people=[ana], content="Hello?"
    )
    assert (eager["code"], eager["reasons"]) == ("forbidden", ["awaiting_answer"])
    session = str(stories.session(people.hanna))
    late = {"session": session, "expires_at": "2020-01-01T00:00:00Z"}
    closed = await refused_alike(hanna, hanna_too, "call.open", key=key, **late)
    assert (closed["code"], closed["field"]) == ("bad_request", "expires_at")


async def test_a_call_that_has_closed_says_so_at_both_doors(
    people: Cast, connect: Connect, over_http: Over
) -> None:
    call = str(stories.open_call(people.hanna, closes=timedelta(milliseconds=300)))
    await asyncio.sleep(0.4)
    ana, ana_too = await connect(people.ana), over_http(people.ana)
    late = await ana.refused("call.apply", key=str(uuid.uuid4()), call=call)
    assert late["code"] == "call_expired"
    answer = await ana_too.ask("call.apply", key=str(uuid.uuid4()), call=call)
    error = answer.json()
    assert answer.status_code == CODES["call_expired"].status
    by = [each.pop("receipt") for each in (late, error)]  # each was decided at its own moment
    assert late == error
    assert by[0]["expires_at"] == by[1]["expires_at"]
    assert by[1]["margin_ms"] < by[0]["margin_ms"] < 0


async def test_an_answer_is_stored_for_both_doors(
    people: Cast, connect: Connect, over_http: Over
) -> None:
    hanna, hanna_too = await connect(people.hanna), over_http(people.hanna, on=1)
    begin = {"people": [str(people.ana.public_id)]}
    evening = {
        "title": "Gestures",
        "local_start": "2040-05-01T19:00:00",
        "minutes": 120,
        "time_zone": "Europe/Berlin",
    }
    for verb, fields in (("conversation.start", begin), ("session.create", evening)):
        for first, second in ((hanna, hanna_too), (hanna_too, hanna)):
            asked = fields | {"key": str(uuid.uuid4())}
            done = await first.do(verb, **asked)
            assert not done["duplicate"]
            assert await second.do(verb, **asked) == {**done, "duplicate": True}


async def test_fifty_tries_with_one_key_make_one_message(
    people: Cast, connect: Connect, over_http: Over, talk: str
) -> None:
    key = str(uuid.uuid4())
    fields = {"key": key, "conversation": talk, "content": "Once is enough"}
    ana = await connect(people.ana)
    doors: list[Client | Http] = [await connect(people.hanna, on=n % 2) for n in range(5)]
    doors += [over_http(people.hanna, on=n % 2) for n in range(5)]
    tries = [door.do("message.send", **fields) for door in doors for _ in range(5)]
    random.shuffle(tries)
    answers = await asyncio.gather(*tries)
    assert len(answers) == 50
    assert sum(not answer["duplicate"] for answer in answers) == 1
    assert {(answer["number"], answer["version"]) for answer in answers} == {(3, 6)}
    assert Message.objects.filter(key=key).count() == 1
    await ana.say(talk, "Yes")
    await ana.hears("message.created", content="Yes")
    assert ana.versions(f"conversation.{talk}") == [6, 7]


async def test_over_http_a_text_is_heard_live(
    people: Cast, connect: Connect, over_http: Over, talk: str
) -> None:
    ana, mika = [await connect(person, on=1) for person in (people.ana, people.mika)]
    sent = await over_http(people.hanna).do(
        "message.send", key=str(uuid.uuid4()), conversation=talk, content="By post"
    )
    frame = await ana.hears("message.created", content="By post")
    assert frame["version"] == sent["version"]
    assert mika.events() == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "hello",
        "[]",
        "null",
        '{"on": NaN}',
        '{"conversation":"x","conversation":"y"}',
        r'{"conversation":"\u0000"}',
        r'{"conversation":"\ud800"}',
        '{"a":' * 10_000,  # as much as a body may hold: see tests/server/test_bodies
        "[" * 9 + "]" * 9,
    ],
)
async def test_a_body_that_is_no_json_of_ours_is_refused(
    people: Cast, over_http: Over, body: str
) -> None:
    http = over_http(people.ana)
    answer = await http.client.post(
        "conversation.archive", content=body, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert set(answer.json()) <= {"code", "message", "retry", "field"}


async def test_without_a_live_sign_in_the_answer_is_401(webs: list[Web], people: Cast) -> None:
    for secret in ("-", "nonsense", token(people.ana)[:-1]):
        http = Http(webs[0].origin, secret)
        answer = await http.ask("conversation.archive", conversation=str(uuid.uuid4()))
        assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")
        await http.client.aclose()


async def test_catching_up_has_a_twin(
    people: Cast, connect: Connect, over_http: Over, talk: str
) -> None:
    topic = f"conversation.{talk}"
    ana, ana_too, mika = await connect(people.ana), over_http(people.ana), over_http(people.mika)
    for version in (0, 3, 5, 99):
        cursors = {topic: version, "user": 0}
        known = await ana.do("sync", cursors=cursors)
        assert known[topic]["version"] == 5
        assert await ana_too.do("sync", cursors=cursors) == known
    assert await mika.do("sync", cursors={topic: 0}) == {}
    too_many = await refused_alike(ana, ana_too, "sync", cursors={f"c{n}": 0 for n in range(201)})
    assert (too_many["code"], too_many["field"]) == ("bad_request", "cursors")
