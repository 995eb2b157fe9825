"""The deadline behind a lock: who waited too long is too late, whoever held the row."""

from datetime import timedelta

import pytest

from people.models import ModelProfile
from tests import clock
from tests.people import Cast, host, model
from tests.races.locks import holding_call, holding_conversation, holding_model, in_line
from tests.races.workers import Crowd
from tests.stories import (
    application_row,
    apply,
    call_row,
    open_call,
    session,
    session_row,
)
from workflows.models import Booking, Transition

LATE = timedelta(0), timedelta(microseconds=1), timedelta(minutes=1)


@pytest.mark.parametrize("late", LATE, ids=str)
def test_who_waits_for_the_row_over_the_deadline_is_refused(
    people: Cast, workers: Crowd, late: timedelta
) -> None:
    call = open_call(people.hanna)
    models = [model(f"Model{n}") for n in range(4)]
    with holding_call(call):
        running = workers.begin([("apply", one.pk, call) for one in models])
        in_line(4)
        clock.stop(call_row(call).expires_at + late)
    assert [came.refused for came in running.came()] == ["call_expired"] * 4
    assert not call_row(call).applications.exists()
    assert call_row(call).status == "expired"


def test_who_waits_for_the_row_and_is_in_time_gets_in(people: Cast, workers: Crowd) -> None:
    call = open_call(people.hanna)
    models = [model(f"Model{n}") for n in range(4)]
    with holding_call(call):
        running = workers.begin([("apply", one.pk, call) for one in models])
        in_line(4)
        clock.stop(call_row(call).expires_at - timedelta(microseconds=1))
    assert [came.done for came in running.came()] == [True] * 4
    assert call_row(call).applications.count() == 4


def test_a_booking_that_waits_for_the_row_over_the_deadline_is_refused(
    people: Cast, workers: Crowd
) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    with holding_call(call):
        running = workers.begin([("confirm", people.hanna.pk, applied)])
        in_line(1)
        clock.stop(call_row(call).expires_at)
        assert workers.workers[1].process.is_alive()
    [came] = running.came()
    assert came.refused == "call_expired"
    assert application_row(applied).status == "expired"
    assert session_row(call_row(call).calendar_session.public_id).booked == 0


@pytest.mark.parametrize("positions", [1, 2])
def test_a_booking_that_was_decided_in_time_waits_for_a_conversation_over_the_deadline(
    people: Cast, workers: Crowd, positions: int
) -> None:
    """It counts, as an application and an answered offer do; nobody ends the call meanwhile."""
    call = open_call(people.hanna, session(people.hanna, positions=positions))
    applied = apply(people.ana, call)
    deadline = call_row(call).expires_at
    with holding_conversation(applied.conversation):
        booking, expiring = workers.workers[:2]
        booking.begin([("confirm", people.hanna.pk, applied.application)])
        in_line(1)
        clock.stop(deadline)
        expiring.begin([("expire_all", 50)])
        assert expiring.came()[0].error is None
    [came] = booking.came()
    assert (came.refused, came.error) == (None, None)
    assert came.answer.receipt.decided_at < deadline
    assert application_row(applied.application).status == "accepted"
    assert session_row(call_row(call).calendar_session.public_id).booked == 1
    assert call_row(call).status == ("filled" if positions == 1 else "active")


@pytest.mark.parametrize("positions", [1, 2])
def test_a_booking_that_waits_for_its_model_over_the_deadline_has_one_end(
    people: Cast, workers: Crowd, positions: int
) -> None:
    """Somebody else books the same model meanwhile: this one must not end as an error."""
    call = open_call(people.hanna, session(people.hanna, positions=positions))
    applied = apply(people.ana, call).application
    profile = ModelProfile.objects.get(user_profile=people.ana)
    with holding_model(profile.pk):
        running = workers.begin([("confirm", people.hanna.pk, applied)])
        in_line(1)
        clock.stop(call_row(call).expires_at)
    [came] = running.came()
    assert came.error is None
    assert came.refused == "call_expired"
    assert not Booking.objects.filter(application__public_id=applied).exists()
    assert application_row(applied).status == "expired"


def nothing_is_due(workers: Crowd) -> None:
    """Calls of earlier tests have ended before those of this one begin."""
    clock.travel(timedelta(hours=6))
    [came] = workers.at_once([("expire_all", 50)])
    assert came.done


def test_a_clock_passes_over_what_somebody_holds_and_comes_back(
    people: Cast, workers: Crowd
) -> None:
    nothing_is_due(workers)
    call = open_call(people.hanna)
    clock.stop(call_row(call).expires_at)
    with holding_call(call):
        [came] = workers.at_once([("expire_all", 50)])
        assert came.answer == 0
        assert call_row(call).status == "active"
    [came] = workers.at_once([("expire_all", 50)])
    assert came.answer == 1
    assert call_row(call).status == "expired"


def test_several_clocks_end_every_call_once(people: Cast, workers: Crowd) -> None:
    nothing_is_due(workers)
    hosts = [people.hanna, host("Nora"), host("Otto")]
    overdue = [open_call(hosts[n % 3]) for n in range(30)]
    for call in overdue[::3]:
        apply(people.ana, call)
    versions = {call: call_row(call).version for call in overdue}
    clock.travel(timedelta(hours=8))
    came = workers.at_once([("expire_all", 4)] * 8)
    assert [one.error for one in came] == [None] * 8
    assert sum(one.answer for one in came) == 30
    for call in overdue:
        row = call_row(call)
        assert (row.status, row.version) == ("expired", versions[call] + 1)
        assert Transition.objects.filter(open_call=row, kind="call.expire").count() == 1
        assert not row.applications.filter(status="pending").exists()


def test_with_every_clock_dead_nobody_is_late(people: Cast, workers: Crowd) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    models = [model(f"Model{n}") for n in range(15)]
    clock.travel(timedelta(hours=2))
    acts = [("apply", one.pk, call) for one in models]
    acts += [("confirm", people.hanna.pk, applied)] * 15
    came = workers.at_once(acts)
    assert {one.refused for one in came} == {"call_expired"}
    assert call_row(call).applications.count() == 1
    assert Transition.objects.filter(open_call=call_row(call), kind="call.expire").count() == 1
