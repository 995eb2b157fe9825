"""A block closes every way between two people, in both directions, and leaves all others open."""

import pytest

from conversations.queries import inbox
from people.actions import block, unblock
from people.models import User
from people.verbs import BlockPerson, UnblockPerson
from tests.people import Cast
from tests.refusals import refused
from tests.stories import flag, read, row_of, say, start, talking


def blocks(by: User, other: User) -> None:
    block(BlockPerson(person=other.public_id), by=by)


def unblocks(by: User, other: User) -> None:
    unblock(UnblockPerson(person=other.public_id), by=by)


def test_neither_writes_to_the_other_any_more(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    blocks(people.hanna, people.ana)
    for person in (people.hanna, people.ana):
        with refused("blocked"):
            say(person, conversation, "One more thing.")
    assert row_of(conversation).last_number == 2


def test_neither_begins_anew(people: Cast) -> None:
    talking(people.hanna, people.ana)
    blocks(people.hanna, people.ana)
    with refused("blocked"):
        start(people.hanna, people.ana, "Hello?")
    with refused("not_found"):  # to Ana, Hanna is not there
        start(people.ana, people.hanna, "Hello?")


def test_strangers_who_block_each_other_never_begin(people: Cast) -> None:
    blocks(people.hanna, people.ana)
    with refused("blocked"):
        start(people.hanna, people.ana, "Hello?")
    with refused("not_found"):
        start(people.ana, people.hanna, "Hello?")


def test_a_first_text_that_waits_cannot_be_answered(people: Cast) -> None:
    conversation = start(people.hanna, people.ana, "Do you model?").conversation
    blocks(people.ana, people.hanna)
    with refused("blocked"):
        say(people.hanna, conversation, "Hello?")
    with refused("blocked"):
        say(people.ana, conversation, "No.")


def test_others_write_as_before(people: Cast) -> None:
    with_ana, with_jane = talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    blocks(people.hanna, people.ana)
    assert say(people.hanna, with_jane).number == 3
    assert say(people.ana, talking(people.ana, people.jane)).number == 3
    assert row_of(with_ana).blocked
    assert not row_of(with_jane).blocked


def test_what_was_said_stays_and_can_be_put_in_order(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    blocks(people.hanna, people.ana)
    assert inbox.head(people.ana, row_of(conversation).pk).standing == "blocked"
    assert read(people.hanna, conversation, 2).unread == 0
    flag(people.ana, conversation)
    assert [head.unread for head in inbox.page(people.hanna)[0]] == [0]


def test_taken_back_it_is_open_again(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    blocks(people.hanna, people.ana)
    unblocks(people.hanna, people.ana)
    assert say(people.ana, conversation).number == 3
    assert say(people.hanna, conversation).number == 4


def test_a_block_of_the_other_side_stays(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    blocks(people.hanna, people.ana)
    blocks(people.ana, people.hanna)
    unblocks(people.hanna, people.ana)
    with refused("blocked"):
        say(people.hanna, conversation)
    unblocks(people.ana, people.hanna)
    assert say(people.hanna, conversation).number == 3


def test_only_the_one_who_blocked_takes_it_back(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    blocks(people.hanna, people.ana)
    unblocks(people.ana, people.hanna)
    with refused("blocked"):
        say(people.ana, conversation)
    unblocks(people.hanna, people.ana)
    assert say(people.ana, conversation).number == 3


def test_blocking_twice_is_blocking_once(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    blocks(people.hanna, people.ana)
    version = row_of(conversation).version
    blocks(people.hanna, people.ana)
    assert row_of(conversation).version == version
    unblocks(people.hanna, people.ana)
    assert not row_of(conversation).blocked


@pytest.mark.parametrize("who", ["myself", "nobody"])
def test_there_must_be_somebody_to_block(people: Cast, who: str) -> None:
    other = people.hanna if who == "myself" else people.ana
    if who == "nobody":
        other.public_id = people.mika.public_id
        people.mika.is_active = False
        people.mika.save()
    with refused("bad_request" if who == "myself" else "not_found"):
        blocks(people.hanna, other)
