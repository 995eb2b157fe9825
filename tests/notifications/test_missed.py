"""Missed messages: told two minutes later, together, and then not for a while."""

import json
from datetime import timedelta
from uuid import UUID

from conversations.actions.missed import tell_missed
from conversations.models import Participant
from notifications.models import Delivery
from people.actions import block
from people.verbs import BlockPerson
from protocol import clock as deciding
from tests import clock
from tests.notifications.post import MailServer, carry, listed, mail_to
from tests.people import Cast
from tests.stories import group, read, say, talking


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


def test_the_outbox_keeps_no_words_of_others(people: Cast) -> None:
    conversation = a_talk(people)
    say(people.hanna, conversation, "canary in the coal mine")
    later(3)
    for delivery in Delivery.objects.filter(user=people.ana):
        assert "canary" not in json.dumps(delivery.data)
