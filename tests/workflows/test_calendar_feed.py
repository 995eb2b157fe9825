"""The calendar that other programs read: the same event for ever, newer where it has changed."""

import re
import uuid
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from django.test import AsyncClient
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from people.actions import update_profile
from people.models import User
from people.verbs import UpdateProfile
from protocol.models import Command
from tests.dealings import (
    agree,
    booking_row,
    cancel_booking,
    cancel_session,
    let_it_be_over,
    move,
    no_show,
)
from tests.people import Cast
from tests.stories import booked, session, session_row
from workflows.actions.calendar import renew_calendar
from workflows.models import CalendarSession
from workflows.queries.ical import calendar_of, path
from workflows.verbs import RenewCalendar

PLACE = "Attic, ring twice"


def event(user: User, of: UUID) -> Any:
    calendar: Any = Calendar.from_ical(calendar_of(user).to_ical())
    found = [one for one in calendar.walk("VEVENT") if one["uid"] == f"{of}@callboard"]
    assert len(found) == 1
    return found[0]


def test_a_booking_knows_the_place_and_speaks_utc(people: Cast) -> None:
    booking = booking_row(booked(people.hanna, people.ana).booking)
    shown = event(people.ana, booking.public_id)
    assert PLACE in shown["location"]
    assert shown["dtstart"].dt == booking.during.lower.astimezone(UTC)
    assert shown["status"] == "CONFIRMED"


def test_it_says_where_it_is_from_and_when_to_ask_again(people: Cast) -> None:
    evening = session(people.hanna)
    booking = booking_row(booked(people.hanna, people.ana).booking)
    calendar: Any = Calendar.from_ical(calendar_of(people.hanna).to_ical())
    origin = settings.ORIGINS[0]
    assert calendar["url"] == f"{origin}/calendar"
    assert calendar["refresh-interval"].dt == timedelta(hours=1)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in calendar.to_ical()
    assert calendar["x-published-ttl"] == "PT1H"
    assert event(people.hanna, evening)["url"] == f"{origin}/calendar/{evening}"
    assert event(people.ana, booking.public_id)["url"] == f"{origin}/calendar"


def test_a_move_raises_the_sequence_when_the_time_changes(people: Cast) -> None:
    """A program that has seen a sequence does not look at the event of it again."""
    booking = booking_row(booked(people.hanna, people.ana).booking)
    evening = booking.calendar_session.public_id
    to = booking.during.lower + timedelta(hours=3)
    before = event(people.ana, booking.public_id)
    move(people.hanna, evening, to)
    asked = event(people.ana, booking.public_id)
    assert asked["dtstart"].dt == before["dtstart"].dt
    assert event(people.hanna, evening)["dtstart"].dt == to
    agree(people.ana, booking.public_id)
    agreed = event(people.ana, booking.public_id)
    assert agreed["dtstart"].dt == to
    assert before["sequence"] < asked["sequence"] < agreed["sequence"]


def test_places_that_are_taken_change_the_hosts_event(people: Cast) -> None:
    booking = booking_row(booked(people.hanna, people.ana, positions=2).booking)
    evening = booking.calendar_session.public_id
    before = event(people.hanna, evening)
    assert "(1 open)" in before["summary"]
    cancel_booking(people.ana, booking.public_id)
    after = event(people.hanna, evening)
    assert "(2 open)" in after["summary"]
    assert after["sequence"] > before["sequence"]


def test_what_is_off_says_so_and_forgets_the_place(people: Cast) -> None:
    booking = booking_row(booked(people.hanna, people.ana).booking)
    before = event(people.ana, booking.public_id)
    cancel_session(people.hanna, booking.calendar_session.public_id)
    after = event(people.ana, booking.public_id)
    assert (after["status"], PLACE in after["location"]) == ("CANCELLED", False)
    assert after["sequence"] > before["sequence"]
    assert event(people.hanna, booking.calendar_session.public_id)["status"] == "CANCELLED"


def test_who_did_not_come_keeps_the_evening(people: Cast) -> None:
    booking = booking_row(booked(people.hanna, people.ana).booking)
    let_it_be_over(booking.calendar_session.public_id)
    no_show(people.hanna, booking.public_id)
    assert event(people.ana, booking.public_id)["status"] == "CONFIRMED"


async def test_only_who_knows_the_address_reads_it(people: Cast) -> None:
    evening = session(people.hanna)
    first = address(people.hanna)
    answer = await AsyncClient().get(first)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert str(evening).encode() in answer.content
    second = address(people.hanna)
    assert (await AsyncClient().get(first)).status_code == 404
    assert (await AsyncClient().get(second)).status_code == 200
    User.objects.filter(pk=people.hanna.pk).update(is_active=False)
    assert (await AsyncClient().get(second)).status_code == 404
    assert session_row(evening).host_id == people.hanna.pk


def test_the_address_is_told_to_its_owner_alone_and_kept_in_one_place(people: Cast) -> None:
    key = uuid.uuid4()
    renew_calendar(RenewCalendar(key=key), by=people.hanna)
    secret = address_of(people.hanna)
    assert renew_calendar(RenewCalendar(key=key), by=people.hanna).duplicate
    assert address_of(people.hanna) == secret  # asked twice, made once
    kept = Command.objects.get(user=people.hanna, key=key)
    assert kept.result is not None
    assert secret.split("/")[-1].removesuffix(".ics") not in kept.result


def address(user: User) -> str:
    renew_calendar(RenewCalendar(key=uuid.uuid4()), by=user)
    return address_of(user)


def address_of(user: User) -> str:
    token = User.objects.get(pk=user.pk).calendar_token
    assert token
    return path(token)


def test_what_a_calendar_cannot_hold_is_left_out(people: Cast) -> None:
    evening = session(people.hanna)
    CalendarSession.objects.filter(public_id=evening).update(title="\x07bell\x1b[31m \u202egnp")
    raw = calendar_of(people.hanna).to_ical()
    assert not any(byte < 32 and byte not in (9, 10, 13) for byte in raw)
    assert "\u202e" not in raw.decode()
    assert "bell" in event(people.hanna, evening)["summary"]


def test_a_calendar_is_the_same_until_something_changes(people: Cast) -> None:
    booked(people.hanna, people.ana)
    first = calendar_of(people.ana).to_ical()
    assert calendar_of(people.ana).to_ical() == first
    update_profile(UpdateProfile(name="Johanna"), by=people.hanna)
    after = calendar_of(people.ana).to_ical()
    assert after != first
    sequence = [int(n) for n in re.findall(rb"SEQUENCE:(\d+)", first + after)]
    assert sequence[0] < sequence[1]


def test_a_large_calendar_costs_no_more_questions(people: Cast) -> None:
    session(people.hanna)
    with CaptureQueriesContext(connection) as few:
        calendar_of(people.hanna)
    for _ in range(9):
        session(people.hanna)
    with CaptureQueriesContext(connection) as many:
        calendar_of(people.hanna)
    assert len(many) == len(few)


async def test_a_program_that_has_it_takes_nothing_again(people: Cast) -> None:
    secret = await sync_to_async(address)(people.hanna)
    answer = await AsyncClient().get(secret)
    known = {"If-None-Match": answer.headers["ETag"]}
    assert (await AsyncClient().get(secret, headers=known)).status_code == 304
