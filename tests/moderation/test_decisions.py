"""What the staff decide holds until its end, can be appealed once, and is written down for good."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from core import clock as deciding
from moderation import actions, appealing, queries
from moderation.actions import decisions
from moderation.models import DECISIONS, Report, Sanction
from moderation.tasks import tell_shut_out
from moderation.verbs import Appeal
from notifications.models import Notification
from people.actions import staff
from people.models import StaffAct, User
from tests import clock, stories
from tests.feed import posting
from tests.moderation.reporting import (
    DAY,
    THINGS,
    another,
    appeal,
    decide,
    moderator,
    report,
    sanction,
)
from tests.people import Cast, person
from tests.refusals import refused
from tests.verify import Verify

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("decision", DECISIONS)
def test_every_decision_closes_the_report_and_is_written_down(people: Cast, decision: str) -> None:
    boss, row = moderator(), report(people.ana, person=people.hanna.public_id)
    decisions.take(row, by=boss)
    found = decide(row, decision, boss)
    row.refresh_from_db()
    assert (row.state, row.decision, row.taken_by) == ("closed", decision, boss)
    assert (found is None) == (decision == "none")
    acts = StaffAct.objects.filter(staff=boss, person=people.hanna).order_by("pk")
    assert [one.act for one in acts] == ["report.take", f"report.{decision}"]
    with refused("conflict"):
        decide(row, "warn", boss)


@pytest.mark.parametrize("decision", ["limit", "suspend"])
def test_what_lasts_needs_an_end_in_the_future(people: Cast, decision: str) -> None:
    boss, row = moderator(), report(people.ana, person=people.hanna.public_id)
    for until in (None, deciding.now() - timedelta(seconds=1)):
        with refused("bad_request"):
            decisions.decide(row, decision, words="Why", until=until, by=boss)
    with refused("bad_request"):
        decisions.decide(row, "warn", words="  ", by=boss)
    row.refresh_from_db()
    assert row.state == Report.OPEN


def test_the_person_hears_why_and_the_stranger_nothing(people: Cast) -> None:
    sanction(people.hanna, "warn", reporter=people.ana, by=moderator())
    [line] = Notification.objects.filter(user=people.hanna, kind="staff.decided")
    assert line.data["words"] == "Be kind."
    assert [one.words for one in queries.sanctions_of(people.hanna)[0]] == ["Be kind."]
    assert queries.sanctions_of(people.mika) == ([], None)


def test_a_suspension_ends_by_itself_and_not_before(people: Cast) -> None:
    row = sanction(people.hanna, "suspend", reporter=people.ana, by=moderator())
    assert not User.objects.get(pk=people.hanna.pk).is_active
    clock.travel(DAY - timedelta(minutes=5))
    decisions.lift_due()
    assert not User.objects.get(pk=people.hanna.pk).is_active
    clock.travel(DAY + timedelta(minutes=5))
    assert decisions.lift_due() >= 1
    assert User.objects.get(pk=people.hanna.pk).is_active
    row.refresh_from_db()
    assert row.lifted_at is not None


def test_somebody_who_was_closed_meanwhile_stays_out_when_a_suspension_ends(people: Cast) -> None:
    boss = moderator()
    sanction(people.hanna, "suspend", reporter=people.ana, by=boss)
    row = another(people.jane, people.hanna)
    decide(row, "close", boss)
    clock.travel(2 * DAY)
    decisions.lift_due()
    assert not User.objects.get(pk=people.hanna.pk).is_active


@pytest.mark.parametrize("thing", THINGS)
def test_a_thing_that_is_taken_down_is_gone_for_everybody(people: Cast, thing: str) -> None:
    named, _ = THINGS[thing](people)
    row = report(people.ana, **named)
    decide(row, "hide", moderator())
    if thing == "message":
        message = Report.objects.get(pk=row.pk).message
        assert message is not None
        assert (message.content, message.deleted_at is None) == ("", False)
    elif thing == "group":
        assert stories.row_of(named["conversation"]).title == ""
    elif thing == "post":
        with refused("not_found"):
            report(people.jane, **named)
    elif thing == "call":
        assert stories.call_row(named["call"]).status == "cancelled"
    elif thing == "profile":
        assert User.objects.get(pk=people.hanna.pk).about == ""


def test_an_old_message_can_be_taken_down_too(people: Cast) -> None:
    """Its author had a day; the staff need not hurry."""
    talk = stories.talking(people.hanna, people.ana)
    row = report(people.ana, conversation=talk, number=1)
    clock.travel(timedelta(days=30))
    decide(row, "hide", moderator())
    assert stories.row_of(talk).messages.get(number=1).deleted_at is not None


@pytest.mark.attack("decide about somebody of one's own rank or above", "refused, nothing happens")
def test_nobody_decides_about_a_rank_like_their_own(people: Cast) -> None:
    boss = moderator("Olga")
    mod = person("Mo", is_staff=True)
    other = person("Max", is_staff=True)
    for by, about in ((mod, boss), (mod, other), (boss, moderator("Olaf")), (people.jane, mod)):
        row = another(people.ana, about)
        with refused("forbidden"):
            decide(row, "close", by)
        row.refresh_from_db()
        assert row.state == Report.OPEN
        assert User.objects.get(pk=about.pk).is_active
    row = another(people.ana, other)
    decide(row, "warn", boss)


@pytest.mark.attack("change, delete or empty the log of the staff", "the database refuses")
@pytest.mark.parametrize(
    "statement",
    ["UPDATE staff_acts SET act = 'nothing'", "DELETE FROM staff_acts", "TRUNCATE staff_acts"],
)
def test_the_log_cannot_be_changed_even_by_sql(people: Cast, statement: str) -> None:
    sanction(people.hanna, "warn", reporter=people.ana, by=moderator())
    count = StaffAct.objects.count()
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(statement)
    assert StaffAct.objects.count() == count


# --- appeals -----------------------------------------------------------------------------------


def test_a_decision_is_appealed_once_and_answered(people: Cast) -> None:
    boss = moderator()
    row = sanction(people.hanna, "limit", reporter=people.ana, by=boss)
    appeal(people.hanna, row)
    with refused("conflict"):
        appeal(people.hanna, row, "Again.")
    assert Notification.objects.filter(user=boss, kind="report.arrived").exists()
    decisions.answer_appeal(row, "You are right.", lifts=True, by=boss)
    row.refresh_from_db()
    assert (row.answer, row.lifted_at is None) == ("You are right.", False)
    with refused("conflict"):
        decisions.answer_appeal(row, "Once more.", lifts=False, by=boss)


def test_an_appeal_is_between_the_person_and_the_moderators(people: Cast, verify: Verify) -> None:
    boss = moderator()
    row = sanction(people.hanna, "warn", reporter=people.ana, by=boss)
    with verify(people.hanna, boss, whole=True):
        actions.appeal(
            Appeal(key=uuid.uuid4(), sanction=row.public_id, text="A joke."), by=people.hanna
        )


def test_nobody_appeals_for_another(people: Cast) -> None:
    row = sanction(people.hanna, "warn", reporter=people.ana, by=moderator())
    for other in (people.ana, people.mika):
        with refused("not_found"):
            appeal(other, row)
    with refused("not_found"):
        appeal(people.hanna, Sanction(public_id=uuid.uuid4()))


def test_who_was_shut_out_reads_why_and_appeals_by_the_link_in_the_mail(people: Cast) -> None:
    row = sanction(people.hanna, "close", reporter=people.ana, by=moderator())
    address = appealing.path(row)
    letter = appealing.letter(row)
    assert letter.to == [people.hanna.email]
    assert "Be kind." in letter.body
    assert address in letter.body
    visitor = Client()
    assert visitor.get(address).status_code == 200
    assert Sanction.objects.get(pk=row.pk).appealed_at is None
    assert b"Write why" in visitor.post(address, "text=+", FORM).content
    assert b"Your appeal was sent" in visitor.post(address, "text=It+was+not+me.", FORM).content
    assert Sanction.objects.get(pk=row.pk).appeal == "It was not me."
    tell_shut_out(sanction=str(row.public_id))


@pytest.mark.attack("appeal with a forged address", "404, and nothing is stored")
def test_a_forged_address_is_none(people: Cast) -> None:
    row = sanction(people.hanna, "close", reporter=people.ana, by=moderator())
    forged = appealing.path(row)[:-2] + "xx"
    assert Client().post(forged, "text=Hello", FORM).status_code == 404
    assert Sanction.objects.get(pk=row.pk).appealed_at is None


def test_a_post_of_a_warned_person_stays(people: Cast) -> None:
    post = posting.publish(people.hanna)
    decide(report(people.ana, post=post), "warn", moderator())
    assert report(people.jane, post=post).evidence["content"] == "Come and draw"


def test_a_limited_person_reaches_nobody_new_until_it_ends(people: Cast) -> None:
    boss = moderator()
    row = sanction(people.hanna, "limit", reporter=people.ana, by=boss)
    limited = User.objects.get(pk=people.hanna.pk)
    with refused("forbidden", reasons=["limited"]):
        stories.start(limited, people.jane, "Do you model?")
    decisions.lift(row, by=boss)
    stories.start(User.objects.get(pk=people.hanna.pk), people.jane, "Do you model?")


@pytest.mark.attack(
    "wait for the end of a suspension in an account that was closed meanwhile", "it stays closed"
)
def test_the_end_of_a_suspension_opens_nothing_that_was_closed_by_hand(people: Cast) -> None:
    boss = moderator()
    row = sanction(people.hanna, "suspend", reporter=people.ana, by=boss)
    staff.close(people.hanna, by=boss)
    assert decisions.lift(row, by=None)
    people.hanna.refresh_from_db()
    assert not people.hanna.is_active
    staff.reopen(people.hanna, by=boss)
    people.hanna.refresh_from_db()
    assert people.hanna.is_active
