"""The machine is data: from which state which verb leads where, and what all others are told."""

from collections.abc import Callable
from datetime import timedelta
from typing import get_args

import pytest

from core import clock as deciding
from tests.people import Cast
from tests.refusals import refused
from tests.stories import application_row, apply, confirm, open_call, session, withdraw
from workflows import events
from workflows.machine import ENDED, RULES
from workflows.models import Application, OpenCall

CALL = set(get_args(events.CallStatus))
APPLICATION = set(get_args(events.ApplicationStatus))
WORDS = {
    "call": CALL,
    "application": APPLICATION,
    "session": {"planned", "cancelled"},
    "offer": set(get_args(events.OfferStatus)),
    "booking": set(get_args(events.BookingState)),
}

#: What a status answers to a verb that does not go with it.
CONFIRMING = {
    "accepted": "conflict",
    "rejected": "conflict",
    "expired": "conflict",
    "withdrawn": "applicant_withdrew",
}


def test_the_machine_speaks_the_ordered_words() -> None:
    assert {"active", "filled", "expired", "cancelled"} == CALL
    assert {"pending", "accepted", "rejected", "withdrawn", "expired"} == APPLICATION
    for rule in RULES:
        assert {*rule.before, *rule.after} <= WORDS[rule.of], rule.verb


def test_what_has_ended_stays_so() -> None:
    """Only a call comes back, and only when its host opens it again."""
    begin = {"call": "active", "application": "pending", "session": "planned", "offer": "sent"}
    for rule in RULES:
        if rule.of in begin and rule.verb != "call.reopen":
            assert set(rule.before) <= {begin[rule.of]}, rule.verb


def test_a_call_that_is_over_has_an_answer_for_everybody() -> None:
    assert set(ENDED) == CALL - {"active"}


@pytest.mark.parametrize("status", sorted(APPLICATION - {"pending"}))
@pytest.mark.parametrize("act", [confirm, withdraw])
def test_an_application_that_has_ended_is_not_moved(
    people: Cast, status: str, act: Callable[..., object]
) -> None:
    call = open_call(people.hanna, session(people.hanna, positions=2))
    applied = apply(people.ana, call).application
    Application.objects.filter(public_id=applied).update(status=status)
    with refused(CONFIRMING[status]):
        act(people.hanna if act is confirm else people.ana, applied)
    assert application_row(applied).status == status


@pytest.mark.parametrize("status", sorted(CALL - {"active"}))
def test_nobody_is_booked_on_a_call_that_is_over(people: Cast, status: str) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    OpenCall.objects.filter(public_id=call).update(
        status=status, decided_at=deciding.now() - timedelta(seconds=1)
    )
    with refused(ENDED[status][0]):
        confirm(people.hanna, applied)
    assert application_row(applied).status == "pending"


@pytest.mark.parametrize("status", sorted(CALL))
def test_taking_back_is_possible_whatever_became_of_the_call(people: Cast, status: str) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    OpenCall.objects.filter(public_id=call).update(
        status=status, decided_at=deciding.now() - timedelta(seconds=1)
    )
    assert withdraw(people.ana, applied).status == "withdrawn"
