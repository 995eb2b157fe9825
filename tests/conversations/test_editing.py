"""Edit within 15 minutes, unsend within a day, reply, react: each whole, each with its refusal."""

from datetime import timedelta

import pytest

from conversations.models import Message, Reaction
from conversations.queries import messages
from tests import clock
from tests.people import Cast
from tests.refusals import refused
from tests.stories import add, edit, group, react, row_of, say, start, talking, unsend
from tests.verify import Verify

HEART, THUMB = "\N{HEAVY BLACK HEART}", "\N{THUMBS UP SIGN}"


def test_an_edit_reaches_both(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    with verify(people.hanna, people.ana):
        edit(people.hanna, conversation, 1, "Hello Ana!")
    read = messages.one(row_of(conversation), 1, reader=people.ana)
    assert read.content == "Hello Ana!"
    assert read.edited_at is not None


def test_an_edit_to_the_same_words_changes_nothing(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    with verify(whole=True) as told:
        edit(people.hanna, conversation, 1, "Hello!")
    assert told == []


def test_a_text_can_be_edited_for_a_quarter_of_an_hour(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    clock.travel(timedelta(minutes=14, seconds=50))
    edit(people.hanna, conversation, 1, "Just in time.")
    clock.travel(timedelta(minutes=15))
    with refused("forbidden", reasons=["too_late"]):
        edit(people.hanna, conversation, 1, "Too late.")


def test_a_message_can_be_taken_back_for_a_day(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    clock.travel(timedelta(hours=23, minutes=59))
    with verify(people.hanna, people.ana):
        unsend(people.hanna, conversation, 1)
    row = Message.objects.get(conversation=row_of(conversation), number=1)
    assert (row.content, row.data) == ("", None)
    clock.travel(timedelta(hours=24))
    with refused("forbidden", reasons=["too_late"]):
        unsend(people.ana, conversation, 2)


def test_what_was_taken_back_is_neither_changed_nor_reacted_to(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    unsend(people.hanna, conversation, 1)
    with refused("conflict"):
        unsend(people.hanna, conversation, 1)
    with refused("conflict"):
        edit(people.hanna, conversation, 1, "Again.")
    with refused("conflict"):
        react(people.ana, conversation, 1)


def test_only_ones_own_words_can_be_changed(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    for person, code in ((people.ana, "forbidden"), (people.mika, "not_found")):
        with refused(code):
            edit(person, conversation, 1, "Ha!")
        with refused(code):
            unsend(person, conversation, 1)


def test_an_edit_does_not_move_a_conversation_up(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    before = row_of(conversation).updated_at
    edit(people.hanna, conversation, 1, "Hello Ana!")
    react(people.ana, conversation, 1)
    unsend(people.hanna, conversation, 1)
    assert row_of(conversation).updated_at == before


def test_a_first_text_gets_no_link_by_an_edit(people: Cast) -> None:
    conversation = start(people.hanna, people.ana, "Do you model?").conversation
    with refused("forbidden", reasons=["awaiting_answer"]):
        edit(people.hanna, conversation, 1, "See https://example.org")
    edit(people.hanna, conversation, 1, "Do you model on Tuesdays?")


# --- reactions -------------------------------------------------------------------------------


def test_a_reaction_and_its_end_reach_both(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    with verify(people.hanna, people.ana):
        react(people.ana, conversation, 1, HEART)
    with verify(people.hanna, people.ana):
        react(people.hanna, conversation, 1, THUMB)
    with verify(people.hanna, people.ana):
        react(people.ana, conversation, 1, HEART, on=False)
    with verify(people.hanna, people.ana):
        react(people.ana, conversation, 1, HEART)
    with verify(people.hanna, people.ana):
        edit(people.hanna, conversation, 1, "Hello, with signs on it.")


def test_the_same_reaction_twice_is_one(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    react(people.ana, conversation, 1)
    with verify() as told:
        react(people.ana, conversation, 1)
        react(people.hanna, conversation, 1, on=False)
    assert told == []
    assert Reaction.objects.filter(conversation=row_of(conversation)).count() == 1


def test_a_stranger_does_not_react(people: Cast) -> None:
    conversation = start(people.hanna, people.ana, "Do you model?").conversation
    with refused("forbidden", reasons=["awaiting_answer"]):
        react(people.ana, conversation, 1)
    with refused("not_found"):
        react(people.mika, conversation, 1)


# --- replies ---------------------------------------------------------------------------------


def test_a_reply_names_what_it_answers(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    with verify(people.hanna, people.ana):
        say(people.ana, conversation, "To your hello.", reply_to=1)
    assert messages.one(row_of(conversation), 3, reader=people.hanna).reply_to == 1


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_reply_answers_something_that_is_there(people: Cast, number: int) -> None:
    conversation = talking(people.hanna, people.ana)
    with refused("not_found"):
        say(people.ana, conversation, "To what?", reply_to=number)


def test_who_came_later_does_not_answer_or_hear_of_what_was_before(
    people: Cast, verify: Verify
) -> None:
    conversation = group(people.hanna, people.ana)
    said = say(people.hanna, conversation, "Before Jane.").number
    talking(people.hanna, people.jane)
    add(people.hanna, conversation, people.jane)
    with refused("not_found"):
        say(people.jane, conversation, "To that.", reply_to=said)
    with refused("not_found"):
        react(people.jane, conversation, said)
    with verify(people.hanna, people.ana, people.jane):
        edit(people.hanna, conversation, said, "Still before Jane.")
    with verify(people.hanna, people.ana, people.jane):
        react(people.ana, conversation, said)
    with verify(people.hanna, people.ana, people.jane):
        unsend(people.hanna, conversation, said)
