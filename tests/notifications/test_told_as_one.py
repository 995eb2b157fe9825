"""Several changes are told as one, loops cost little, and the list says what is so now."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from icalendar import Calendar

from core import clock as deciding
from notifications import queries
from notifications.models import Notification
from tests.dealings import (
    agree,
    booking_row,
    cancel_call,
    change,
    change_fee,
    move,
    offer,
    reopen,
    take_back,
)
from tests.jobs import work_off
from tests.notifications.post import MailServer, carry
from tests.notifications.stories import evening_of
from tests.notifications.test_still_so import body, later, morning, night, of_kind
from tests.people import Cast, nobody_else
from tests.refusals import refused
from tests.stories import (
    apply,
    booked,
    confirm,
    fan_out,
    open_call,
    session,
    session_row,
    withdraw,
)

pytestmark = pytest.mark.usefixtures("noon")


# --- several changes of one evening --------------------------------------------------------------


def test_eight_changes_are_one_mail_that_says_all_of_it(people: Cast, mails: MailServer) -> None:
    booking = booked(people.hanna, people.ana).booking
    carry()
    evening, start = evening_of(booking), booking_row(booking).during.lower
    move(people.hanna, evening, start + timedelta(hours=1))
    for place in ("The attic", "The cellar"):
        change(people.hanna, evening, place=place)
    for title in ("Costume", "Costumes", "Costumes!", "Costumes?", "Costumes"):
        change(people.hanna, evening, title=title)
    carry()
    assert len(mails.to(people.ana)) == 1  # that they are booked
    later(minutes=3)
    [_, mail] = mails.to(people.ana)
    assert mail["subject"].startswith("Hanna changed the time of the ")
    said = body(mail)
    for part in ("Until you agree you are booked for ", "The cellar", "It was called Life drawing"):
        assert part in said
    assert "The attic" not in said


def test_the_bell_keeps_the_question(people: Cast) -> None:
    booking = booked(people.hanna, people.ana).booking
    evening, start = evening_of(booking), booking_row(booking).during.lower
    move(people.hanna, evening, start + timedelta(hours=1))
    change(people.hanna, evening, title="Costumes")
    [line] = [line for line in queries.page(people.ana)[0] if line.kind == "booking.changed"]
    assert line.title.startswith("Hanna changed the time of the ")
    assert "It was called Life drawing" in line.text


def test_there_and_back_again_is_no_news(people: Cast, mails: MailServer) -> None:
    booking = booked(people.hanna, people.ana).booking
    carry()
    evening, start = evening_of(booking), booking_row(booking).during.lower
    move(people.hanna, evening, start + timedelta(hours=1))
    move(people.hanna, evening, start)
    later(minutes=3)
    assert len(mails.to(people.ana)) == 1
    assert of_kind(people.ana, "booking.changed").state == "skipped"


def test_back_again_is_told_to_who_was_told_of_there(people: Cast, mails: MailServer) -> None:
    booking = booked(people.hanna, people.ana).booking
    carry()
    evening, start = evening_of(booking), booking_row(booking).during.lower
    move(people.hanna, evening, start + timedelta(hours=1))
    later(minutes=3)
    move(people.hanna, evening, start)
    later(minutes=11)
    assert mails.subjects(people.ana)[-1].startswith("Hanna's ")
    assert "is at the time that you know again" in mails.subjects(people.ana)[-1]


def test_who_agreed_in_the_app_reads_no_question(people: Cast, mails: MailServer) -> None:
    night(people.ana)
    booking = booked(people.hanna, people.ana).booking
    start = booking_row(booking).during.lower
    move(people.hanna, evening_of(booking), start + timedelta(hours=1))
    agree(people.ana, booking)
    morning()
    assert not [s for s in mails.subjects(people.ana) if "Agree" in s]


def test_another_fee_and_another_time_are_one_mail_to_who_applied(
    people: Cast, mails: MailServer
) -> None:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening, fee_amount=9000, fee_currency="EUR")
    apply(people.ana, call)
    change_fee(people.hanna, call, 1250)
    move(people.hanna, evening, session_row(evening).during.lower + timedelta(hours=1))
    later(minutes=3)
    [mail] = mails.to(people.ana)
    assert "The fee is now 12.50 EUR" in body(mail)
    assert "It was " in body(mail)


def test_an_offer_that_is_moved_again_and_again_is_one_mail(
    people: Cast, mails: MailServer
) -> None:
    evening = session(people.hanna)
    offer(people.hanna, evening, people.ana, closes=timedelta(hours=30))
    carry()
    start = session_row(evening).during.lower
    for hours in range(1, 9):
        move(people.hanna, evening, start + timedelta(hours=hours))
        carry()
    change(people.hanna, evening, district="Spandau")
    later(minutes=3)
    [_, mail] = mails.to(people.ana)
    assert mail["subject"].startswith("Hanna changed the time of the ")
    assert "It was " in body(mail)
    assert "It is now here: Spandau." in body(mail)


def test_an_offer_that_is_taken_back_says_nothing_of_what_changed_before(
    people: Cast, mails: MailServer
) -> None:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.ana, closes=timedelta(hours=30))
    carry()
    move(people.hanna, evening, session_row(evening).during.lower + timedelta(hours=1))
    take_back(people.hanna, asked)
    later(minutes=3)
    [_, mail] = mails.to(people.ana)
    assert "took the offer" in mail["subject"]
    assert "It was " not in body(mail)


#: What can be changed again and again -> who is told of it.
CHANGED_FOR: dict[str, Callable[[Cast, UUID], object]] = {
    "booked": lambda people, evening: confirm(
        people.hanna, apply(people.ana, open_call(people.hanna, evening)).application
    ),
    "applied": lambda people, evening: apply(people.ana, open_call(people.hanna, evening)),
    "asked": lambda people, evening: offer(
        people.hanna, evening, people.ana, closes=timedelta(hours=30)
    ),
}


@pytest.mark.parametrize("audience", CHANGED_FOR)
def test_changes_over_an_hour_are_told_less_and_less_often(
    people: Cast, mails: MailServer, audience: str
) -> None:
    evening = session(people.hanna, starts_at=deciding.now() + timedelta(days=9))
    CHANGED_FOR[audience](people, evening)
    later(minutes=3)
    before = len(mails.to(people.ana))
    start = session_row(evening).during.lower
    for step in range(12):
        move(people.hanna, evening, start + timedelta(hours=1 + step))
        later(minutes=5)
    told = mails.to(people.ana)[before:]
    assert len(told) == 3  # at once, after 10 minutes, after 30 more
    assert "changed the time" in told[0]["subject"]
    later(minutes=60)
    [last] = mails.to(people.ana)[before + 3 :]
    assert f"{session_row(evening).during.lower:%H:%M}" in body(last)


def test_what_is_urgent_waits_ten_minutes_at_most(people: Cast, mails: MailServer) -> None:
    soon = deciding.now().replace(microsecond=0) + timedelta(hours=10)
    booking = booked(people.hanna, people.ana, starts_at=soon).booking
    evening = evening_of(booking)
    later(minutes=3)
    before = len(mails.to(people.ana))
    for step in range(6):
        move(people.hanna, evening, soon + timedelta(minutes=1 + step))
        later(minutes=11)
    assert len(mails.to(people.ana)) == before + 6


# --- loops ---------------------------------------------------------------------------------------


def test_a_call_that_is_opened_again_and_again_is_mailed_seldom(
    people: Cast, mails: MailServer
) -> None:
    nobody_else(people.ana)
    call = open_call(people.hanna, closes=timedelta(hours=20))
    fan_out(call)
    carry()
    for _ in range(5):
        cancel_call(people.hanna, call)
        reopen(people.hanna, call, timedelta(hours=20))
        fan_out(call)
        carry()
    assert len(mails.to(people.ana)) == 1
    later(minutes=11)
    assert len(mails.to(people.ana)) == 2


def test_an_offer_that_is_sent_and_taken_back_is_mailed_once(
    people: Cast, mails: MailServer
) -> None:
    evening = session(people.hanna)
    for _ in range(5):
        asked = offer(people.hanna, evening, people.ana, closes=timedelta(hours=30))
        carry()
        take_back(people.hanna, asked)
    offer(people.hanna, evening, people.ana, closes=timedelta(hours=30))
    carry()
    assert len([it for it in mails.subjects(people.ana) if "asks you" in it]) == 1
    work_off()
    asks = Notification.objects.filter(user=people.ana, kind="offer.received", read_at=None)
    assert asks.count() == 1


def test_applying_again_and_again_has_an_end_and_is_one_person(people: Cast) -> None:
    call = open_call(people.hanna)
    for _ in range(4):
        withdraw(people.ana, apply(people.ana, call).application)
    applied = apply(people.ana, call).application
    [line] = queries.page(people.hanna)[0]
    assert line.title.startswith("Ana applied for your ")
    withdraw(people.ana, applied)
    with refused("rate_limited") as said:
        apply(people.ana, call)
    assert 0 < said.details["after_ms"] <= 86_400_000
    apply(people.jane, call)


# --- for the calendar ----------------------------------------------------------------------------


def test_a_mail_about_a_booking_brings_the_evening_as_it_was_agreed_to(
    people: Cast, mails: MailServer
) -> None:
    booking = booked(people.hanna, people.ana).booking
    carry()
    row = booking_row(booking)
    start = row.during.lower
    move(people.hanna, evening_of(booking), start + timedelta(days=1))
    later(minutes=3)
    for mail in mails.to(people.ana):
        [attached] = mail.iter_attachments()
        [event] = Calendar.from_ical(attached.get_content()).walk("VEVENT")
        assert attached.get_content_type() == "text/calendar"
        assert (str(event["uid"]), event.decoded("dtstart")) == (f"{booking}@callboard", start)
    apply(people.jane, open_call(people.hanna))
    later(minutes=3)
    [mail] = mails.to(people.hanna)
    assert [*mail.iter_attachments()] == []
