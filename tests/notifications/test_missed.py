"""Missed messages: told two minutes later, together, and then not for a while."""

import json
import threading
from datetime import time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import override_settings

from conversations.actions.messages import say as say_inside
from conversations.actions.missed import tell_missed
from conversations.actions.topic import enter
from conversations.models import Message, Participant
from core import clock as deciding
from core.settled import Settled
from core.transaction import transaction
from notifications.models import Delivery, Quiet
from people.actions import block
from people.models import User
from people.verbs import BlockPerson
from tests import clock
from tests.conversations.test_images import ready, show
from tests.notifications.post import MailServer, carry, listed, mail_to
from tests.people import Cast
from tests.races.locks import holding
from tests.stories import group, read, say, talking, unsend


def look() -> None:
    """What was written before this test is old news."""
    while tell_missed():
        pass
    carry()


def later(minutes: float) -> None:
    clock.stop(deciding.now() + timedelta(minutes=minutes))
    look()


def a_talk(people: Cast) -> UUID:
    conversation = talking(people.hanna, people.ana)
    read(people.hanna, conversation, 2)
    tell_missed()
    later(3)
    return conversation


def test_what_is_not_read_for_two_minutes_is_mailed(people: Cast, mails: MailServer) -> None:
    conversation = a_talk(people)
    say(people.hanna, conversation, "Can you bring red drapes?")
    say(people.hanna, conversation, "And the lamp?")
    later(1)
    assert mails.to(people.ana) == []
    later(1.5)
    [mail] = mails.to(people.ana)
    assert mail["subject"] == "Hanna wrote to you"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "red drapes?\r\nAnd the lamp?" in body.get_content()
    assert f"/inbox/{conversation}" in body.get_content()
    assert (mails.to(people.hanna), mails.to(people.mika)) == ([], [])
    assert listed(people.ana) == []  # the inbox says it


@pytest.mark.parametrize(
    "name",
    [
        "=?utf-8?q?evil?=",
        "=?utf-8?b?ZXZpbA==?= =?utf-8?q?evil?=",
        "Zo\u00eb =?utf-8?q?evil?= " + "\U0001f3a8" * 20,
        "=?" * 25,
        "Hanna, Ana; <hanna@example.org>",
        "Hanna: {name} %s \\n",
    ],
)
def test_a_mail_says_a_name_as_it_is_written(people: Cast, mails: MailServer, name: str) -> None:
    User.objects.filter(pk=people.hanna.pk).update(display_name=name)
    conversation = a_talk(people)
    say(people.hanna, conversation)
    later(3)
    [mail] = mails.to(people.ana)
    assert mail["subject"] == f"{name} wrote to you"
    assert name in said(mails, people.ana)


def test_what_commits_late_is_mailed_all_the_same(people: Cast, mails: MailServer) -> None:
    """Its id was given out before that of a text which was there first, and was looked at."""
    slow = a_talk(people)
    quick = talking(people.hanna, people.jane)
    read(people.jane, quick, 2)
    later(3)
    written, looked = threading.Event(), threading.Event()

    def say_slowly() -> None:
        try:
            with transaction():
                say_inside(enter(slow, by=people.hanna), "Lost?", key=uuid4(), by=people.hanna)
                written.set()
                looked.wait(4)
        finally:
            connection.close()

    thread = threading.Thread(target=say_slowly)
    thread.start()
    assert written.wait(10)
    say(people.hanna, quick, "Not lost.")
    tell_missed()
    looked.set()
    thread.join()
    later(3)
    [mail] = mails.to(people.ana)
    assert "Lost?" in str(mail.get_body(("plain",)))
    assert len(mails.to(people.jane)) == 1


