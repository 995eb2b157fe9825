"""A mail server that is down, slow, busy or refuses: nothing is lost, and nothing is told twice."""

from datetime import timedelta

import pytest

from core import clock as deciding
from notifications.actions import postman
from notifications.models import Delivery
from people.models import User
from tests import clock
from tests.notifications.post import MailServer, carry, ended, later, mail_to, told_of_call
from tests.people import Cast
from tests.workflows.crowds import rare


def test_a_mail_server_that_is_down_is_asked_again(
    people: Cast, nina: User, mails: MailServer
) -> None:
    mails.stop()
    told_of_call(people)
    carry()
    delivery = mail_to(nina)
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert "does not answer" in delivery.problem
    mails.start()
    carry()
    assert mails.to(nina) == []  # not before its time
    later(seconds=35)
    assert len(mails.to(nina)) == 1


def test_a_slow_mail_server_holds_up_nothing_for_ever(
    people: Cast, nina: User, mails: MailServer
) -> None:
    mails.delay = 5
    told_of_call(people)
    carry()
    assert mail_to(nina).state == "waiting"
    mails.delay = 0
    later(seconds=35)
    assert mail_to(nina).state == "sent"


def test_a_mail_server_that_is_busy_is_asked_less_and_less(
    people: Cast, nina: User, mails: MailServer
) -> None:
    mails.answer = "451 Later, please"
    told_of_call(people)
    at, pauses = deciding.now(), []
    call_row_of = Delivery.objects.filter(user=nina, channel="email")
    for _ in range(3):
        clock.stop(at)
        carry()
        due = call_row_of.get().due_at
        pauses.append(round((due - at).total_seconds()))
        at = due + timedelta(seconds=1)
    assert pauses == [30, 120, 480]


@pytest.mark.parametrize("how", ["the address", "the mail"])
def test_what_is_refused_for_good_is_left_to_a_person(
    people: Cast, nina: User, mails: MailServer, how: str
) -> None:
    if how == "the address":
        mails.refuses.add(nina.email)
    else:
        mails.answer = "554 Spam"
    told_of_call(people)
    carry()
    assert ended(nina) == ("dead", "refused")
    mails.refuses.clear()
    mails.answer = "250 Taken"
    postman.send_again(mail_to(nina))
    carry()
    assert len(mails.to(nina)) == 1


def test_a_server_that_does_not_take_our_mail_is_asked_again(
    people: Cast, nina: User, mails: MailServer
) -> None:
    mails.from_us = "553 Who are you?"
    told_of_call(people)
    carry()
    assert mail_to(nina).state == "waiting"
    mails.from_us = "250 OK"
    later(seconds=35)
    assert ended(nina) == ("sent", "wanted")


def test_one_bad_address_is_no_other_persons_problem(
    people: Cast, nina: User, mails: MailServer
) -> None:
    olga = rare("Olga")
    mails.refuses.add(nina.email)
    told_of_call(people)
    carry()
    assert (ended(nina)[0], ended(olga)[0]) == ("dead", "sent")
