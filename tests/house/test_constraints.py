"""The database itself refuses what must never be, whatever the code above it forgets."""

from datetime import timedelta

import pytest
from django.db import connection

from core import clock as deciding
from tests import clock
from tests.house.refusing import refused, run
from tests.people import Cast
from tests.stories import (
    application_row,
    apply,
    booked,
    call_row,
    confirm,
    open_call,
    session,
    session_row,
    withdraw,
)

COPY_BOOKING = (
    "INSERT INTO bookings (public_id, calendar_session_id, model_id, during, state)"
    " SELECT gen_random_uuid(), %s, model_id, %s::tstzrange, %s FROM bookings WHERE public_id = %s"
)


def test_a_model_is_never_booked_twice_at_one_time(people: Cast) -> None:
    first = booked(people.hanna, people.ana).booking
    other = session_row(session(people.hanna))
    with refused(by="no_double_booking"):
        run(COPY_BOOKING, other.pk, other.during, "confirmed", first)


def test_evenings_that_follow_each_other_can_both_be_booked(people: Cast) -> None:
    start = deciding.now().replace(microsecond=0) + timedelta(days=3)
    first = booked(people.hanna, people.ana, starts_at=start, hours=2).booking
    after = session_row(session(people.hanna, starts_at=start + timedelta(hours=2)))
    run(COPY_BOOKING, after.pk, after.during, "confirmed", first)
    assert booked_times(people) == 2


def test_a_cancelled_booking_is_in_nobodys_way(people: Cast) -> None:
    first = booked(people.hanna, people.ana).booking
    other = session_row(session(people.hanna))
    run(COPY_BOOKING, other.pk, other.during, "cancelled_by_model", first)
    assert booked_times(people) == 1


def booked_times(people: Cast) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM bookings b JOIN models m ON m.id = b.model_id"
            " WHERE m.user_profile_id = %s AND b.state = 'confirmed'",
            [people.ana.pk],
        )
        return int(cursor.fetchone()[0])


def test_no_more_are_booked_than_there_are_places(people: Cast) -> None:
    row = session_row(session(people.hanna, positions=2))
    run("UPDATE calendar SET booked = 2 WHERE id = %s", row.pk)
    with refused(by="booked_within_positions"):
        run("UPDATE calendar SET booked = 3 WHERE id = %s", row.pk)
    with refused(by="booked_within_positions"):
        run("UPDATE calendar SET positions = 1 WHERE id = %s", row.pk)


COPY_CALL = (
    "INSERT INTO open_calls (public_id, host_id, calendar_session_id, status, expires_at,"
    " requirements, fee_currency, note, round)"
    " SELECT gen_random_uuid(), host_id, calendar_session_id, 'active', expires_at, '{}', '', '', 1"
    " FROM open_calls WHERE id = %s"
)


def test_a_session_has_one_active_call(people: Cast) -> None:
    row = call_row(open_call(people.hanna))
    with refused(by="one_active_call_per_session"):
        run(COPY_CALL, row.pk)
    run("UPDATE open_calls SET status = 'cancelled' WHERE id = %s", row.pk)
    run(COPY_CALL, row.pk)
    assert row.calendar_session.open_calls.count() == 2


COPY_APPLICATION = (
    "INSERT INTO open_call_applications"
    " (public_id, open_call_id, model_id, conversation_id, status, reason, terms, note)"
    " SELECT gen_random_uuid(), open_call_id, model_id, conversation_id, 'pending', '', terms, ''"
    " FROM open_call_applications WHERE id = %s"
)


def test_a_model_has_one_live_application_on_a_call(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    row = application_row(applied)
    with refused(by="one_live_application_per_model"):
        run(COPY_APPLICATION, row.pk)
    withdraw(people.ana, applied)
    run(COPY_APPLICATION, row.pk)
    assert row.open_call.applications.count() == 2


def test_an_accepted_application_is_a_live_one(people: Cast) -> None:
    call = open_call(people.hanna, session(people.hanna, positions=2))
    applied = apply(people.ana, call).application
    confirm(people.hanna, applied)
    with refused(by="one_live_application_per_model"):
        run(COPY_APPLICATION, application_row(applied).pk)


# --- the deadline ----------------------------------------------------------------------------

FILL = "UPDATE open_calls SET status = 'filled', decided_at = %s WHERE id = %s"


def test_nothing_is_filled_with_a_decision_from_after_its_deadline(people: Cast) -> None:
    row = call_row(open_call(people.hanna))
    clock.stop(row.expires_at)
    with refused(by="filled_before_the_deadline"):
        run(FILL, row.expires_at, row.pk)
    run(FILL, row.expires_at - timedelta(microseconds=1), row.pk)
    assert call_row(row.public_id).status == "filled"


def test_nothing_is_filled_without_a_decision(people: Cast) -> None:
    row = call_row(open_call(people.hanna))
    with refused(by="filled_before_the_deadline"):
        run(FILL, None, row.pk)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(microseconds=1), timedelta(days=1)])
def test_what_was_decided_in_time_may_be_written_later(people: Cast, late: timedelta) -> None:
    row = call_row(open_call(people.hanna))
    clock.stop(row.expires_at + late)
    run(FILL, row.expires_at - timedelta(microseconds=1), row.pk)
    assert call_row(row.public_id).status == "filled"


def test_nothing_is_filled_by_a_decision_from_the_future(people: Cast) -> None:
    row = call_row(open_call(people.hanna))
    with refused(by="filled_by_a_decision"):
        run(FILL, row.expires_at - timedelta(microseconds=1), row.pk)


def test_nothing_is_born_filled_without_a_decision_in_time(people: Cast) -> None:
    row = call_row(open_call(people.hanna))
    run("UPDATE open_calls SET status = 'expired' WHERE id = %s", row.pk)
    with refused(by="filled_before_the_deadline"):
        run(COPY_CALL.replace("'active'", "'filled'"), row.pk)