def test_an_id_is_settled_when_all_that_ran_beside_it_have_ended(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    newest = Message.objects.latest("pk").pk
    settled = Settled("messages")
    assert settled.upto() == newest
    with holding("SELECT callboard_xid()"):
        say(people.hanna, conversation)
        assert settled.upto() == newest
    assert settled.upto() == newest + 1


def test_what_was_read_in_time_is_not(people: Cast, mails: MailServer) -> None:
    conversation = a_talk(people)
    number = say(people.hanna, conversation).number
    read(people.ana, conversation, number)
    later(3)
    assert mails.to(people.ana) == []


def test_what_is_read_before_the_postman_comes_is_not(people: Cast, mails: MailServer) -> None:
    conversation = a_talk(people)
    number = say(people.hanna, conversation).number
    clock.stop(deciding.now() + timedelta(minutes=3))
    tell_missed()
    read(people.ana, conversation, number)
    carry()
    assert mail_to(people.ana).reasons == ["wanted", "read_meanwhile"]


def test_more_of_the_same_comes_half_an_hour_later(people: Cast, mails: MailServer) -> None:
    conversation = a_talk(people)
    say(people.hanna, conversation, "One")
    later(3)
    say(people.hanna, conversation, "Two")
    later(3)
    say(people.hanna, conversation, "Three")
    later(3)
    assert len(mails.to(people.ana)) == 1
    assert mail_to(people.ana).reasons == ["throttled", "folded"]
    later(30)
    later(30)
    assert len(mails.to(people.ana)) == 2


def test_another_conversation_is_not_held_up_by_it(people: Cast, mails: MailServer) -> None:
    first = a_talk(people)
    second = talking(people.jane, people.ana)
    say(people.hanna, first)
    later(3)
    say(people.jane, second)
    later(3)
    assert mails.subjects(people.ana)[-2:] == ["Hanna wrote to you", "Jane wrote to you"]


def test_a_muted_conversation_is_silent(people: Cast, mails: MailServer) -> None:
    conversation = a_talk(people)
    place = Participant.objects.filter(user=people.ana, conversation__public_id=conversation)
    place.update(muted_until=deciding.now() + timedelta(days=1))
    say(people.hanna, conversation)
    later(3)
    assert mail_to(people.ana).reasons == ["muted"]
    assert mails.to(people.ana) == []


def test_a_block_ends_it(people: Cast, mails: MailServer) -> None:
    conversation = a_talk(people)
    say(people.hanna, conversation)
    clock.stop(deciding.now() + timedelta(minutes=3))
    tell_missed()
    block(BlockPerson(person=people.hanna.public_id), by=people.ana)
    carry()
    assert mail_to(people.ana).reasons[-1] == "blocked"
    assert mails.to(people.ana) == []


def test_in_a_group_the_blocked_are_no_news_and_silence_nobody(
    people: Cast, mails: MailServer
) -> None:
    crew = group(people.hanna, people.ana, people.jane)
    look()
    later(3)
    block(BlockPerson(person=people.hanna.public_id), by=people.ana)
    say(people.hanna, crew, "Hanna's words")
    later(3)
    assert mails.to(people.ana) == []
    say(people.jane, crew, "Jane's words")
    say(people.hanna, crew, "Hanna again")
    later(31)
    assert mails.subjects(people.ana) == ["Jane wrote in Tuesday crew"]


def said(mails: MailServer, reader: User) -> str:
    body = mails.to(reader)[-1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_mail_has_no_words_of_somebody_blocked(people: Cast, mails: MailServer) -> None:
    crew = group(people.hanna, people.ana, people.jane)
    look()
    later(3)
    block(BlockPerson(person=people.hanna.public_id), by=people.ana)
    say(people.hanna, crew, "Hanna's words")
    say(people.jane, crew, "Jane's words")
    later(3)
    assert "Jane's words" in said(mails, people.ana)
    assert "Hanna's words" not in said(mails, people.ana)


def test_a_mail_says_what_was_left_when_much_was_taken_back(
    people: Cast, mails: MailServer
) -> None:
    conversation = a_talk(people)
    gone = [say(people.hanna, conversation, f"Gone {n}").number for n in range(6)]
    say(people.hanna, conversation, "Still there")
    for number in gone:
        unsend(people.hanna, conversation, number)
    later(3)
    assert "Still there\r\n\r\n" in said(mails, people.ana)
    assert "…" not in said(mails, people.ana)


def test_a_mail_of_a_picture_says_that_it_is_one(
    people: Cast, mails: MailServer, tmp_path: Path
) -> None:
    conversation = a_talk(people)
    with override_settings(DATA=tmp_path):
        for caption in ("", "The cellar"):
            show(people.hanna, conversation, ready(people.hanna), caption)
    later(3)
    assert "A picture\r\nA picture: The cellar" in said(mails, people.ana)


def test_of_what_waited_together_the_first_still_counts(people: Cast, mails: MailServer) -> None:
    """The second of two that wait for the morning is taken back."""
    clock.stop(deciding.now().replace(hour=3))
    conversation = a_talk(people)
    Quiet.objects.create(user=people.ana, quiet_from=time(0), quiet_to=time(23, 59))
    say(people.hanna, conversation, "First")
    later(3)
    second = say(people.hanna, conversation, "Second").number
    later(3)
    unsend(people.hanna, conversation, second)
    clock.stop(mail_to(people.ana).due_at)
    Quiet.objects.all().delete()
    carry()
    assert "First" in said(mails, people.ana)


def test_what_is_new_is_quoted_and_not_what_was_mailed_before(
    people: Cast, mails: MailServer
) -> None:
    conversation = a_talk(people)
    say(people.hanna, conversation, "Before")
    later(3)
    say(people.hanna, conversation, "Afterwards")
    later(40)
    assert len(mails.to(people.ana)) == 2
    assert "Afterwards" in said(mails, people.ana)
    assert "Before" not in said(mails, people.ana)


def test_the_outbox_keeps_no_words_of_others(people: Cast) -> None:
    conversation = a_talk(people)
    say(people.hanna, conversation, "canary in the coal mine")
    later(3)
    for delivery in Delivery.objects.filter(user=people.ana):
        assert "canary" not in json.dumps(delivery.data)


def test_a_name_is_shown_in_a_subject_as_it_is_written(people: Cast, mails: MailServer) -> None:
    """Letters that mail programs would decode are coded once more."""
    coded = "=?utf-8?B?Q2FsbGJvYXJkIFN1cHBvcnQ=?="
    conversation = a_talk(people)
    User.objects.filter(pk=people.hanna.pk).update(display_name=coded)
    say(people.hanna, conversation, "Give me your password.")
    later(2.5)
    [subject] = mails.subjects(people.ana)
    assert subject.strip() == f"{coded} wrote to you"
