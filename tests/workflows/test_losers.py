"""Losing tells nothing: not who won, not against how many, not where it will be."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from people.models import User
from protocol import publish
from protocol.publish import Outgoing
from tests import clock
from tests.pages import everything
from tests.people import Cast, cast, host, model
from tests.refusals import refused
from tests.state import plain
from tests.stories import apply, booked, call_row, confirm, fan_out, open_call
from tests.verify import frames_at, frames_for
from workflows import queries
from workflows.actions.expiring import expire_one
from workflows.queries import calls, own

Json = dict[str, Any]
PLACE = "Attic, ring twice"


def as_nina_hears_it(winner: str) -> list[Json]:
    """A world in which one of the others is booked, without its ids, handles and times."""
    people, nina = cast(), model("Nina", rating="3.0")
    told: list[Outgoing] = []
    publish.deliver_with(told.extend)
    call = open_call(people.hanna)
    applications = {
        person.display_name: apply(person, call).application
        for person in (people.ana, nina, people.jane)
    }
    told.clear()
    clock.travel(timedelta(seconds=5))
    confirm(people.hanna, applications[winner])
    return [without_names_of_things(frame) for frame in frames_for(nina, told)]


def without_names_of_things(frame: Json) -> Json:
    text = json.dumps(frame)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)", "TIME", text)
    text = re.sub(r"(hanna|nina)-[0-9a-f]{6}-\d+", "HANDLE", text)
    text = re.sub(r"\b\d\d:\d\d\b", "CLOCK", text)
    text = re.sub(r'"margin_ms": \d+', '"margin_ms": 0', text)
    text = re.sub(r'"terms": "[0-9a-f]{16}"', '"terms": ""', text)  # each evening has its time
    cleaned: Json = json.loads(text)
    return cleaned


def test_losers_hear_the_same_whoever_won() -> None:
    if_ana, if_jane = as_nina_hears_it("Ana"), as_nina_hears_it("Jane")
    kinds = ["message.created", "application.changed", "notification.changed"]
    assert [frame["type"] for frame in if_ana] == kinds
    assert if_ana == if_jane
    assert "Ana" not in json.dumps(if_ana)


def test_a_loser_learns_nothing_of_the_winner_by_any_read(people: Cast) -> None:
    call = open_call(people.hanna)
    ana = apply(people.ana, call).application
    apply(people.jane, call)
    confirm(people.hanna, ana)
    [application], _ = own.my_applications(people.jane)
    read = whole_view(people.jane, call)
    for trace in ("Ana", people.ana.handle, str(people.ana.public_id), str(ana), PLACE):
        assert trace not in read
    assert (application.status, application.reason) == ("rejected", "filled")


def test_an_expiry_is_the_same_for_all_applicants(people: Cast, told: list[Outgoing]) -> None:
    call = open_call(people.hanna)
    for person in (people.ana, people.jane):
        apply(person, call)
    clock.travel(timedelta(hours=2))
    told.clear()
    expire_one(call_row(call))
    for person in (people.ana, people.jane):
        [frame] = [f for f in frames_for(person, told) if f["type"] == "application.changed"]
        assert (frame["data"]["status"], frame["data"]["reason"]) == ("expired", "expired")


def test_a_conflict_names_nobody(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    nora = host("Nora")
    booked(nora, people.ana)
    with refused("model_unavailable") as said:
        confirm(people.hanna, applied)
    for trace in ("Nora", nora.handle, "Kreuzberg", PLACE):
        assert trace not in said.message
    assert said.details == {}


# --- the place -------------------------------------------------------------------------------


def whole_view(person: User, call: UUID) -> str:
    row = queries.call(call, seen_by=person)
    seen = [calls.as_seen(row, person), *own.my_applications(person)[0]]
    return json.dumps(plain([*seen, *everything(calls.board, person, queries.model_of(person))]))


def test_the_place_is_for_those_who_are_booked(people: Cast, told: list[Outgoing]) -> None:
    call = open_call(people.hanna)
    fan_out(call)
    ana = apply(people.ana, call).application
    apply(people.jane, call)
    assert PLACE not in whole_view(people.ana, call)
    assert PLACE not in json.dumps(frames_for(people.ana, told))
    confirm(people.hanna, ana)
    assert PLACE in whole_view(people.ana, call)
    assert PLACE in json.dumps(frames_for(people.ana, told))
    assert PLACE not in whole_view(people.jane, call)
    assert PLACE not in json.dumps(frames_for(people.jane, told))
    assert PLACE not in json.dumps(frames_at(f"call.{call}", told))


@pytest.mark.parametrize("thing", ["call", "application", "booking", "conversation"])
def test_ids_that_are_shown_are_random(people: Cast, thing: str) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call)
    confirmed = confirm(people.hanna, applied.application)
    ids = {
        "call": call,
        "application": applied.application,
        "booking": confirmed.booking,
        "conversation": applied.conversation,
    }
    assert ids[thing].version == 4
