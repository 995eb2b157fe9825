"""Conversations by what they are called: however old, and never somebody else's."""

from uuid import UUID

from conversations.queries import inbox
from people.models import User
from tests.people import Cast
from tests.stories import archive, group, leave, talking


def named(person: User, text: str) -> list[UUID]:
    return [head.conversation for head in inbox.named(person, text, limit=10)[0]]


def test_what_is_called_like_that_is_found_also_when_it_is_put_away(people: Cast) -> None:
    with_ana, with_jane = talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    crew = group(people.hanna, people.ana, people.jane, title="Tuesday crew")
    archive(people.hanna, with_ana)
    assert named(people.hanna, "ana") == [crew, with_ana]
    assert named(people.hanna, f"jan {people.jane.handle}") == [crew, with_jane]
    assert named(people.hanna, "CREW tues") == [crew]


def test_what_is_not_called_like_that_or_not_mine_is_not_found(people: Cast) -> None:
    talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    group(people.hanna, people.ana, people.jane, title="Tuesday crew")
    for text in ("uesday", "%", "tuesday mika"):
        assert named(people.hanna, text) == []
    for text in ("ana", "crew"):
        assert named(people.mika, text) == []


def test_who_has_left_a_group_does_not_learn_who_is_in_it(people: Cast) -> None:
    talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    crew = group(people.hanna, people.ana, people.jane, title="Tuesday crew")
    leave(people.ana, crew)
    assert named(people.ana, "tuesday") == [crew]
    assert named(people.ana, "jane") == []
