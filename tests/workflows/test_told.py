"""Every action around a call: who it is about knows as much as who looks anew."""

from datetime import timedelta

import pytest

from tests.clock import travel
from tests.people import Cast, host
from tests.stories import (
    apply,
    booked,
    call_row,
    confirm,
    fan_out,
    flag,
    open_call,
    read,
    say,
    session,
    start,
    talking,
    withdraw,
)
from tests.verify import Verify
from workflows.actions.expiring import expire_due, expire_one


def expire_all() -> None:
    while expire_due():
        pass


def test_a_session_is_in_its_hosts_calendar(people: Cast, verify: Verify) -> None:
    with verify(people.hanna):
        session(people.hanna)


def test_opening_a_call_is_told_to_its_host(people: Cast, verify: Verify) -> None:
    of_session = session(people.hanna)
    with verify(people.hanna):
        open_call(people.hanna, of_session, requirements={"pose_style": "costume"})


def test_opening_a_call_is_told_to_the_models_who_fit(people: Cast, verify: Verify) -> None:
    of_session = session(people.hanna)
    with verify(people.hanna, people.ana, people.jane, exact=False):
        call = open_call(
            people.hanna, of_session, requirements={"pose_style": "dynamic", "min_rating": 2}
        )
        fan_out(call)


def test_telling_models_is_told_to_host_and_models(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna, requirements={"pose_style": "dynamic"})
    with verify(people.hanna, people.ana, people.jane):
        fan_out(call)


def test_somebody_applies_who_has_never_met_the_host(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    with verify(people.hanna, people.ana):
        apply(people.ana, call, "I would love to.")


def test_somebody_applies_who_has_talked_with_the_host(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    for person in (people.hanna, people.ana):
        read(person, conversation, 2)
    call = open_call(people.hanna)
    fan_out(call)
    with verify(people.hanna, people.ana):
        apply(people.ana, call)


def test_applying_answers_a_first_text(people: Cast, verify: Verify) -> None:
    start(people.hanna, people.ana, "Do you model on Tuesdays?")
    call = open_call(people.hanna)
    with verify(people.hanna, people.ana):
        apply(people.ana, call)


def test_applying_leaves_the_flag_on_the_conversation(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    read(people.ana, conversation, 2)
    flag(people.ana, conversation)
    call = open_call(people.hanna)
    with verify(people.hanna, people.ana):
        apply(people.ana, call)


def test_a_rival_hears_nothing_of_an_application(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    fan_out(call)
    apply(people.jane, call)
    with verify(people.hanna, people.ana):  # and so not Jane
        apply(people.ana, call)


def test_an_application_is_withdrawn(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    apply(people.jane, call)
    application = apply(people.ana, call).application
    with verify(people.hanna, people.ana):
        withdraw(people.ana, application)


def test_applying_again_after_having_withdrawn(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    fan_out(call)
    withdraw(people.ana, apply(people.ana, call).application)
    with verify(people.hanna, people.ana):
        apply(people.ana, call)


def test_the_last_place_is_booked(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    fan_out(call)
    apply(people.jane, call)
    application = apply(people.ana, call).application
    with verify(people.hanna, people.ana, people.jane):
        confirm(people.hanna, application)


def test_one_of_two_places_is_booked(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna, session(people.hanna, positions=2))
    fan_out(call)
    apply(people.jane, call)
    application = apply(people.ana, call).application
    with verify(people.hanna, people.ana, people.jane):
        confirm(people.hanna, application)


def test_a_booked_model_talks_with_the_host(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call)
    confirm(people.hanna, applied.application)
    with verify(people.hanna, people.ana):
        say(people.hanna, applied.conversation, "Can you bring red drapes?")


def test_a_booking_takes_calls_at_the_same_time_off_the_board(people: Cast, verify: Verify) -> None:
    elsewhere = open_call(host("Nora"), requirements={"pose_style": "dynamic"})
    fan_out(elsewhere)
    application = apply(people.ana, open_call(people.hanna)).application
    with verify(people.hanna, people.ana):
        confirm(people.hanna, application)


@pytest.mark.parametrize("by", ["the clock", "a touch"])
def test_a_call_expires(people: Cast, verify: Verify, by: str) -> None:
    expire_all()
    call = open_call(people.hanna, closes=timedelta(minutes=5))
    fan_out(call)
    apply(people.ana, call)
    apply(people.jane, call)
    travel(timedelta(minutes=6))
    with verify(people.hanna, people.ana, people.jane):
        if by == "the clock":
            expire_due()
        else:
            expire_one(call_row(call))


def test_two_calls_of_two_hosts_expire_at_once(people: Cast, verify: Verify) -> None:
    expire_all()
    nora = host("Nora")
    for inviting in (people.hanna, nora):
        apply(people.ana, open_call(inviting, closes=timedelta(minutes=5)))
    travel(timedelta(minutes=6))
    with verify(people.hanna, nora, people.ana):
        expire_due()


def test_a_call_that_nobody_wanted_expires(people: Cast, verify: Verify) -> None:
    expire_all()
    open_call(people.hanna, closes=timedelta(minutes=5))
    travel(timedelta(minutes=6))
    with verify(people.hanna):
        expire_due()


def test_a_booking_elsewhere_leaves_other_evenings_alone(people: Cast, verify: Verify) -> None:
    booked(people.hanna, people.ana)
    with verify(people.hanna):
        session(people.hanna, title="Another evening")
