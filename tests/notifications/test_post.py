"""The postman: everything is told once, in time, and not when it is over."""

import pytest

from core import clock as deciding
from core.sql import rows
from core.transaction import transaction
from notifications import presence
from notifications.actions import postman, reading
from notifications.actions.settings import set_preference
from notifications.models import Delivery
from notifications.verbs import ReadAllNotifications
from people.actions import block
from people.models import User
from people.verbs import BlockPerson
from tests import clock
from tests.notifications.post import MailServer, carry, ended, later, mail_to, told_of_call
from tests.people import Cast
from tests.stories import apply, call_row, confirm, fan_out, open_call, withdraw
from tests.workflows.crowds import rare
from workflows import verbs
from workflows.actions import fanout

TAKEN = {"lease": postman.LEASE, "limit": 50, "channel": "email"}


def test_an_open_call_reaches_a_model_by_mail(people: Cast, nina: User, mails: MailServer) -> None:
    call = told_of_call(people)
    carry()
    [mail] = mails.to(nina)
    assert str(mail["subject"]).startswith("Hanna looks for a model: ")
    assert mail["Message-ID"] == f"<{mail_to(nina).public_id}@localhost>"
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body is not None
        assert f"/calls/{call}" in body.get_content()
        assert "Nobody reads replies" in body.get_content()
    assert ended(nina) == ("sent", "wanted")


def test_nothing_is_told_twice(people: Cast, nina: User, mails: MailServer) -> None:
    call = told_of_call(people)
    carry()
    fan_out(call)
    carry()
    later(hours=1)
    assert len(mails.to(nina)) == 1


def test_two_postmen_do_not_carry_the_same(people: Cast, nina: User, mails: MailServer) -> None:
    told_of_call(people)
    first = rows(postman.TAKE, TAKEN)
    assert len(first) == 1
    carry()
    assert mails.to(nina) == []
    later(minutes=2)  # the first one died on the way: its lease is over
    assert len(mails.to(nina)) == 1
    assert mail_to(nina).attempts == 2


def test_who_was_overtaken_does_not_overwrite(people: Cast, nina: User, mails: MailServer) -> None:
    told_of_call(people)
    rows(postman.TAKE, TAKEN)
    slow = mail_to(nina)
    later(minutes=2)
    slow.problem = "too late"
    postman._wait(slow, deciding.now())
    assert (mail_to(nina).state, mail_to(nina).problem) == ("sent", "")


# --- over, known or not wanted, between the queue and the sending --------------------------------


def test_a_call_filled_meanwhile_is_told_to_nobody(
    people: Cast, nina: User, mails: MailServer
) -> None:
    call = told_of_call(people)
    confirm(people.hanna, apply(rare("Olga"), call).application)
    carry()
    assert mails.to(nina) == []
    assert ended(nina) == ("skipped", "over")


def test_a_call_past_its_deadline_is_told_to_nobody(
    people: Cast, nina: User, mails: MailServer
) -> None:
    call = told_of_call(people)
    clock.stop(call_row(call).expires_at)
    carry()
    assert ended(nina) == ("skipped", "over")


def test_who_has_seen_it_gets_no_mail(people: Cast, nina: User, mails: MailServer) -> None:
    call = told_of_call(people)
    fanout.view(verbs.ViewCall(call=call), by=nina)
    carry()
    assert ended(nina) == ("skipped", "read_meanwhile")


def test_what_was_read_in_the_list_is_not_mailed(
    people: Cast, nina: User, mails: MailServer
) -> None:
    told_of_call(people)
    reading.read_all(ReadAllNotifications(), by=nina)
    carry()
    assert ended(nina) == ("skipped", "read_meanwhile")


@pytest.mark.parametrize("by_nina", [True, False])
def test_a_block_is_silence(people: Cast, nina: User, mails: MailServer, by_nina: bool) -> None:
    told_of_call(people)
    one, other = (nina, people.hanna) if by_nina else (people.hanna, nina)
    block(BlockPerson(person=other.public_id), by=one)
    carry()
    assert ended(nina) == ("skipped", "blocked")


def test_switched_off_meanwhile_is_off(people: Cast, nina: User, mails: MailServer) -> None:
    told_of_call(people)
    with transaction():
        set_preference(nina, "call.matching", "model", "email", on=False)
    carry()
    assert ended(nina) == ("skipped", "switched_off")


def test_who_looks_at_callboard_needs_no_mail(people: Cast, nina: User, mails: MailServer) -> None:
    presence.looks(nina.pk, on=True)
    told_of_call(people)
    carry()
    assert ended(nina) == ("waiting", "looking")
    later(minutes=2)
    assert ended(nina) == ("skipped", "looking")


def test_who_looked_away_gets_it_after_all(people: Cast, nina: User, mails: MailServer) -> None:
    presence.looks(nina.pk, on=True)
    told_of_call(people)
    presence.looks(nina.pk, on=False)
    later(minutes=2)
    assert len(mails.to(nina)) == 1


def test_a_burst_of_applicants_is_one_mail(people: Cast, mails: MailServer) -> None:
    call = open_call(people.hanna)
    ana = apply(people.ana, call)
    apply(people.jane, call)
    carry()
    assert mails.to(people.hanna) == []
    later(seconds=31)
    [subject] = mails.subjects(people.hanna)
    assert subject.startswith("2 people applied")
    withdraw(people.ana, ana.application)
    apply(people.ana, call)
    later(minutes=2)
    assert len(mails.to(people.hanna)) == 2


def test_what_comes_after_reading_is_told(people: Cast, mails: MailServer) -> None:
    call = open_call(people.hanna)
    apply(people.ana, call)
    reading.read_all(ReadAllNotifications(), by=people.hanna)
    apply(people.jane, call)
    later(seconds=31)
    [subject] = mails.subjects(people.hanna)
    assert subject.startswith("Jane applied")
    assert mail_to(people.hanna).reasons == ["folding", "folded"]
    assert mails.to(people.mika) == []


# --- what the house itself gets wrong ------------------------------------------------------------


def test_what_cannot_be_looked_at_is_left_to_a_person_and_its_neighbours_are_sent(
    people: Cast, nina: User, mails: MailServer
) -> None:
    told_of_call(people)
    Delivery.objects.filter(user=nina).update(about="call.nothing-of-ours")
    olga = rare("Olga")
    told_of_call(people)
    Delivery.objects.filter(user=nina).exclude(about="call.nothing-of-ours").delete()
    carry()
    assert ended(olga) == ("sent", "wanted")
    broken = mail_to(nina)
    assert (broken.state, broken.attempts) == ("waiting", 1)
    for _ in range(postman.TRIES - 1):
        clock.stop(mail_to(nina).due_at)
        carry()
    assert ended(nina) == ("dead", "refused")
    assert mails.to(nina) == []


def test_whatever_kills_its_postman_every_time_is_left_to_a_person(
    people: Cast, nina: User, mails: MailServer
) -> None:
    told_of_call(people)
    for _ in range(postman.TRIES):
        assert len(rows(postman.TAKE, TAKEN)) == 1
        clock.stop(deciding.now() + postman.LEASE)
    carry()
    assert ended(nina) == ("dead", "refused")
    assert mails.to(nina) == []
