"""The host changes their mind while somebody acts on it: one comes first, the other reads so."""

from datetime import timedelta

import pytest

from core import clock as deciding
from tests import clock
from tests.people import Cast
from tests.races.locks import holding_call, in_line
from tests.races.queues import behind_call, behind_session
from tests.races.test_places import ROUNDS, outcomes
from tests.races.workers import Crowd
from tests.stories import (
    application_row,
    apply,
    call_row,
    confirm,
    open_call,
    session,
    session_row,
)
from workflows.models import Booking, OpenCall, Transition

HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)
BOTH = pytest.mark.parametrize("first", [0, 1])


def turned(first: int, *acts: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [*acts] if first == 0 else [*acts[::-1]]


# --- cancel ----------------------------------------------------------------------------------


@BOTH
def test_a_call_is_taken_back_while_somebody_applies(
    people: Cast, workers: Crowd, first: int
) -> None:
    call = open_call(people.hanna)
    acts = turned(first, ("cancel_call", people.hanna.pk, call), ("apply", people.ana.pk, call))
    came = behind_call(workers, call, *acts)
    ends = list(call_row(call).applications.values_list("status", "reason"))
    assert call_row(call).status == "cancelled"
    if first == 0:
        assert [one.refused for one in came] == [None, "call_cancelled"]
        assert ends == []
    else:
        assert [one.refused for one in came] == [None, None]
        assert ends == [("rejected", "cancelled")]


@BOTH
def test_an_evening_is_called_off_while_somebody_is_booked(
    people: Cast, workers: Crowd, first: int
) -> None:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening)
    ana = apply(people.ana, call).application
    off, book = ("cancel_session", people.hanna.pk, evening), ("confirm", people.hanna.pk, ana)
    came = behind_session(workers, evening, *turned(first, off, book))
    row = application_row(ana)
    assert (row.status, row.reason) == ("rejected", "cancelled")
    assert session_row(evening).booked == 0
    if first == 0:
        assert [one.refused for one in came] == [None, "call_cancelled"]
    else:
        assert [one.refused for one in came] == [None, None]
        assert Booking.objects.get(application=row).state == "cancelled_by_host"


# --- extend, and the deadline ----------------------------------------------------------------


def test_extending_over_the_deadline_is_too_late(people: Cast, workers: Crowd) -> None:
    call = open_call(people.hanna)
    deadline = call_row(call).expires_at
    with holding_call(call):
        running = workers.begin([("extend", people.hanna.pk, call, deadline + HOUR)])
        in_line(1)
        clock.stop(deadline)
    assert [one.refused for one in running.came()] == ["call_expired"]
    assert (call_row(call).status, call_row(call).expires_at) == ("expired", deadline)


def test_extended_in_the_last_moment_it_does_not_end(people: Cast, workers: Crowd) -> None:
    call = open_call(people.hanna)
    deadline = call_row(call).expires_at
    with holding_call(call):
        running = workers.begin([("extend", people.hanna.pk, call, deadline + HOUR)])
        in_line(1)
        clock.stop(deadline - MOMENT)
    assert running.came()[0].done
    clock.stop(deadline)
    assert workers.at_once([("expire_all", 50)])[0].done
    assert (call_row(call).status, call_row(call).expires_at) == ("active", deadline + HOUR)


def test_extending_and_a_clock_meet_at_the_deadline(people: Cast, workers: Crowd) -> None:
    for _ in range(ROUNDS):
        call = open_call(people.hanna)
        deadline = deciding.now() + timedelta(milliseconds=60)
        OpenCall.objects.filter(public_id=call).update(expires_at=deadline)
        extend = ("extend", people.hanna.pk, call, deadline + HOUR)
        came = workers.at_once([("clock", 0.3), extend, extend, extend])
        found = outcomes(came[1:])
        row, ends = call_row(call), Transition.objects.filter(open_call__public_id=call)
        if row.status == "active":
            assert found == {"done": 1, "bad_request": 2}
            assert row.expires_at == deadline + HOUR
            assert not ends.filter(kind="call.expire").exists()
        else:
            assert found == {"call_expired": 3}
            assert (row.status, row.expires_at) == ("expired", deadline)
            assert ends.filter(kind="call.expire").count() == 1


