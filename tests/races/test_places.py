"""Many want one place, or one model, at once: one gets it, and the others are told how it is."""

from collections import Counter
from uuid import UUID

import pytest

from people.models import ModelProfile, User
from tests.dealings import booking_row, let_it_be_over
from tests.people import Cast, cast, host, model
from tests.races.locks import holding_call, holding_model, in_line
from tests.races.workers import Came, Crowd
from tests.stories import (
    application_row,
    apply,
    booked,
    call_row,
    open_call,
    session,
    session_row,
)
from workflows.models import Application, Booking, OpenCall

ROUNDS = 5


def outcomes(came: list[Came]) -> Counter[str]:
    assert [one.error for one in came if one.error] == []
    return Counter(one.refused or "done" for one in came)


def statuses(call: UUID) -> Counter[str]:
    return Counter(call_row(call).applications.values_list("status", flat=True))


# --- one place -------------------------------------------------------------------------------


def test_two_devices_of_the_host_confirm_different_applicants(people: Cast, workers: Crowd) -> None:
    for _ in range(ROUNDS):
        call = open_call(people.hanna)
        crowd = [model(f"Model{n}") for n in range(4)]
        applied = [apply(one, call).application for one in crowd]
        came = workers.at_once([("confirm", people.hanna.pk, one) for one in applied])
        assert outcomes(came) == {"done": 1, "call_filled": 3}
        assert statuses(call) == {"accepted": 1, "rejected": 3}
        row = call_row(call)
        assert (row.status, row.calendar_session.booked) == ("filled", 1)
        assert Booking.objects.filter(calendar_session=row.calendar_session).count() == 1


def test_the_last_two_places_at_once(people: Cast, workers: Crowd) -> None:
    for _ in range(ROUNDS):
        call = open_call(people.hanna, session(people.hanna, positions=2))
        crowd = [model(f"Model{n}") for n in range(5)]
        applied = [apply(one, call).application for one in crowd]
        came = workers.at_once([("confirm", people.hanna.pk, one) for one in applied])
        assert outcomes(came) == {"done": 2, "call_filled": 3}
        assert statuses(call) == {"accepted": 2, "rejected": 3}
        assert session_row(call_row(call).calendar_session.public_id).booked == 2


# --- stars -----------------------------------------------------------------------------------


def test_stars_that_are_given_at_once_all_count(workers: Crowd) -> None:
    for _ in range(ROUNDS):
        hanna, crowd = host(), [model(f"Model{n}") for n in range(4)]
        bookings = [booked(hanna, one).booking for one in crowd]
        for booking in bookings:
            let_it_be_over(booking_row(booking).calendar_session.public_id)
        came = workers.at_once(
            [
                ("rate", one.pk, booking, stars)
                for one, booking, stars in zip(crowd, bookings, (1, 2, 4, 5), strict=True)
            ]
        )
        assert outcomes(came) == {"done": 4}
        assert User.objects.get(pk=hanna.pk).host_rating is None
        back = workers.at_once([("rate", hanna.pk, booking, 5) for booking in bookings])
        assert outcomes(back) == {"done": 4}
        assert User.objects.get(pk=hanna.pk).host_rating == 3


# --- one model -------------------------------------------------------------------------------


def test_two_hosts_confirm_one_model_for_overlapping_times(people: Cast, workers: Crowd) -> None:
    for _ in range(ROUNDS):
        people = cast()
        hosts = [people.hanna, host("Nora"), host("Otto"), host("Paul")]
        applied = [apply(people.ana, open_call(one)).application for one in hosts]
        came = workers.at_once(
            [("confirm", one.pk, its) for one, its in zip(hosts, applied, strict=True)]
        )
        assert outcomes(came) == {"done": 1, "model_unavailable": 3}
        mine = Booking.objects.filter(model__user_profile=people.ana, state="confirmed")
        assert mine.count() == 1


def test_two_hosts_confirm_two_models_crosswise(people: Cast, workers: Crowd) -> None:
    """Each has a place for both of two models at the same time: no one waits for ever."""
    for _ in range(ROUNDS):
        people = cast()
        acts = []
        for one in (people.hanna, host("Nora")):
            call = open_call(one, session(one, positions=2))
            for applicant in (people.ana, people.jane):
                acts.append(("confirm", one.pk, apply(applicant, call).application))
        came = workers.at_once(acts)
        assert outcomes(came) == {"done": 2, "model_unavailable": 2}


# --- apply against fill ----------------------------------------------------------------------


