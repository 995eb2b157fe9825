"""Asking again over HTTP: what has not changed is not sent, what was done is not done twice."""

import uuid

import pytest

from server import api
from tests import stories
from tests.conftest import Over
from tests.people import Cast
from tests.security.foreign import belonging_to, filled

#: What they say depends on the moment.
BY_THE_HOUR = {"sessions/<uuid:session>/prefill"}
JSON = {"Content-Type": "application/json"}
READS = [str(route.pattern) for route in [*api.reads(), *api.about()]]


async def test_every_read_is_sent_once(people: Cast, over_http: Over) -> None:
    theirs = belonging_to(people)
    http = over_http(people.hanna)
    for path in READS:
        there = path.replace("<uuid:", "{").replace("<str:", "{").replace(">", "}")
        first = await http.read(filled(there, theirs))
        if first.status_code != 200:
            assert "ETag" not in first.headers, path
            assert first.status_code in (400, 403), path
            continue
        tag = first.headers["ETag"]
        for shown in (tag, f'"other", {tag}', f"W/{tag}"):
            again = await http.client.get(filled(there, theirs), headers={"If-None-Match": shown})
            if path in BY_THE_HOUR:
                continue
            assert (again.status_code, again.content) == (304, b""), path
            assert again.headers["ETag"] == tag
            assert again.headers["Cache-Control"] == "no-store"


async def test_what_has_changed_is_sent(people: Cast, over_http: Over) -> None:
    talk = str(stories.talking(people.hanna, people.ana))
    hanna, ana = over_http(people.hanna), over_http(people.ana)
    first = await hanna.read("inbox")
    said = {"conversation": talk, "content": "News", "key": str(uuid.uuid4())}
    await ana.do("message.send", **said)
    seen = {"If-None-Match": first.headers["ETag"]}
    again = await hanna.client.get("inbox", headers=seen)
    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]


async def test_answers_say_how_much_is_left(people: Cast, over_http: Over) -> None:
    http = over_http(people.jane)
    for kind in ("GET", "POST"):
        left = []
        for _ in range(2):
            path = "me" if kind == "GET" else "notification.look"
            headers = (await http.client.request(kind, path, content="{}", headers=JSON)).headers
            policy, now = headers["RateLimit-Policy"], headers["RateLimit"]
            assert policy.startswith('"default";q=')
            left.append(int(now.split(";r=")[1].split(";")[0]))
        assert left[1] <= left[0]
    refused = await http.client.get("me", headers={"Authorization": "Bearer nothing"})
    assert "RateLimit" in refused.headers


@pytest.mark.parametrize("quoted", [True, False])
async def test_a_key_may_come_as_a_header(people: Cast, over_http: Over, *, quoted: bool) -> None:
    talk = str(stories.talking(people.hanna, people.ana))
    http, key = over_http(people.ana), str(uuid.uuid4())
    given = {"Idempotency-Key": f'"{key}"' if quoted else key}
    said = {"conversation": talk, "content": "Once"}
    answers = [
        (await http.client.post("message.send", json=body, headers=given)).json()
        for body in (said, said, {**said, "key": key})
    ]
    assert [answer["duplicate"] for answer in answers] == [False, True, True]
    assert len({answer["number"] for answer in answers}) == 1
    for body in ({**said, "key": str(uuid.uuid4())}, {**said, "key": 7}):
        other = await http.client.post("message.send", json=body, headers=given)
        assert (other.status_code, other.json()["field"]) == (400, "key")
    nonsense = {"Idempotency-Key": "once, please"}
    wrong = await http.client.post("message.send", json=said, headers=nonsense)
    assert (wrong.status_code, wrong.json()["field"]) == (400, "key")
    without = await http.client.post("notification.look", json={}, headers=given)
    assert without.status_code == 200
