"""Whoever hosts and models is in one place at a time: neither role is looked at alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError

from core import clock as deciding
from core.refused import Refused
from core.transaction import sqlstate
from people.models import ModelProfile, User
from tests.dealings import (
    accept,
    agree,
    booking_row,
    cancel_session,
    change,
    invite,
    move,
    offer,
)
from tests.jobs import work_off
from tests.people import Cast, nobody_else, person
from tests.refusals import refused
from tests.stories import (
    application_row,
    apply,
    booked,
    call_row,
    confirm,
    open_call,
    session,
    session_row,
)
from tests.together import at_once
from workflows import matching
from workflows.models import Booking, CalendarSession
from workflows.queries import calls, directory


@pytest.fixture
def both() -> User:
    """Bea hosts and models."""
    bea = person("Bea", is_host=True, is_model=True)
    ModelProfile.objects.create(user_profile=bea, pose_styles=["dynamic"])
    return bea


@pytest.fixture
def start() -> datetime:
    return deciding.now().replace(microsecond=0) + timedelta(days=3)


HALF = timedelta(minutes=30)


def own_evening(bea: User, start: datetime) -> UUID:
    return session(bea, starts_at=start)


# --- hosting, then modelling ----------------------------------------------------------------------


def test_who_hosts_then_is_told_of_no_call_and_cannot_apply(
    people: Cast, both: User, start: datetime
) -> None:
    nobody_else(both)
    evening = own_evening(both, start)
    call = open_call(people.hanna, session(people.hanna, starts_at=start + HALF))
    assert matching.matching_models(call_row(call), after=0, limit=10) == []
    assert call_row(call).pk not in matching.board(both.model_profile, limit=200)
    with refused("not_eligible", reasons=["free"]):
        apply(both, call)
    invite(people.hanna, call, both)
    with refused("not_eligible"):
        apply(both, call)
    cancel_session(both, evening)
    apply(both, call)


def test_who_hosts_from_then_on_is_not_confirmed(people: Cast, both: User, start: datetime) -> None:
    call = open_call(people.hanna, session(people.hanna, starts_at=start))
    applied = apply(both, call).application
    evening = own_evening(both, start + HALF)
    assert calls.host_page(call_row(call)).booked_then == [applied]
    with refused("model_unavailable"):
        confirm(people.hanna, applied)
    work_off()
    assert application_row(applied).reason == "conflict"
    assert session_row(evening).cancelled_at is None


def test_a_moved_evening_of_ones_own_ends_what_was_asked_for_then(
    people: Cast, both: User, start: datetime
) -> None:
    call = open_call(people.hanna, session(people.hanna, starts_at=start))
    applied = apply(both, call).application
    evening = own_evening(both, start + timedelta(days=1))
    work_off()
    assert application_row(applied).status == "pending"
    move(both, evening, start)
    work_off()
    assert application_row(applied).reason == "conflict"


def test_an_offer_is_not_accepted_while_one_hosts(
    people: Cast, both: User, start: datetime
) -> None:
    asked = offer(people.hanna, session(people.hanna, starts_at=start), both)
    own_evening(both, start)
    with refused("model_unavailable"):
        accept(both, asked)


def test_a_moved_booking_is_not_agreed_to_while_one_hosts(
    people: Cast, both: User, start: datetime
) -> None:
    booking = booking_row(booked(people.hanna, both, starts_at=start).booking)
    own_evening(both, start + timedelta(days=1))
    move(people.hanna, booking.calendar_session.public_id, start + timedelta(days=1))
    with refused("model_unavailable"):
        agree(both, booking.public_id)


def test_who_hosts_on_a_day_is_not_free_on_it(people: Cast, both: User, start: datetime) -> None:
    def free() -> list[UUID]:
        found = directory.page(people.hanna, role="model", search="Bea", free_on=start.date())
        return [entry.person.id for entry in found.entries]

    assert both.public_id in free()
    own_evening(both, start)
    assert both.public_id not in free()


# --- modelling, then hosting ----------------------------------------------------------------------

BEGIN: dict[str, Callable[[User, datetime], object]] = {
    "created": own_evening,
    "moved": lambda bea, at: move(bea, own_evening(bea, at + timedelta(days=1)), at),
    "longer": lambda bea, at: change(bea, own_evening(bea, at - 5 * HALF), minutes=300),
}


@pytest.mark.parametrize("how", BEGIN)
def test_no_evening_of_ones_own_while_one_is_booked(
    people: Cast, both: User, start: datetime, how: str
) -> None:
    booked(people.hanna, both, starts_at=start)
    with refused("model_unavailable"):
        BEGIN[how](both, start + HALF)


def test_back_to_back_is_no_conflict(people: Cast, both: User, start: datetime) -> None:
    booked(people.hanna, both, starts_at=start)
    own_evening(both, start + timedelta(hours=2))
    own_evening(both, start - timedelta(hours=2))


def test_a_studio_has_two_rooms(both: User, start: datetime) -> None:
    own_evening(both, start)
    own_evening(both, start)


# --- at once, and by whatever way -----------------------------------------------------------------


def test_of_two_at_once_one_wins(people: Cast, both: User, start: datetime) -> None:
    applied = apply(
        both, open_call(people.hanna, session(people.hanna, starts_at=start))
    ).application
    said = at_once(
        [
            lambda: str(confirm(people.hanna, applied).booking),
            lambda: str(own_evening(both, start)),
        ]
    )
    lost = [answer for answer in said if isinstance(answer, Refused)]
    assert [refusal.code for refusal in lost] == ["model_unavailable"]


def test_the_database_refuses_it_too(people: Cast, both: User, start: datetime) -> None:
    booking = booking_row(booked(people.hanna, both, starts_at=start).booking)
    evening = session_row(own_evening(both, start + timedelta(days=1)))
    with pytest.raises(DatabaseError) as error:
        CalendarSession.objects.filter(pk=evening.pk).update(during=booking.during)
    assert sqlstate(error.value) == "CB002"
    with pytest.raises(DatabaseError) as error:
        Booking.objects.filter(pk=booking.pk).update(during=evening.during)
    assert sqlstate(error.value) == "CB002"
