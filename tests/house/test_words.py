"""Words, numbers and pairs that the database does not take, from whomever they come."""

import pytest
from django.db import IntegrityError

from tests.feed.posting import publish
from tests.feed.posting import row_of as row_of_post
from tests.house.refusing import refused, run
from tests.people import Cast
from tests.stories import booked, row_of, talking


@pytest.mark.parametrize(
    ("table", "column", "constraint"),
    [
        ("open_calls", "status", "call_status_is_known"),
        ("open_call_applications", "status", "application_status_is_known"),
        ("bookings", "state", "booking_state_is_known"),
    ],
)
def test_a_word_that_nobody_ordered_is_refused(
    people: Cast, table: str, column: str, constraint: str
) -> None:
    booked(people.hanna, people.ana)
    with refused(by=constraint):
        run(f"UPDATE {table} SET {column} = 'maybe' WHERE id = (SELECT max(id) FROM {table})")


def test_a_rating_is_one_to_five_or_none(people: Cast) -> None:
    rate = "UPDATE models SET rating = %s WHERE user_profile_id = %s"
    for allowed in (None, 1, 5):
        run(rate, allowed, people.ana.pk)
    for beyond in (0.99, 5.01):
        with refused(by="rating_is_one_to_five"):
            run(rate, beyond, people.ana.pk)


def test_two_people_have_one_conversation(people: Cast) -> None:
    row = row_of(talking(people.hanna, people.ana))
    copy = (
        "INSERT INTO conversations (public_id, kind, title, low_id, high_id, blocked)"
        " SELECT gen_random_uuid(), kind, title, {}, blocked FROM conversations WHERE id = %s"
    )
    with refused(by="one_conversation_per_pair"):
        run(copy.format("low_id, high_id"), row.pk)
    with refused(by="direct_has_two"):  # nor the same two, the other way round
        run(copy.format("high_id, low_id"), row.pk)


def test_a_message_has_a_number_of_its_own(people: Cast) -> None:
    row = row_of(talking(people.hanna, people.ana))
    with refused(by="one_message_per_number"):
        run("UPDATE messages SET number = 1 WHERE conversation_id = %s AND number = 2", row.pk)


def test_the_system_has_no_sender_and_a_person_has_a_key(people: Cast) -> None:
    row = row_of(talking(people.hanna, people.ana))
    for change in ("kind = 'system_notification'", "key = NULL", "kind = 'shout'"):
        with refused(by="the_system_has_no_sender"):
            run(f"UPDATE messages SET {change} WHERE conversation_id = %s", row.pk)


def test_nobody_follows_or_blocks_themselves(people: Cast) -> None:
    with refused(by="nobody_follows_themselves"):
        run("INSERT INTO follows (follower_id, followed_id) VALUES (%s, %s)", *[people.ana.pk] * 2)
    with refused(by="nobody_blocks_themselves"):
        run("INSERT INTO blocks (blocker_id, blocked_id) VALUES (%s, %s)", *[people.ana.pk] * 2)


def test_of_a_deleted_post_nothing_is_left(people: Cast) -> None:
    post = row_of_post(publish(people.hanna, pin=True)).pk
    with refused(by="nothing_is_left_of_deleted_posts"):
        run("UPDATE posts SET deleted_at = now() WHERE id = %s", post)
    run("UPDATE posts SET deleted_at = now(), content = '', is_pinned = false WHERE id = %s", post)


def test_links_of_posts_lead_to_web_pages(people: Cast) -> None:
    post = (
        "INSERT INTO posts (public_id, author_id, content, visibility, is_pinned, link_url)"
        " VALUES (gen_random_uuid(), %s, 'Come and draw', %s, false, %s)"
    )
    run(post, people.hanna.pk, "public", "https://example.org/book")
    with refused(by="links_are_http"):
        run(post, people.hanna.pk, "public", "javascript:alert(1)")
    with refused(by="visibility_is_known"):
        run(post, people.hanna.pk, "friends", None)


def test_a_command_key_is_taken_once(people: Cast) -> None:
    claim = "INSERT INTO commands (user_id, key, body_hash) VALUES (%s, %s, 'x')"
    key = "00000000-0000-4000-8000-000000000001"
    run(claim, people.ana.pk, key)
    run(claim, people.jane.pk, key)
    with pytest.raises(IntegrityError, match="commands_pkey"):
        run(claim, people.ana.pk, key)
