"""Membership is a span: nothing from before it, nothing from after it, later edits included."""

from uuid import UUID

import pytest

from consumers.frames import Hello
from conversations import queries
from conversations.queries import changes, inbox, messages
from people.models import User
from protocol.publish import Outgoing
from tests import looks
from tests.people import Cast
from tests.refusals import refused
from tests.state import plain
from tests.stories import (
    add,
    befriended,
    edit,
    group,
    leave,
    place_of,
    react,
    rename,
    row_of,
    say,
    talking,
    unsend,
)
from tests.verify import Verify, frames_for


@pytest.fixture
def talk(people: Cast) -> UUID:
    """1 began it, 2 was said; Jane comes in by 3, hears 4 and 5, leaves; that is 6; then 7."""
    conversation = group(people.hanna, people.ana)
    say(people.hanna, conversation, "Second.")
    talking(people.hanna, people.jane)
    add(people.hanna, conversation, people.jane)
    say(people.hanna, conversation, "Fourth.")
    say(people.ana, conversation, "Fifth.")
    leave(people.jane, conversation)
    say(people.hanna, conversation, "Seventh.")
    return conversation


def seen(person: User, conversation: UUID) -> list[int]:
    """Their numbers by every way to read: pages, a snapshot, changes from the beginning."""
    row, topic = row_of(conversation), f"conversation.{conversation}"
    paged, _ = messages.page(row, reader=person, limit=100)
    forward, _ = messages.page(row, reader=person, after=0, limit=100)
    hello = Hello(cursors={topic: 0})
    snapshot = looks.catch_up(person.pk, hello, fresh="epoch").topics[topic]
    changes = looks.read_many(person.pk, {topic: 0})[topic]
    ways = [
        [message.number for message in paged],
        [message.number for message in forward],
        *(
            sorted(o["data"]["number"] for o in plain(state.objects) if "message." in o["type"])
            for state in (snapshot, changes)
        ),
    ]
    assert ways == [ways[0]] * 4
    return ways[0]


def test_those_who_stayed_see_everything(people: Cast, talk: UUID) -> None:
    assert seen(people.hanna, talk) == [1, 2, 3, 4, 5, 6, 7]
    assert seen(people.ana, talk) == [1, 2, 3, 4, 5, 6, 7]


def test_nothing_from_before_joining_and_nothing_from_after_leaving(
    people: Cast, talk: UUID
) -> None:
    assert seen(people.jane, talk) == [3, 4, 5]


def test_coming_back_shows_what_follows_and_not_what_was_missed(people: Cast, talk: UUID) -> None:
    add(people.hanna, talk, people.jane)
    say(people.ana, talk, "Ninth.")
    assert seen(people.jane, talk) == [3, 4, 5, 8, 9]


def test_an_edit_before_leaving_is_seen(people: Cast) -> None:
    conversation = group(people.hanna, people.ana, people.jane)
    say(people.hanna, conversation, "Second.")
    edit(people.hanna, conversation, 2, "Second, corrected.")
    leave(people.jane, conversation)
    found, _ = messages.page(
        queries.conversation(conversation, of_user=people.jane), reader=people.jane
    )
    assert [message.content for message in found][1:] == ["Second, corrected."]


def test_an_edit_of_what_was_said_before_joining_is_hidden(people: Cast, talk: UUID) -> None:
    add(people.hanna, talk, people.jane)
    edit(people.hanna, talk, 2, "What she never saw.")
    assert seen(people.jane, talk) == [3, 4, 5, 8]


def test_a_reaction_after_leaving_is_hidden(people: Cast, talk: UUID) -> None:
    react(people.hanna, talk, 5)
    assert messages.one(row_of(talk), 5, reader=people.jane).reactions == []
    assert len(messages.one(row_of(talk), 5, reader=people.ana).reactions) == 1
    assert seen(people.jane, talk) == [3, 4, 5]


def test_the_inbox_shows_the_last_message_that_one_may_see(people: Cast, talk: UUID) -> None:
    pk = row_of(talk).pk
    hers = inbox.head(people.jane, pk).last_message
    assert hers is not None
    assert hers.content == "Fifth."
    last = inbox.head(people.hanna, pk).last_message
    assert last is not None
    assert last.content == "Seventh."


def test_who_left_hears_nothing_live(people: Cast, talk: UUID, told: list[Outgoing]) -> None:
    told.clear()
    say(people.ana, talk, "Eighth.")
    assert frames_for(people.jane, told) == []
    assert len(frames_for(people.hanna, told)) == 1


def test_who_left_cannot_write(people: Cast, talk: UUID) -> None:
    with refused("not_found"):
        say(people.jane, talk, "I am still here.")
    for act in (edit, unsend, react):
        with refused("not_found"):
            act(people.jane, talk, 4, *(["It was me."] if act is edit else []))
    add(people.hanna, talk, people.jane)
    assert say(people.jane, talk, "And again.").number == 9


def test_for_who_left_everything_stands_still(people: Cast, talk: UUID, verify: Verify) -> None:
    with verify(people.hanna, people.ana):
        say(people.hanna, talk, "Eighth.")
    head = inbox.head(people.jane, row_of(talk).pk)
    assert (head.last_number, head.standing) == (5, "left")
    rename(people.hanna, talk, "Without Jane")
    add(people.hanna, talk, befriended(people.hanna, "Lena"))
    assert inbox.head(people.jane, row_of(talk).pk) == head


def test_who_left_does_not_see_who_came_later(people: Cast, talk: UUID) -> None:
    befriended_there = befriended(people.hanna, "Lena")
    add(people.hanna, talk, befriended_there)
    seats = changes.participants(queries.place(talk, of_user=people.jane))
    assert {(seat.user_id, seat.left_at is None) for seat in seats} == {
        (people.hanna.pk, True),
        (people.ana.pk, True),
        (people.jane.pk, False),
    }
    names = [person.id for person in inbox.head(people.jane, row_of(talk).pk).people]
    assert befriended_there.public_id not in names


def test_versions_stand_still_for_who_left(people: Cast, talk: UUID) -> None:
    topic = f"conversation.{talk}"
    before = looks.read_many(people.jane.pk, {topic: 0})[topic]
    say(people.hanna, talk, "Eighth.")
    after = looks.read_many(people.jane.pk, {topic: before.version})[topic]
    assert (after.version, after.objects, after.unread) == (before.version, [], before.unread)
    assert place_of(people.jane, talk).version == before.version


def test_a_stranger_never_sees_any_of_it(people: Cast, talk: UUID) -> None:
    topic = f"conversation.{talk}"
    assert messages.page(row_of(talk), reader=people.mika) == ([], False)
    assert looks.read_many(people.mika.pk, {topic: 0}) == {}
