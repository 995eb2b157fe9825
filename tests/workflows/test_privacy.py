"""What is told of a call gives nothing away of the others: not by content, not by counting."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec

from protocol.publish import Outgoing
from tests import clock, looks
from tests.dealings import (
    HOUR,
    accept,
    cancel_booking,
    cancel_call,
    change,
    extend,
    offer,
    shortlist,
    view,
)
from tests.pages import everything
from tests.people import Cast, host
from tests.refusals import refused
from tests.state import plain
from tests.stories import apply, call_row, confirm, fan_out, open_call, session, withdraw
from tests.verify import everyone_told, frames_at, frames_for
from workflows import queries
from workflows.actions.expiring import expire_one
from workflows.queries import calls, own

Json = dict[str, Any]
PUBLIC = {
    *("id", "status", "expires_at", "ended_at", "positions_left", "session"),
    *("fee_amount", "fee_currency", "note", "terms"),
}
EVENING = {
    "title",
    "starts_at",
    "ends_at",
    "time_zone",
    "district",
    "positions",
    "cancelled",
}


class Sent(msgspec.Struct):
    """A frame with its object as the bytes that were sent."""

    data: msgspec.Raw


def data_of(frame: Any) -> bytes:
    return bytes(msgspec.json.decode(msgspec.json.encode(frame), type=Sent).data)


def public(call: UUID, told: list[Outgoing]) -> list[Json]:
    return frames_at(f"call.{call}", told)


# --- what everybody may know -----------------------------------------------------------------


def test_the_public_face_holds_the_public_fields_and_no_other(
    people: Cast, told: list[Outgoing]
) -> None:
    call = open_call(people.hanna, session(people.hanna, positions=2))
    ana, jane = apply(people.ana, call).application, apply(people.jane, call).application
    confirm(people.hanna, ana)
    confirm(people.hanna, jane)
    frames = public(call, told)
    assert [frame["data"]["positions_left"] for frame in frames] == [2, 1, 0]
    for frame in frames:
        assert frame.keys() == {"type", "topic", "version", "data", "now"}
        assert frame["data"].keys() == PUBLIC
        assert frame["data"]["session"].keys() == EVENING


def test_two_applicants_read_the_same_bytes(people: Cast) -> None:
    call = open_call(people.hanna)
    apply(people.ana, call)
    topic = f"call.{call}"
    read = [
        [data_of(frame) for frame in state.objects]
        for person in (people.ana, people.jane, people.mika)
        for state in [looks.read_many(person.pk, {topic: 0})[topic]]
    ]
    assert len(read[0]) == 1
    assert read[0] == read[1] == read[2]


def test_applications_do_not_move_the_public_version(people: Cast, told: list[Outgoing]) -> None:
    call = open_call(people.hanna)
    fan_out(call)
    version = call_row(call).version
    told.clear()
    withdraw(people.ana, apply(people.ana, call).application)
    apply(people.ana, call)
    apply(people.jane, call)
    assert call_row(call).version == version
    assert public(call, told) == []
    assert call_row(call).host_version > version


def test_what_becomes_of_an_evening_after_its_call_is_not_public(
    people: Cast, told: list[Outgoing]
) -> None:
    evening = session(people.hanna, positions=2)
    call = open_call(people.hanna, evening)
    booking = confirm(people.hanna, apply(people.ana, call).application).booking
    clock.stop(call_row(call).expires_at)
    expire_one(call_row(call))
    version = call_row(call).version
    told.clear()
    accept(people.jane, offer(people.hanna, evening, people.jane))
    cancel_booking(people.ana, booking)
    assert call_row(call).version == version
    assert public(call, told) == []


def test_the_public_version_moves_only_with_the_public_face(
    people: Cast, told: list[Outgoing]
) -> None:
    evening = session(people.hanna, positions=2)
    call = open_call(people.hanna, evening)
    ana = apply(people.ana, call).application
    view(people.hanna, call)
    shortlist(people.hanna, ana)
    offer(people.hanna, evening, people.jane)
    change(people.hanna, evening, place="Cellar, knock once")
    booking = confirm(people.hanna, ana).booking
    cancel_booking(people.ana, booking)
    extend(people.hanna, call, call_row(call).expires_at + HOUR)
    cancel_call(people.hanna, call)
    frames = [msgspec.json.encode(frame["data"]) for frame in public(call, told)]
    assert all(one != next for one, next in pairwise(frames))
    assert len(frames) == call_row(call).version == 5


def test_a_model_is_told_nothing_that_counts_rivals(people: Cast, told: list[Outgoing]) -> None:
    call = open_call(people.hanna)
    apply(people.jane, call)
    apply(people.ana, call)
    fan_out(call)
    counting = {"host_version", "figures", "pending", "applied", "told", "applicants"}
    model_row = queries.model_of(people.ana)
    heard = [*frames_for(people.ana, told), *public(call, told)]
    read = plain(
        [
            *everything(calls.board, people.ana, model_row),
            *everything(own.my_applications, people.ana),
        ]
    )
    assert heard
    assert read
    assert counting & set(keys([heard, read])) == set()


def keys(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        yield from thing
        for value in thing.values():
            yield from keys(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from keys(value)


# --- what only the host may know -------------------------------------------------------------


def test_the_host_page_of_another_host_is_not_there(people: Cast) -> None:
    call = open_call(people.hanna)
    apply(people.ana, call)
    for other in (host("Nora"), people.ana, people.mika):
        with refused("not_found"):
            queries.own_call(call, host=other)
        assert looks.read_many(other.pk, {f"call.{call}.host": 0}) == {}
    assert f"call.{call}.host" in looks.read_many(people.hanna.pk, {f"call.{call}.host": 0})


def test_applicants_reach_the_host_topic_and_no_person(people: Cast, told: list[Outgoing]) -> None:
    call = open_call(people.hanna)
    told.clear()
    apply(people.ana, call)
    assert everyone_told(told) == {people.hanna.pk, people.ana.pk}
    types = [frame["type"] for frame in frames_at(f"call.{call}.host", told)]
    assert types == ["applicant.changed", "figures.changed"]


def test_an_application_is_its_models_and_its_hosts(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    for other in (people.jane, people.mika, host("Nora")):
        with refused("not_found"):
            queries.application(applied, of=other)
    assert queries.application(applied, of=people.hanna).public_id == applied
    assert queries.application(applied, of=people.ana).public_id == applied
