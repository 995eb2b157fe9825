"""Opening a call tells those whom it fits, once; the preview had promised so many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations.models import Conversation, Message
from people.models import ModelProfile, User
from protocol.publish import Outgoing
from tests import clock
from tests.dealings import view
from tests.people import Cast, person
from tests.stories import apply, call_row, confirm, fan_out, open_call, session
from tests.verify import everyone_told, frames_at, frames_for
from tests.workflows.crowds import PROFILE, RARE, forget_the_rare, rare, told_of
from workflows.actions.fanout import CHUNK, tell_chunk
from workflows.models import Booking, Told
from workflows.queries import calls


@pytest.fixture(autouse=True)
def nobody_from_before() -> None:
    forget_the_rare()


def test_those_who_fit_are_told_and_nobody_else(people: Cast, told: list[Outgoing]) -> None:
    nina, olga = rare("Nina"), rare("Olga")
    call = open_call(people.hanna, requirements=RARE)
    told.clear()
    fan_out(call)
    assert everyone_told(told) == {nina.pk, olga.pk}
    frame, notice = frames_for(nina, told)
    assert notice["data"]["about"] == f"call.{call}"
    assert frame["type"] == "call.told"
    assert frame["data"]["call"]["id"] == str(call)
    assert frame["data"]["misses"] == []
    assert [reason["words"] for reason in frame["data"]["why"]] == [
        "costume poses",
        "your experience",
        "your languages",
        "you are free then",
    ]


def test_told_twice_tells_nobody_twice(people: Cast, told: list[Outgoing]) -> None:
    nina = rare("Nina")
    call = open_call(people.hanna, requirements=RARE)
    fan_out(call)
    nina.refresh_from_db()
    told.clear()
    fan_out(call)
    assert everyone_told(told) == set()
    again = User.objects.get(pk=nina.pk)
    assert (again.version, Told.objects.filter(open_call=call_row(call)).count()) == (
        nina.version,
        1,
    )


def test_who_came_meanwhile_is_told_by_the_second_run(people: Cast, told: list[Outgoing]) -> None:
    rare("Nina")
    call = open_call(people.hanna, requirements=RARE)
    fan_out(call)
    olga = rare("Olga")
    told.clear()
    fan_out(call)
    assert everyone_told(told) == {olga.pk}


@pytest.mark.parametrize("end", ["filled", "expired"])
def test_a_call_that_is_over_is_told_to_nobody(
    people: Cast, told: list[Outgoing], end: str
) -> None:
    nina = rare("Nina")
    call = open_call(people.hanna, requirements=RARE)
    if end == "filled":
        confirm(people.hanna, apply(nina, call).application)
    else:
        clock.stop(call_row(call).expires_at)
    told.clear()
    fan_out(call)
    assert everyone_told(told) == set()
    assert Told.objects.filter(open_call=call_row(call)).count() == 0


def test_who_applied_before_being_told_sees_their_application(
    people: Cast, told: list[Outgoing]
) -> None:
    nina = rare("Nina")
    call = open_call(people.hanna, requirements=RARE)
    applied = apply(nina, call)
    told.clear()
    fan_out(call)
    [frame] = frames_for(nina, told)
    assert frame["data"]["application"] == str(applied.application)
    assert frame["data"]["application_status"] == "pending"


def test_the_host_sees_how_far_it_reached(people: Cast, told: list[Outgoing]) -> None:
    nina, _ = rare("Nina"), rare("Olga")
    call = open_call(people.hanna, requirements=RARE)
    told.clear()
    fan_out(call)
    apply(nina, call)
    figures = [
        frame["data"]
        for frame in frames_at(f"call.{call}.host", told)
        if frame["type"] == "figures.changed"
    ]
    assert [(f["told"], f["seen"], f["applied"]) for f in figures] == [(2, 0, 0), (2, 1, 1)]
    assert calls.figures(call_row(call)).applied == 1


def test_whoever_has_applied_has_seen_it_once(people: Cast) -> None:
    """Also by a program, or without having been told; and looking at it counts no second time."""
    nina, rosa = rare("Nina"), rare("Rosa")
    call = open_call(people.hanna, requirements=RARE)
    for model in (nina, rosa):
        apply(model, call)
    view(nina, call)
    found = calls.figures(call_row(call))
    assert (found.told, found.seen, found.applied) == (0, 2, 2)


def test_who_finds_a_call_alone_saw_it_and_was_not_told(people: Cast) -> None:
    nina = rare("Nina")
    call = open_call(people.hanna, requirements=RARE)

    def figures() -> tuple[int, int]:
        found = calls.figures(call_row(call))
        return found.told, found.seen

    view(people.mika, call)  # whom it does not suit
    view(nina, call)  # before it was her turn
    assert figures() == (0, 2)
    fan_out(call)
    assert figures() == (1, 2)


def test_the_figures_are_one_look_at_who_was_told(people: Cast) -> None:
    rare("Nina")
    call = open_call(people.hanna, requirements=RARE)
    fan_out(call)
    row = call_row(call)
    with CaptureQueriesContext(connection) as asked:
        calls.figures(row)
    assert sum('"open_call_told"' in query["sql"] for query in asked) == 1


def test_a_thousand_models_cost_no_message_and_no_conversation(
    people: Cast, told: list[Outgoing]
) -> None:
    crowd(2 * CHUNK + 1)
    before = Message.objects.count(), Conversation.objects.count()
    call = open_call(people.hanna, requirements=RARE)
    told.clear()
    row = call_row(call)
    chunks, after = [], 0
    while True:
        following = tell_chunk(row.pk, after)
        chunks.append(len(everyone_told(told)))
        told.clear()
        if following is None:
            break
        after = following
    assert chunks == [CHUNK, CHUNK, 1]
    assert Told.objects.filter(open_call=row).count() == 2 * CHUNK + 1
    assert (Message.objects.count(), Conversation.objects.count()) == before


def crowd(count: int) -> None:
    first = person("Crowd")
    users = User.objects.bulk_create(
        User(
            handle=f"{first.handle}-{n}",
            email=f"{first.handle}-{n}@example.org",
            display_name=f"Crowd {n}",
            is_model=True,
            email_confirmed_at=first.email_confirmed_at,
        )
        for n in range(count)
    )
    ModelProfile.objects.bulk_create(ModelProfile(user_profile=user, **PROFILE) for user in users)


def test_a_busy_model_hears_of_it_when_free(people: Cast, told: list[Outgoing]) -> None:
    nina = rare("Nina")
    elsewhere = confirm(
        people.hanna, apply(nina, open_call(people.hanna, requirements=RARE)).application
    )
    call = open_call(people.hanna, session(people.hanna), requirements=RARE)
    told.clear()
    fan_out(call)
    assert everyone_told(told) == set()
    Booking.objects.filter(public_id=elsewhere.booking).update(state="cancelled_by_host")
    told.clear()
    fan_out(call)
    assert everyone_told(told) == {nina.pk}


def test_it_reaches_two_days_ahead_as_well_as_one_hour(people: Cast) -> None:
    nina = rare("Nina")
    call = open_call(people.hanna, closes=timedelta(hours=47), requirements=RARE)
    fan_out(call)
    assert {user.pk for user in told_of(call)} == {nina.pk}