def test_booking_and_a_clock_meet_at_the_deadline(people: Cast, workers: Crowd) -> None:
    for _ in range(ROUNDS):
        call = open_call(people.hanna, session(people.hanna, hours=0.5))
        ana = apply(people.ana, call).application
        deadline = deciding.now() + timedelta(milliseconds=60)
        OpenCall.objects.filter(public_id=call).update(expires_at=deadline)
        came = workers.at_once([("clock", 0.3), ("confirm", people.hanna.pk, ana)])
        status = application_row(ana).status, call_row(call).status
        taken = Booking.objects.filter(application__public_id=ana)
        if came[1].done:
            assert status == ("accepted", "filled")
            taken.update(state="cancelled_by_host")
        else:
            assert came[1].refused == "call_expired", came
            assert status == ("expired", "expired")
            assert not taken.exists()


# --- the evening moves -----------------------------------------------------------------------


@BOTH
def test_an_evening_moves_while_somebody_applies(people: Cast, workers: Crowd, first: int) -> None:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening)
    start = session_row(evening).during.lower
    to = start + HOUR
    move, asks = ("move", people.hanna.pk, evening, to), ("apply", people.ana.pk, call)
    came = behind_call(workers, call, *turned(first, move, asks))
    if first == 0:  # nobody says yes to a time that they have not seen
        assert [one.refused for one in came] == [None, "terms_changed"]
        assert not call_row(call).applications.exists()
        return
    assert [one.refused for one in came] == [None, None]
    row = call_row(call).applications.get()
    assert row.terms["starts_at"] == start.isoformat()
    assert row.conversation.messages.count() == 2


@BOTH
def test_an_evening_moves_while_somebody_is_booked(
    people: Cast, workers: Crowd, first: int
) -> None:
    evening = session(people.hanna)
    ana = apply(people.ana, open_call(people.hanna, evening)).application
    old = session_row(evening).during
    move = ("move", people.hanna.pk, evening, old.lower + HOUR)
    came = behind_session(workers, evening, *turned(first, move, ("confirm", people.hanna.pk, ana)))
    if first == 0:
        assert [one.refused for one in came] == [None, "terms_changed"]
        assert not Booking.objects.filter(application__public_id=ana).exists()
        return
    assert [one.refused for one in came] == [None, None]
    booking, new = Booking.objects.get(application__public_id=ana), session_row(evening).during
    assert (booking.during, booking.asked_during) == (old, new)


@BOTH
def test_an_evening_moves_while_its_call_is_extended(
    people: Cast, workers: Crowd, first: int
) -> None:
    """Earlier than the new deadline: only one of the two can be."""
    evening = session(people.hanna)
    call = open_call(people.hanna, evening)
    begin, deadline = deciding.now().replace(microsecond=0), call_row(call).expires_at
    move = ("move", people.hanna.pk, evening, begin + 3 * HOUR)
    extend = ("extend", people.hanna.pk, call, begin + 5 * HOUR)
    came = behind_call(workers, call, *turned(first, move, extend))
    start, closes = session_row(evening).during.lower, call_row(call).expires_at
    assert closes <= start
    if first == 0:
        assert [one.refused for one in came] == [None, "bad_request"]
        assert closes == deadline
    else:
        assert [one.refused for one in came] == [None, "conflict"]
        assert start > begin + 24 * HOUR


# --- opening ---------------------------------------------------------------------------------


def test_opened_again_and_opened_anew_at_once(people: Cast, workers: Crowd) -> None:
    for _ in range(ROUNDS):
        evening = session(people.hanna)
        call = open_call(people.hanna, evening)
        OpenCall.objects.filter(public_id=call).update(
            status="cancelled", decided_at=deciding.now()
        )
        acts = [("reopen", people.hanna.pk, call), ("open_call", people.hanna.pk, evening)] * 3
        assert outcomes(workers.at_once(acts)) == {"done": 1, "conflict": 5}
        calls = OpenCall.objects.filter(calendar_session__public_id=evening)
        assert calls.filter(status="active").count() == 1


def test_who_could_not_withdraw_any_more_leaves_the_place(people: Cast, workers: Crowd) -> None:
    call = open_call(people.hanna)
    ana = apply(people.ana, call).application
    answer = confirm(people.hanna, ana)
    acts = [("withdraw", people.ana.pk, ana), ("cancel_booking", people.ana.pk, answer.booking)]
    assert [one.refused for one in behind_call(workers, call, *acts)] == ["conflict", None]
    assert application_row(ana).status == "withdrawn"
    assert call_row(call).calendar_session.booked == 0
