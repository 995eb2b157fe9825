"""The inbox: which conversations, in which order, a page at a time, in one query."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations.events import Head
from conversations.models import Conversation
from conversations.queries import inbox
from people.models import User
from protocol import cursor as cursors
from tests import clock
from tests.people import Cast, model
from tests.refusals import refused
from tests.stories import archive, flag, group, leave, read, row_of, say, start, talking


def listed(person: User, filter: inbox.Filter = "all") -> list[UUID]:
    heads, following = inbox.page(person, filter=filter)
    assert following is None
    return [head.conversation for head in heads]


def by_pages(person: User, size: int) -> list[Head]:
    found, cursor, pages = [], None, 0
    while True:
        heads, cursor = inbox.page(person, cursor=cursor, limit=size)
        assert 0 < len(heads) <= size
        found += heads
        pages += 1
        if cursor is None:
            assert pages == -(-len(found) // size)
            return found


def many(host: User, count: int) -> list[UUID]:
    """Conversations with so many models who have answered, the first one first."""
    return [talking(host, model(f"Model{n}")) for n in range(count)]


def test_the_latest_comes_first(people: Cast) -> None:
    with_ana, with_jane = talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    assert listed(people.hanna) == [with_jane, with_ana]
    say(people.ana, with_ana)
    assert listed(people.hanna) == [with_ana, with_jane]
    assert listed(people.ana) == [with_ana]
    assert listed(people.mika) == []


def test_a_person_sees_their_own_unread_and_the_other_person(people: Cast) -> None:
    talking(people.hanna, people.ana)
    [hers], [his] = inbox.page(people.hanna)[0], inbox.page(people.ana)[0]
    assert [person.name for person in hers.people] == ["Ana"]
    assert [person.name for person in his.people] == ["Hanna"]
    assert (hers.unread, his.unread) == (1, 0)
    assert hers.last_message is not None
    assert hers.last_message.content == "Good evening."


def test_what_is_archived_is_under_archived_and_nowhere_else(people: Cast) -> None:
    kept, archived = talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    archive(people.hanna, archived)
    assert listed(people.hanna) == [kept]
    assert listed(people.hanna, "archived") == [archived]
    assert listed(people.hanna, "unread") == [kept]
    archive(people.hanna, archived, on=False)
    assert listed(people.hanna, "archived") == []


def test_unread_is_what_has_news_or_a_flag(people: Cast) -> None:
    with_ana, with_jane = talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    read(people.hanna, with_ana, 2)
    assert listed(people.hanna, "unread") == [with_jane]
    flag(people.hanna, with_ana)
    assert listed(people.hanna, "unread") == [with_jane, with_ana]
    read(people.hanna, with_jane, 2)
    read(people.hanna, with_ana, 2)
    assert listed(people.hanna, "unread") == []


def test_a_role_is_that_of_somebody_else_who_is_there(people: Cast) -> None:
    with_ana = talking(people.hanna, people.ana)
    with_mika = talking(people.hanna, people.mika)
    crew = group(people.hanna, people.ana, people.mika, title="Tuesday crew")
    User.objects.filter(pk=people.mika.pk).update(is_host=True, is_model=False)

    def of(role: inbox.Role, **asked: Any) -> list[UUID]:
        return [head.conversation for head in inbox.page(people.hanna, role=role, **asked)[0]]

    assert of("model") == [crew, with_ana]
    assert of("host") == [crew, with_mika]
    archive(people.hanna, with_ana)
    assert of("model") == [crew]
    assert of("model", filter="archived") == [with_ana]
    leave(people.ana, crew)
    assert of("model") == []
    leave(people.hanna, crew)
    assert of("host") == [with_mika]


def test_pages_have_everything_once_in_order(people: Cast) -> None:
    conversations = many(people.hanna, 7)
    for size in (1, 3, 7, 20):
        assert [h.conversation for h in by_pages(people.hanna, size)] == conversations[::-1]


def test_pages_have_everything_once_even_if_all_happened_at_one_moment(people: Cast) -> None:
    conversations = many(people.hanna, 7)
    Conversation.objects.filter(public_id__in=conversations).update(
        updated_at=row_of(conversations[0]).updated_at
    )
    for size in (1, 2, 3):
        found = [head.conversation for head in by_pages(people.hanna, size)]
        assert found == sorted(conversations, key=str, reverse=True)


def test_news_while_paging_brings_nothing_twice(people: Cast) -> None:
    oldest, *_, newest = many(people.hanna, 5)
    first, cursor = inbox.page(people.hanna, limit=2)
    assert first[0].conversation == newest
    start(people.hanna, model("Late"), "Hello!")
    rest, following = inbox.page(people.hanna, cursor=cursor, limit=10)
    assert {h.conversation for h in first} & {h.conversation for h in rest} == set()
    assert (rest[-1].conversation, following) == (oldest, None)


def test_thirty_rows_cost_one_query(people: Cast) -> None:
    many(people.hanna, 30)
    with CaptureQueriesContext(connection) as queries:
        heads, following = inbox.page(people.hanna, limit=25)
    assert len(queries) == 1
    assert len(heads) == 25
    assert following is not None


@pytest.mark.parametrize("forged", ["", "nonsense", cursors.write(["2026-01-01", 1]), "%' OR 1=1"])
def test_a_forged_cursor_is_a_bad_request(people: Cast, forged: str) -> None:
    talking(people.hanna, people.ana)
    with refused("bad_request", field="cursor"):
        inbox.page(people.hanna, cursor=forged)


def test_somebody_elses_cursor_shows_nothing_of_theirs(people: Cast) -> None:
    many(people.hanna, 3)
    _, cursor = inbox.page(people.hanna, limit=1)
    assert inbox.page(people.mika, cursor=cursor) == ([], None)


def test_a_fresh_client_gets_the_newest_and_all_that_is_unread(people: Cast) -> None:
    conversations = many(people.hanna, 3)
    for conversation in conversations[1:]:
        read(people.hanna, conversation, 2)
    old = Conversation.objects.filter(public_id=conversations[0])
    old.update(updated_at=row_of(conversations[0]).updated_at - timedelta(days=900))
    heads, more = inbox.first_heads(people.hanna, limit=10)
    assert [head.conversation for head in heads] == [*conversations[:0:-1], conversations[0]]
    assert not more
    assert inbox.first_heads(people.mika, limit=10) == ([], False)


def test_the_order_is_that_of_the_deciding_clock(people: Cast) -> None:
    with_ana, with_jane = talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    clock.travel(timedelta(minutes=5))
    say(people.ana, with_ana)
    clock.travel(timedelta(0))
    say(people.jane, with_jane)
    assert listed(people.hanna) == [with_ana, with_jane]
