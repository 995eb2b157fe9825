"""Values of the right type that mean nothing: refused by name, and never a fault of ours."""

import uuid
from typing import Any

import pytest

from protocol.wire import LARGEST_NUMBER
from tests import stories
from tests.conftest import Connect, Over
from tests.consumers.test_twins import refused_alike
from tests.people import Cast

EVENING: dict[str, Any] = {
    "title": "Gestures",
    "local_start": "2040-05-01T19:00:00",
    "minutes": 120,
    "time_zone": "Europe/Berlin",
}
FEE = {"expires_at": "2030-01-01T00:00:00Z", "fee_amount": 10}
VALUES: dict[str, tuple[str, dict[str, Any], str]] = {
    "a handle with a line break": ("profile.update", {"handle": "ana\n"}, "handle"),
    "a time zone from elsewhere": ("profile.update", {"time_zone": "../etc/passwd"}, "time_zone"),
    "a currency with a line break": ("call.open", FEE | {"fee_currency": "EUR\n"}, "fee_currency"),
    "a deadline before all time zones": (
        "call.open",
        {"expires_at": "0001-01-01T00:00:00+14:00"},
        "expires_at",
    ),
    "an evening in the year 1": (
        "session.create",
        EVENING | {"local_start": "0001-01-01T00:00:00", "time_zone": "Asia/Tokyo"},
        "local_start",
    ),
    "an evening at the end of time": (
        "session.create",
        EVENING | {"local_start": "9999-12-31T23:59:59", "time_zone": "America/New_York"},
        "local_start",
    ),
    "an evening beyond the end of time": (
        "session.create",
        EVENING | {"local_start": "9999-12-31T23:30:00", "time_zone": "Asia/Tokyo"},
        "local_start",
    ),
}


@pytest.mark.parametrize("value", VALUES)
async def test_a_value_without_meaning_is_refused(
    people: Cast, connect: Connect, over_http: Over, value: str
) -> None:
    verb, fields, field = VALUES[value]
    hanna, hanna_too = await connect(people.hanna), over_http(people.hanna)
    if verb != "profile.update":
        fields = fields | {"key": str(uuid.uuid4())}
    if verb == "call.open":
        fields = fields | {"session": str(stories.session(people.hanna))}
    error = await refused_alike(hanna, hanna_too, verb, **fields)
    assert (error["code"], error["field"]) == ("bad_request", field)


@pytest.mark.parametrize("cursor", ["", "x", "-1", "9" * 500, "1e3", "٣", "²", "0x10", "1;2"])
async def test_a_cursor_that_is_none_of_ours_is_that_of_a_new_device(
    people: Cast, connect: Connect, talk: str, cursor: str
) -> None:
    ana = await connect(people.ana, hello=False)
    epoch = (await (await connect(people.ana, hello=False)).hello())["epoch"]
    welcome = await ana.hello(epoch=epoch, inbox=cursor)
    assert [head["conversation"] for head in welcome["inbox"]["heads"]] == [talk]


QUERIES: dict[str, tuple[str, dict[str, Any]]] = {
    "a search for NUL": ("people", {"search": "a\0"}),
    "a role that nobody has": ("people", {"role": "admin"}),
    "a filter that is none": ("inbox", {"filter": "all' OR 1=1"}),
    "a cursor that is none": ("inbox", {"cursor": "eyJ4IjoxfQ"}),
    "a cursor that is no text": ("inbox", {"cursor": "\ud7ff\0"}),
    "a page of nothing": ("inbox", {"limit": 0}),
    "a page of everything": ("inbox", {"limit": 10**6}),
    "days after all days": ("agenda", {"from": "9999-12-31"}),
    "days before all days": ("agenda", {"from": "0001-01-01", "to": "9999-12-31"}),
    "days in the wrong order": ("agenda", {"from": "2030-01-02", "to": "2030-01-01"}),
    "requirements without an end": ("match", {"requirements": "[" * 3000}),
    "requirements that are none": ("match", {"requirements": '{"$where": "1"}'}),
    "requirements with NUL": ("match", {"requirements": r'{"pose_style":"\u0000"}'}),
}


@pytest.mark.parametrize("query", QUERIES)
async def test_a_query_without_meaning_is_refused(
    people: Cast, over_http: Over, query: str
) -> None:
    path, asked = QUERIES[query]
    if path == "match":
        asked = asked | {"session": str(stories.session(people.hanna))}
    answer = await over_http(people.hanna).read(path, **asked)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


async def test_the_first_and_the_last_day_can_be_asked_for(people: Cast, over_http: Over) -> None:
    for day in ("0001-01-01", "9999-12-30"):
        answer = await over_http(people.hanna).read("agenda", **{"from": day, "to": day})
        assert answer.json() == {"sessions": [], "bookings": []}


async def test_numbers_beyond_all_messages_find_none(
    people: Cast, over_http: Over, talk: str
) -> None:
    http = over_http(people.ana)
    after = await http.read(f"conversations/{talk}/messages", after=LARGEST_NUMBER)
    assert after.json() == {"messages": [], "more": False}
    before = await http.read(f"conversations/{talk}/messages", before=LARGEST_NUMBER)
    assert [message["number"] for message in before.json()["messages"]] == [1, 2]
    for edge in ("before", "after"):
        beyond = await http.read(f"conversations/{talk}/messages", **{edge: LARGEST_NUMBER + 1})
        assert (beyond.status_code, beyond.json()["field"]) == (400, edge)
    assert (await http.read("people/%00")).status_code == 400
