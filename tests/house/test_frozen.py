"""What the database enforces about pointers and about what former members have seen."""

import re
from pathlib import Path
from uuid import UUID

import pytest

from conversations.models import Message, Reaction
from tests.house.files import name, walk
from tests.house.refusing import refused, run
from tests.people import Cast
from tests.stories import group, leave, place_of, react, read, row_of, say, talking

POINT = "UPDATE conversation_participants SET last_read_number = %s WHERE id = %s"


@pytest.fixture
def talk(people: Cast) -> UUID:
    """Jane has read all that was said, and left."""
    conversation = group(people.hanna, people.ana, people.jane)
    say(people.ana, conversation)
    react(people.hanna, conversation, 2)
    read(people.jane, conversation, 2)
    leave(people.jane, conversation)
    return conversation


def test_nobody_has_read_more_than_was_said(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    pk, last = place_of(people.ana, conversation).pk, row_of(conversation).last_number
    with refused(by="read_what_was_said"):
        run(POINT, last + 1, pk)
    run(POINT, last, pk)


def test_former_members_have_read_no_more_than_was_there(people: Cast, talk: UUID) -> None:
    place = place_of(people.jane, talk)
    assert (place.left_number, place.last_read_number) == (2, 2)
    with refused(by="former_members_have_read_what_was_there"):
        run(POINT, 3, place.pk)


@pytest.mark.parametrize(
    "change", ["content = 'Later.'", "deleted_at = now()", "edited_at = now()"]
)
def test_a_message_changes_with_a_new_version_only(people: Cast, talk: UUID, change: str) -> None:
    pk = Message.objects.get(conversation=row_of(talk), number=2).pk
    with refused(by="a_change_has_a_new_version"):
        run(f"UPDATE messages SET {change} WHERE id = %s", pk)


def test_a_reaction_changes_with_a_new_version_only(people: Cast, talk: UUID) -> None:
    pk = Reaction.objects.get(conversation=row_of(talk)).pk
    with refused(by="a_change_has_a_new_version"):
        run('UPDATE message_reactions SET "on" = false WHERE id = %s', pk)


#: Something less a number that was read, in Python or in SQL.
DIFFERENCE = re.compile(r"-\s*[\w.\[\]\"']*last_read_number")
THE_ONE_PLACE = "conversations/queries/unread.py"


def test_unread_is_counted_in_one_place() -> None:
    code = [path for path in walk() if path.suffix == ".py" and is_of_the_product(path)]
    assert len(code) > 100
    found = [name(path) for path in code if DIFFERENCE.search(path.read_text())]
    assert found == [THE_ONE_PLACE]


def is_of_the_product(path: Path) -> bool:
    return name(path).split("/")[0] not in ("tests", "frontend") and "chaos" not in name(path)
