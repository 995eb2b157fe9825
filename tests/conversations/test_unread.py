"""Unread is arithmetic on two numbers that only grow, the same on every device."""

from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations.queries import inbox
from people.models import User
from tests.people import Cast
from tests.refusals import refused
from tests.stories import (
    apply,
    archive,
    confirm,
    flag,
    open_call,
    place_of,
    read,
    row_of,
    say,
    start,
    talking,
)


def unread(person: User, conversation: UUID) -> int:
    """As the inbox says it; and both columns of the pointer must give that same count."""
    head = inbox.head(person, row_of(conversation).pk)
    assert head.unread == head.last_number - head.last_read_number
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE m.number > p.last_read_number),"
            " count(*) FILTER (WHERE p.last_read_at IS NULL OR m.created_at > p.last_read_at),"
            " max(m.created_at) FILTER (WHERE m.number = p.last_read_number) AS named"
            " FROM conversation_participants p JOIN messages m USING (conversation_id)"
            " WHERE p.id = %s",
            [place_of(person, conversation).pk],
        )
        by_number, by_time, named = cursor.fetchone()
    assert head.unread == by_number == by_time
    assert head.last_read_at == named
    return head.unread


def test_what_others_say_is_unread_until_it_is_read(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    say(people.ana, conversation)
    assert unread(people.hanna, conversation) == 2
    read(people.hanna, conversation, 3)
    assert unread(people.hanna, conversation) == 0
    assert unread(people.ana, conversation) == 0


def test_reading_looks_and_writes_in_one_statement(people: Cast) -> None:
    """It happens for every message that anybody sees; the other look is who may know of it."""
    conversation = talking(people.hanna, people.ana)
    say(people.ana, conversation)
    with CaptureQueriesContext(connection) as queries:
        read(people.hanna, conversation, 3)
    asked = [query["sql"] for query in queries if "conversation_participants" in query["sql"]]
    assert len(asked) == 2
    with refused("not_found"):
        read(people.mika, conversation, 3)


def test_reading_up_to_a_number_leaves_what_came_after(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    for _ in range(4):
        say(people.ana, conversation)
    state = read(people.hanna, conversation, 4)
    assert (state.last_read_number, state.unread) == (4, 2)
    assert unread(people.hanna, conversation) == 2


def test_the_pointer_never_goes_back(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    say(people.ana, conversation)
    read(people.hanna, conversation, 3)
    assert read(people.hanna, conversation, 1).last_read_number == 3
    assert unread(people.hanna, conversation) == 0


def test_nobody_reads_what_has_not_been_written(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    assert read(people.hanna, conversation, 1_000_000).last_read_number == 2
    say(people.ana, conversation)
    assert unread(people.hanna, conversation) == 1


def test_nobody_reads_for_somebody_else(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    read(people.ana, conversation, 2)
    assert unread(people.hanna, conversation) == 1
    with refused("not_found"):
        read(people.mika, conversation, 2)


def test_my_own_text_reads_everything_before_it(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    for _ in range(3):
        say(people.ana, conversation)
    say(people.hanna, conversation)
    assert unread(people.hanna, conversation) == 0
    assert unread(people.ana, conversation) == 1


def test_a_line_about_my_own_act_is_read_if_everything_before_was(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    apply(people.ana, open_call(people.hanna))
    assert unread(people.ana, conversation) == 0
    assert unread(people.hanna, conversation) == 2


def test_a_line_about_my_own_act_does_not_read_what_i_have_not(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    say(people.hanna, conversation, "One more thing.")
    apply(people.ana, open_call(people.hanna))
    assert unread(people.ana, conversation) == 2  # Hanna's text, and the line after it


def test_a_line_about_somebody_elses_act_is_unread(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna))
    confirm(people.hanna, applied.application)
    assert unread(people.ana, applied.conversation) == 1
    assert unread(people.hanna, applied.conversation) == 2  # that Ana applied is not read yet


def test_marking_unread_is_a_flag_and_moves_no_pointer(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    read(people.hanna, conversation, 2)
    state = flag(people.hanna, conversation)
    assert (state.last_read_number, state.unread) == (2, 0)
    assert place_of(people.hanna, conversation).marked_unread
    assert unread(people.hanna, conversation) == 0
    assert not place_of(people.ana, conversation).marked_unread


def test_reading_takes_the_flag_away_even_if_nothing_is_new(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    read(people.hanna, conversation, 2)
    flag(people.hanna, conversation)
    read(people.hanna, conversation, 2)
    assert not place_of(people.hanna, conversation).marked_unread


def test_my_own_text_takes_the_flag_away_and_a_line_about_me_does_not(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    read(people.ana, conversation, 2)
    flag(people.ana, conversation)
    apply(people.ana, open_call(people.hanna))
    assert place_of(people.ana, conversation).marked_unread
    say(people.ana, conversation)
    assert not place_of(people.ana, conversation).marked_unread


def test_a_flag_of_mine_is_not_answered_by_others(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    flag(people.hanna, conversation)
    say(people.ana, conversation)
    assert place_of(people.hanna, conversation).marked_unread


def test_archived_is_what_has_nothing_new_and_needs_no_write_to_return(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    archive(people.hanna, conversation)
    before = place_of(people.hanna, conversation)
    assert inbox.head(people.hanna, row_of(conversation).pk).archived
    say(people.ana, conversation)
    after = place_of(people.hanna, conversation)
    assert not inbox.head(people.hanna, row_of(conversation).pk).archived
    assert (after.archived_number, after.user_version) == (2, before.user_version)


def test_archiving_is_mine_alone(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    archive(people.hanna, conversation)
    assert not inbox.head(people.ana, row_of(conversation).pk).archived
    with refused("not_found"):
        archive(people.mika, conversation)
    with refused("not_found"):
        flag(people.mika, conversation)


def test_only_a_message_moves_a_conversation_up(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    before = row_of(conversation).updated_at
    read(people.hanna, conversation, 2)
    archive(people.hanna, conversation)
    flag(people.hanna, conversation)
    start(people.ana, people.hanna)
    assert row_of(conversation).updated_at == before
    say(people.ana, conversation)
    assert row_of(conversation).updated_at > before


def test_a_line_of_the_system_moves_a_conversation_up_too(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    before = row_of(conversation).updated_at
    apply(people.ana, open_call(people.hanna))
    assert row_of(conversation).updated_at > before
