"""Every action in a conversation: who was there knows as much as who looks anew."""

import pytest

from tests.people import Cast
from tests.stories import archive, flag, read, say, start, talking
from tests.verify import Verify

pytestmark = pytest.mark.usefixtures("database")


def test_a_first_text_reaches_a_stranger(people: Cast, verify: Verify) -> None:
    with verify(people.hanna, people.ana):
        start(people.hanna, people.ana, "Do you model on Tuesdays?")


def test_a_conversation_without_a_text_is_known_to_its_opener_alone(
    people: Cast, verify: Verify
) -> None:
    with verify(people.hanna, whole=True):
        start(people.hanna, people.ana)


def test_a_first_text_that_comes_later_reaches_the_stranger(people: Cast, verify: Verify) -> None:
    conversation = start(people.hanna, people.ana).conversation
    with verify(people.hanna, people.ana):
        say(people.hanna, conversation, "Do you model on Tuesdays?")


def test_the_first_answer_opens_it_for_both(people: Cast, verify: Verify) -> None:
    conversation = start(people.hanna, people.ana, "Do you model on Tuesdays?").conversation
    with verify(people.hanna, people.ana):
        say(people.ana, conversation, "I do!")


def test_starting_it_again_with_a_text_is_a_text(people: Cast, verify: Verify) -> None:
    talking(people.hanna, people.ana)
    with verify(people.hanna, people.ana):
        start(people.ana, people.hanna, "Hello again.")


@pytest.mark.parametrize("speaker", ["hanna", "ana"])
def test_a_text_in_either_direction(people: Cast, verify: Verify, speaker: str) -> None:
    conversation = talking(people.hanna, people.ana)
    with verify(people.hanna, people.ana):
        say(getattr(people, speaker), conversation, "Bring red drapes?")


def test_reading_is_told_to_my_own_devices_alone(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    with verify(people.hanna):
        read(people.hanna, conversation, 2)


def test_reading_half_of_it(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    for _ in range(4):
        say(people.ana, conversation)
    with verify(people.hanna):
        read(people.hanna, conversation, 4)


def test_what_was_read_before_is_told_to_nobody(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    read(people.hanna, conversation, 2)
    with verify() as told:
        read(people.hanna, conversation, 2)
        read(people.hanna, conversation, 1)
    assert told == []


@pytest.mark.parametrize("on", [True, False])
def test_the_unread_flag(people: Cast, verify: Verify, on: bool) -> None:
    conversation = talking(people.hanna, people.ana)
    if not on:
        flag(people.hanna, conversation)
    with verify(people.hanna):
        flag(people.hanna, conversation, on=on)


def test_reading_takes_the_flag_away(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    read(people.hanna, conversation, 2)
    flag(people.hanna, conversation)
    with verify(people.hanna):
        read(people.hanna, conversation, 2)


def test_my_own_words_take_the_flag_away(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    flag(people.hanna, conversation)
    with verify(people.hanna, people.ana):
        say(people.hanna, conversation, "Still free?")


def test_a_flag_is_set_anew_after_my_own_words(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    flag(people.hanna, conversation)
    say(people.hanna, conversation, "Still free?")
    with verify(people.hanna):
        flag(people.hanna, conversation)


@pytest.mark.parametrize("on", [True, False])
def test_archiving_and_back(people: Cast, verify: Verify, on: bool) -> None:
    conversation = talking(people.hanna, people.ana)
    if not on:
        archive(people.hanna, conversation)
    with verify(people.hanna):
        archive(people.hanna, conversation, on=on)


def test_a_new_text_brings_back_what_was_archived(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    archive(people.hanna, conversation)
    with verify(people.hanna, people.ana):
        say(people.ana, conversation, "One more thing.")


def test_what_changes_nothing_is_told_to_nobody(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    flag(people.hanna, conversation)
    archive(people.hanna, conversation)
    with verify() as told:
        flag(people.hanna, conversation)
        archive(people.hanna, conversation)
        archive(people.ana, conversation, on=False)
        flag(people.ana, conversation, on=False)
    assert told == []
