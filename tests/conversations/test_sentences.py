"""What the system says in a conversation: to each in their words, in the session's own zone."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from conversations.models import Message
from conversations.queries import messages
from people.models import User
from tests import clock
from tests.dealings import booking_row, no_show, object_to
from tests.people import Cast
from tests.stories import apply, booked, confirm, open_call, row_of, session, withdraw
from workflows.actions.expiring import expire_due

BERLIN = ZoneInfo("Europe/Berlin")
#: A Thursday; the Tuesday after it is five days away, the one after that twelve.
THURSDAY = datetime(2026, 12, 3, 12, tzinfo=BERLIN)
TUESDAY = datetime(2026, 12, 8, 19, tzinfo=BERLIN)


def said(reader: User, conversation: UUID) -> str:
    found, _ = messages.page(row_of(conversation), reader=User.objects.get(pk=reader.pk), limit=1)
    return found[-1].content


def applied_for(people: Cast, starts_at: datetime, zone: str = "Europe/Berlin") -> UUID:
    clock.stop(THURSDAY)
    of_session = session(people.hanna, starts_at=starts_at, zone=zone)
    return apply(people.ana, open_call(people.hanna, of_session)).conversation


def test_ana_applied_for_your_tuesday_session(people: Cast) -> None:
    conversation = applied_for(people, TUESDAY)
    assert said(people.hanna, conversation) == "Ana applied for your Tuesday session."
    assert said(people.ana, conversation) == "You applied for Hanna's Tuesday session."


def test_more_than_six_days_away_it_has_a_date(people: Cast) -> None:
    conversation = applied_for(people, TUESDAY + timedelta(days=7))
    assert said(people.hanna, conversation) == "Ana applied for your session on Tue 15 Dec."
    assert said(people.ana, conversation) == "You applied for Hanna's session on Tue 15 Dec."


@pytest.mark.parametrize(
    ("days", "words"), [(6, "your Wednesday session"), (7, "your session on Thu 10 Dec")]
)
def test_six_days_are_near_and_seven_are_not(people: Cast, days: int, words: str) -> None:
    conversation = applied_for(people, THURSDAY + timedelta(days=days))
    assert said(people.hanna, conversation) == f"Ana applied for {words}."


def test_it_is_the_weekday_where_the_session_is(people: Cast) -> None:
    tokyo = datetime(2026, 12, 8, 0, 30, tzinfo=ZoneInfo("Asia/Tokyo"))  # Monday in Berlin
    conversation = applied_for(people, tokyo, zone="Asia/Tokyo")
    assert said(people.hanna, conversation) == "Ana applied for your Tuesday session."


def test_what_is_long_over_has_a_date_as_well(people: Cast) -> None:
    clock.stop(TUESDAY - timedelta(days=2))
    booking = booked(people.hanna, people.ana, starts_at=TUESDAY).booking
    clock.stop(TUESDAY + timedelta(hours=3))
    no_show(people.hanna, booking)
    clock.stop(TUESDAY + timedelta(days=13))
    object_to(people.ana, booking)
    row = booking_row(booking)
    assert row.application is not None
    conversation = row.application.conversation.public_id
    assert said(people.hanna, conversation) == (
        "Ana says that they came to your session on Tue 8 Dec."
    )


def test_a_sentence_does_not_change_as_time_goes_by(people: Cast) -> None:
    conversation = applied_for(people, TUESDAY + timedelta(days=7))
    clock.stop(TUESDAY + timedelta(days=5))
    assert said(people.hanna, conversation) == "Ana applied for your session on Tue 15 Dec."


def test_each_reads_it_in_their_own_language(people: Cast) -> None:
    User.objects.filter(pk=people.hanna.pk).update(language="de")
    conversation = applied_for(people, TUESDAY)
    assert (
        said(people.hanna, conversation) == "Ana hat sich für deine Session am Dienstag beworben."
    )
    assert said(people.ana, conversation) == "You applied for Hanna's Tuesday session."
    User.objects.filter(pk=people.ana.pk).update(language="de")
    assert said(people.ana, conversation) == "Du hast dich für Hannas Session am Dienstag beworben."


def test_far_away_in_german(people: Cast) -> None:
    User.objects.filter(pk=people.hanna.pk).update(language="de")
    conversation = applied_for(people, TUESDAY + timedelta(days=7))
    assert said(people.hanna, conversation) == (
        "Ana hat sich für deine Session am Di., 15. Dez. beworben."
    )


def test_a_language_that_is_not_spoken_here_reads_english(people: Cast) -> None:
    User.objects.filter(pk=people.hanna.pk).update(language="fr")
    conversation = applied_for(people, TUESDAY)
    assert said(people.hanna, conversation) == "Ana applied for your Tuesday session."


def test_every_end_is_kind_and_says_the_same_to_every_loser(people: Cast) -> None:
    clock.stop(THURSDAY)
    call = open_call(people.hanna, session(people.hanna, starts_at=TUESDAY))
    ana, jane = apply(people.ana, call), apply(people.jane, call)
    confirm(people.hanna, ana.application)
    assert said(people.hanna, ana.conversation) == "You booked Ana for your Tuesday session."
    assert said(people.ana, ana.conversation) == (
        "Hanna booked you for the Tuesday session. See you there!"
    )
    assert said(people.hanna, jane.conversation) == "Your Tuesday session went to someone else."
    assert said(people.jane, jane.conversation) == (
        "Hanna's Tuesday session went to someone else this time."
    )
    for reader in (people.hanna, people.jane):
        assert "Ana" not in said(reader, jane.conversation)
        assert "reject" not in said(reader, jane.conversation)


def test_withdrawing_and_expiring_say_so(people: Cast) -> None:
    clock.stop(THURSDAY)
    call = open_call(people.hanna, session(people.hanna, starts_at=TUESDAY))
    ana, jane = apply(people.ana, call), apply(people.jane, call)
    withdraw(people.ana, ana.application)
    assert said(people.hanna, ana.conversation) == "Ana withdrew from your Tuesday session."
    assert said(people.ana, ana.conversation) == "You withdrew from Hanna's Tuesday session."
    clock.stop(THURSDAY + timedelta(hours=2))
    while expire_due():
        pass
    assert said(people.jane, jane.conversation) == (
        "Hanna's call for the Tuesday session closed without a decision."
    )


def test_a_line_is_a_fact_without_a_sender(people: Cast) -> None:
    conversation = applied_for(people, TUESDAY)
    row = Message.objects.get(conversation__public_id=conversation)
    assert (row.kind, row.sender, row.key) == ("system_notification", None, None)
    assert row.data is not None
    assert row.data["type"] == "application.applied"
    assert row.content == "Ana applied for your Tuesday session."


def test_every_name_of_a_stranger_is_only_a_name(people: Cast) -> None:
    """A name with braces is no template."""
    User.objects.filter(pk=people.ana.pk).update(display_name="{host} {0} %s")
    people.ana.refresh_from_db()
    conversation = applied_for(people, TUESDAY)
    assert said(people.hanna, conversation) == ("{host} {0} %s applied for your Tuesday session.")