@pytest.mark.parametrize("first", ["confirm", "apply"])
def test_applying_while_the_last_place_is_given_away(
    people: Cast, workers: Crowd, first: str
) -> None:
    call = open_call(people.hanna)
    ana = apply(people.ana, call).application
    acts = [("confirm", people.hanna.pk, ana), ("apply", people.jane.pk, call)]
    with holding_call(call):
        running = []
        for n, act in enumerate(acts if first == "confirm" else acts[::-1]):
            worker = workers.workers[n]
            worker.begin([act])
            in_line(n + 1)
            running.append(worker)
    came = [worker.came()[0] for worker in running]
    if first == "confirm":
        assert [one.refused for one in came] == [None, "call_filled"]
        assert statuses(call) == {"accepted": 1}
    else:
        assert [one.refused for one in came] == [None, None]
        assert statuses(call) == {"accepted": 1, "rejected": 1}
    assert not call_row(call).applications.filter(status="pending").exists()


def test_many_apply_while_the_last_place_is_given_away(people: Cast, workers: Crowd) -> None:
    for _ in range(ROUNDS):
        people = cast()
        call = open_call(people.hanna)
        ana = apply(people.ana, call).application
        crowd = [model(f"Model{n}") for n in range(7)]
        acts = [("apply", one.pk, call) for one in crowd]
        acts.insert(3, ("confirm", people.hanna.pk, ana))
        came = workers.at_once(acts)
        assert set(outcomes(came)) <= {"done", "call_filled"}
        assert came[3].done
        in_time = outcomes(came)["done"] - 1
        assert +Counter({"accepted": 1, "rejected": in_time}) == statuses(call)


# --- withdraw against confirm ----------------------------------------------------------------


@pytest.mark.parametrize("first", ["withdraw", "confirm"])
def test_taking_back_while_being_booked(people: Cast, workers: Crowd, first: str) -> None:
    call = open_call(people.hanna)
    ana = apply(people.ana, call).application
    acts = [("withdraw", people.ana.pk, ana), ("confirm", people.hanna.pk, ana)]
    with holding_call(call):
        for n, act in enumerate(acts if first == "withdraw" else acts[::-1]):
            workers.workers[n].begin([act])
            in_line(n + 1)
    came = [workers.workers[n].came()[0] for n in range(2)]
    booked = call_row(call).calendar_session.booked
    if first == "withdraw":
        assert [one.refused for one in came] == [None, "applicant_withdrew"]
        assert (application_row(ana).status, booked) == ("withdrawn", 0)
    else:
        assert [one.refused for one in came] == [None, "conflict"]
        assert (application_row(ana).status, booked) == ("accepted", 1)


def test_an_application_has_one_end_whoever_is_faster(people: Cast, workers: Crowd) -> None:
    for _ in range(ROUNDS):
        people = cast()
        ana = apply(people.ana, open_call(people.hanna)).application
        came = workers.at_once(
            [("withdraw", people.ana.pk, ana), ("confirm", people.hanna.pk, ana)] * 2
        )
        assert outcomes(came)["done"] == 1
        row = Application.objects.select_related("open_call__calendar_session").get(public_id=ana)
        assert row.open_call.calendar_session.booked == (row.status == "accepted")


# --- opening ---------------------------------------------------------------------------------


def test_two_calls_opened_at_once_for_one_session(people: Cast, workers: Crowd) -> None:
    for _ in range(ROUNDS):
        of_session = session(people.hanna, positions=3)
        came = workers.at_once([("open_call", people.hanna.pk, of_session)] * 8)
        assert outcomes(came) == {"done": 1, "conflict": 7}
        assert OpenCall.objects.filter(calendar_session__public_id=of_session).count() == 1


def test_a_booking_waits_for_its_model_and_not_for_others(people: Cast, workers: Crowd) -> None:
    call = open_call(people.hanna, session(people.hanna, positions=2))
    ana, jane = apply(people.ana, call).application, apply(people.jane, call).application
    elsewhere = open_call(nora := host("Nora"))
    other = apply(lena := model("Lena"), elsewhere).application
    with holding_model(ModelProfile.objects.get(user_profile=people.ana).pk):
        workers.workers[0].begin([("confirm", people.hanna.pk, ana)])
        in_line(1)
        workers.workers[1].begin([("confirm", nora.pk, other)])
        assert workers.workers[1].came()[0].done
    assert workers.workers[0].came()[0].done
    assert application_row(jane).status == "pending"
    assert Booking.objects.filter(model__user_profile=lena).count() == 1
