"""A key makes a command happen once, whoever repeats it and however often."""

import uuid
from uuid import UUID

import msgspec
import pytest

from conversations.models import Message
from core.refused import Refused
from protocol.models import Command
from protocol.publish import Outgoing
from tests.people import Cast, person
from tests.stories import apply, confirm, open_call, say, start, talking, withdraw


def texts(conversation: UUID) -> int:
    return Message.objects.filter(conversation__public_id=conversation).count()


def test_the_same_key_again_gets_the_stored_answer(people: Cast, told: list[Outgoing]) -> None:
    conversation, key = talking(people.hanna, people.ana), uuid.uuid4()
    first = say(people.hanna, conversation, "Tuesday?", key)
    told.clear()
    again = say(people.hanna, conversation, "Tuesday?", key)
    assert not first.duplicate
    assert again.duplicate
    assert (again.number, again.version) == (first.number, first.version)
    assert texts(conversation) == 3
    assert told == []


def test_the_answer_stays_what_it_was_however_much_happened_since(people: Cast) -> None:
    conversation, key = talking(people.hanna, people.ana), uuid.uuid4()
    first = say(people.hanna, conversation, "Tuesday?", key)
    for _ in range(3):
        say(people.ana, conversation)
    assert say(people.hanna, conversation, "Tuesday?", key).number == first.number


def test_the_same_key_for_other_words_is_refused(people: Cast) -> None:
    conversation, key = talking(people.hanna, people.ana), uuid.uuid4()
    say(people.hanna, conversation, "Tuesday?", key)
    with pytest.raises(Refused) as refused:
        say(people.hanna, conversation, "Wednesday?", key)
    assert refused.value.code == "key_mismatch"
    assert texts(conversation) == 3


def test_the_same_key_for_another_verb_is_refused(people: Cast) -> None:
    key = uuid.uuid4()
    start(people.hanna, people.ana, "Hello!", key)
    call = open_call(people.hanna)
    with pytest.raises(Refused, match="key_mismatch"):
        open_call(people.hanna, key=key)
    assert apply(people.ana, call, key=key).duplicate is False  # Ana's keys are her own


def test_two_people_may_use_one_key(people: Cast) -> None:
    conversation, key = talking(people.hanna, people.ana), uuid.uuid4()
    hers = say(people.hanna, conversation, "Tuesday?", key)
    his = say(people.ana, conversation, "Tuesday?", key)
    assert not his.duplicate
    assert his.number == hers.number + 1


def test_every_keyed_verb_answers_twice_and_acts_once(people: Cast) -> None:
    keys = [uuid.uuid4() for _ in range(4)]
    call = open_call(people.hanna)
    applied = [apply(people.ana, call, key=keys[0]) for _ in range(2)]
    withdrawn = [withdraw(people.ana, applied[0].application, key=keys[1]) for _ in range(2)]
    second = [apply(people.ana, call, key=keys[2]) for _ in range(2)]
    confirmed = [confirm(people.hanna, second[0].application, key=keys[3]) for _ in range(2)]
    for first, again in (applied, withdrawn, second, confirmed):
        assert again.duplicate
        assert again == _as_duplicate(first)
    assert applied[0].application != second[0].application


def _as_duplicate(answer: object) -> object:
    return msgspec.structs.replace(answer, duplicate=True)  # type: ignore[type-var]


def test_a_refusal_is_not_kept_and_the_same_key_may_work_later(people: Cast) -> None:
    newcomer = person("Nora")
    conversation, key = talking(people.hanna, people.ana), uuid.uuid4()
    with pytest.raises(Refused, match="not_found"):
        say(newcomer, conversation, "Hello", key)
    assert not Command.objects.filter(user=newcomer).exists()
    newcomer.email_confirmed_at = None
    newcomer.save()
    with pytest.raises(Refused, match="e-mail"):
        start(newcomer, people.ana, "Hello", key)
    assert not Command.objects.filter(user=newcomer).exists()
    newcomer.email_confirmed_at = people.ana.email_confirmed_at
    newcomer.save()
    assert not start(newcomer, people.ana, "Hello", key).duplicate
