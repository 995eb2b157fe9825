"""What becomes of a session reaches who is booked for it or waits for it, and nobody else."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from core import clock as deciding
from notifications.models import Notification
from people.models import User
from tests import clock
from tests.dealings import agree
from tests.notifications.post import MailServer, later, listed, mail_to
from tests.notifications.test_kinds import heard, titles
from tests.people import Cast, host, nobody_else
from tests.stories import (
    apply,
    booked,
    call_row,
    fan_out,
    open_call,
    session,
    session_row,
    withdraw,
)
from workflows import verbs
from workflows.actions import calls, conflicts, expiring, sessions
from workflows.models import Booking


def session_of(people: Cast) -> uuid.UUID:
    return people.hanna.hosted_sessions.latest("pk").public_id


def test_a_move_is_told_to_who_is_booked_and_the_answer_to_the_host(people: Cast) -> None:
    booking = booked(people.hanna, people.ana).booking
    row = session_row(session_of(people))
    ask = verbs.UpdateSession(
        key=uuid.uuid4(),
        session=row.public_id,
        local_start=later_by_an_hour(row.public_id),
    )
    sessions.update_session(ask, by=people.hanna)
    assert listed(people.ana) == ["booking.made", "booking.changed"]
    agree(people.ana, booking)
    assert listed(people.hanna)[-1] == "booking.changed"
    assert titles(people.hanna)[-1].startswith("Ana agreed to the new time")
    assert (listed(people.jane), listed(people.mika)) == ([], [])


def updates(people: Cast, **fields: Any) -> None:
    ask = verbs.UpdateSession(key=uuid.uuid4(), session=session_of(people), **fields)
    sessions.update_session(ask, by=people.hanna)


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"place": "The cellar"}, "Hanna changed the place of the "),
        ({"district": "Wedding"}, "Hanna changed the place of the "),
        ({"title": "Costumes"}, "Hanna gave the "),
    ],
)
def test_another_place_or_title_is_told_to_who_is_booked(
    people: Cast, change: dict[str, str], title: str
) -> None:
    booked(people.hanna, people.ana)
    before = heard(people)
    updates(people, **change)
    updates(people, **change)  # nothing new
    assert heard(people) == before | {"ana": ["booking.made", "booking.changed"]}
    assert titles(people.ana)[-1].startswith(title)
    assert Notification.objects.get(user=people.ana, kind="booking.changed").count == 1


def test_a_move_is_told_to_who_applied_while_they_wait(people: Cast, mails: MailServer) -> None:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening)
    ana, _ = apply(people.ana, call), apply(people.jane, call)
    updates(people, local_start=later_by_an_hour(evening))
    assert (listed(people.ana), listed(people.jane)) == (["application.moved"],) * 2
    assert titles(people.ana)[0].startswith("Hanna changed the time of the ")
    withdraw(people.ana, ana.application)
    later(minutes=3)
    assert mail_to(people.ana).reasons[-1] == "over"
    assert mails.subjects(people.jane) == [titles(people.jane)[0]]
    assert listed(people.mika) == []


def later_by_an_hour(evening: uuid.UUID) -> str:
    start = session_row(evening).local_start.replace(tzinfo=None)
    return (start + timedelta(hours=1)).isoformat()


def test_a_booking_elsewhere_ends_what_one_had_applied_for(people: Cast) -> None:
    starts = deciding.now().replace(microsecond=0) + timedelta(days=3)
    olga = host("Olga")
    waits = open_call(olga, session(olga, starts_at=starts))
    apply(people.ana, waits)
    booking = booked(people.hanna, people.ana, starts_at=starts).booking
    for application in conflicts.overlapping(Booking.objects.get(public_id=booking).pk):
        conflicts.end_conflict(application)
    assert listed(people.ana) == ["booking.made", "application.decided"]
    assert titles(people.ana)[-1].startswith("You are booked at the time of Olga's ")
    assert listed(olga) == ["application.arrived"]
    assert listed(people.mika) == []


def test_a_call_that_opens_again_is_told_to_who_waited(people: Cast) -> None:
    nobody_else(people.ana, people.jane)
    call = open_call(people.hanna)
    apply(people.ana, call)
    clock.stop(call_row(call).expires_at)
    expiring.expire_one(call_row(call))
    until = deciding.now() + timedelta(hours=3)
    calls.reopen(verbs.ReopenCall(key=uuid.uuid4(), call=call, expires_at=until), by=people.hanna)
    fan_out(call)
    assert listed(people.ana) == ["application.decided", "call.matching"]
    assert listed(people.jane) == ["call.matching"]
    assert listed(people.mika) == []


def test_a_cancelled_call_and_a_cancelled_session_are_told_to_each_who_waits(people: Cast) -> None:
    evening = session(people.hanna)
    for cancel in (cancels_call, cancels_session):
        call = open_call(people.hanna, evening)
        for model in (people.ana, people.jane):
            apply(model, call)
        cancel(people.hanna, call, evening)
        for model in (people.ana, people.jane):
            assert listed(model)[-1] == "application.decided"
            assert titles(model)[-1].startswith("Hanna cancelled the call for the ")
    assert [len(listed(p)) for p in (people.ana, people.jane, people.mika)] == [2, 2, 0]


def cancels_call(by: User, call: uuid.UUID, evening: uuid.UUID) -> None:
    calls.cancel(verbs.CancelCall(key=uuid.uuid4(), call=call), by=by)


def cancels_session(by: User, call: uuid.UUID, evening: uuid.UUID) -> None:
    sessions.cancel_session(verbs.CancelSession(key=uuid.uuid4(), session=evening), by=by)


def test_a_session_that_is_off_is_told_to_who_is_booked(people: Cast) -> None:
    booked(people.hanna, people.ana)
    cancels_session(people.hanna, uuid.uuid4(), session_of(people))
    assert listed(people.ana) == ["booking.made", "booking.cancelled"]
    assert (listed(people.jane), listed(people.mika)) == ([], [])
