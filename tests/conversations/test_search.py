"""Finding what was said: one's own, what one may see, and nothing that was taken back."""

from uuid import UUID

import pytest

from conversations.actions import indexing
from conversations.actions.indexing import index_some
from conversations.queries.search import search
from people.models import User
from tests.people import Cast
from tests.refusals import refused
from tests.stories import add, edit, group, leave, say, talking, unsend


def found(person: User, text: str, conversation: UUID | None = None) -> list[str]:
    """What is found when the worker has come by."""
    while index_some():
        pass
    hits, _ = search(text, by=person, conversation=conversation)
    return [hit.content for hit in hits]


def test_both_find_what_was_said_and_the_stranger_does_not(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    say(people.hanna, conversation, "Can you bring red drapes?")
    say(people.ana, conversation, "Drapes, yes. Red ones.")
    both = ["Drapes, yes. Red ones.", "Can you bring red drapes?"]
    assert found(people.hanna, "red drap") == found(people.ana, "DRAPES red") == both
    assert found(people.mika, "drapes") == []
    assert found(people.hanna, "drapes green") == []


def test_it_is_found_after_the_worker_came_by(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    found(people.hanna, "anything")
    say(people.hanna, conversation, "Charcoal")
    assert search("charcoal", by=people.hanna) == ([], None)
    assert found(people.hanna, "charcoal") == ["Charcoal"]


def test_an_edit_is_found_and_what_was_before_is_not(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    number = say(people.hanna, conversation, "Thursday").number
    assert found(people.ana, "thursday") == ["Thursday"]
    edit(people.hanna, conversation, number, "Friday")
    assert found(people.ana, "thursday") == []
    assert found(people.ana, "friday") == ["Friday"]
    unsend(people.hanna, conversation, number)
    assert search("friday", by=people.ana) == ([], None)  # at once, whatever the index says


def test_a_member_finds_what_was_said_in_their_time(people: Cast) -> None:
    conversation = group(people.hanna, people.ana)
    say(people.hanna, conversation, "Ochre before")
    talking(people.hanna, people.jane)
    add(people.hanna, conversation, people.jane)
    say(people.hanna, conversation, "Ochre now")
    leave(people.jane, conversation)
    say(people.hanna, conversation, "Ochre after")
    assert found(people.jane, "ochre") == ["Ochre now"]
    assert found(people.ana, "ochre") == ["Ochre after", "Ochre now", "Ochre before"]


def test_within_one_conversation(people: Cast) -> None:
    one, other = talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    say(people.hanna, one, "Easel one")
    say(people.hanna, other, "Easel two")
    assert found(people.hanna, "easel", one) == ["Easel one"]
    with refused("not_found"):
        search("easel", by=people.mika, conversation=one)


def test_page_by_page(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    for number in range(5):
        say(people.hanna, conversation, f"Sanguine {number}")
    found(people.hanna, "anything")
    first, following = search("sanguine", by=people.hanna, limit=3)
    rest, end = search("sanguine", by=people.hanna, cursor=following, limit=3)
    assert [hit.content[-1] for hit in first + rest] == ["4", "3", "2", "1", "0"]
    assert end is None


def test_who_has_waited_longest_is_indexed_first(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not who comes first in the table; and a process that has just started misses nothing."""
    one, other = talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    found(people.hanna, "anything")
    say(people.hanna, other, "Vermilion first")
    say(people.hanna, one, "Vermilion second")
    monkeypatch.setattr(indexing, "SOME", 1)
    assert indexing.Index().turn() == 1
    hits, _ = search("vermilion", by=people.hanna)
    assert [hit.content for hit in hits] == ["Vermilion first"]
    assert found(people.hanna, "vermilion") == ["Vermilion second", "Vermilion first"]
    assert found(people.mika, "vermilion") == []
    assert indexing.Index().turn() == 0


@pytest.mark.parametrize("text", ["", "  ", "!!!", "' & | ! ( ) :* <->", "a:*b & !", "\\"])
def test_whatever_is_asked_is_only_words(people: Cast, text: str) -> None:
    search(text, by=people.hanna)
