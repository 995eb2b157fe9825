"""Every list of people says whom of them the reader follows, and nobody else's follows."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feed.queries import follows
from people.api import Search, found
from people.models import User
from tests.feed.posting import follow, unfollow
from tests.people import Cast, model
from workflows.queries import directory

Asks = Callable[[User, str], list[UUID]]


def in_directory(reader: User, sought: str) -> list[UUID]:
    return directory.page(reader, role="model", search=sought).followed


def in_search(reader: User, sought: str) -> list[UUID]:
    return found(Search(search=sought), reader).followed


@pytest.mark.parametrize("asks", [in_directory, in_search])
def test_only_the_reader_learns_whom_they_follow(people: Cast, asks: Asks) -> None:
    hanna, ana, jane, mika = people
    follow(hanna, ana)
    follow(ana, jane)
    follow(ana, hanna)
    assert asks(hanna, ana.handle) == [ana.public_id]
    assert asks(hanna, jane.handle) == []  # whom somebody else follows
    assert asks(mika, ana.handle) == asks(mika, jane.handle) == []
    unfollow(hanna, ana)
    assert asks(hanna, ana.handle) == []


def test_a_list_of_followers_says_whom_its_reader_follows(people: Cast) -> None:
    hanna, ana, jane, mika = people
    for follower in (ana, jane):
        follow(follower, hanna)
    follow(mika, jane)

    def followed(reader: User) -> list[UUID]:
        page = follows.followers(hanna.handle, viewer=reader, cursor=None, limit=50)
        return page.followed

    assert followed(mika) == [jane.public_id]
    assert followed(hanna) == []
    mine = follows.following(mika.handle, viewer=mika, cursor=None, limit=50)
    assert mine.followed == [jane.public_id]


def test_it_takes_one_question_however_many_are_on_the_page(people: Cast) -> None:
    crowd = [model(f"Follo{n}") for n in range(5)]
    for person in crowd[:3]:
        follow(people.hanna, person)
    for limit in (1, 30):
        with CaptureQueriesContext(connection) as asked:
            directory.page(people.hanna, role="model", search="Follo", limit=limit)
        assert sum('"follows"' in query["sql"] for query in asked) == 1
