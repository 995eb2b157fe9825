"""The home feed: read from the follows graph at the moment of reading."""

import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from feed.queries import home, pages, visible_to
from people.models import User
from tests import clock, stories
from tests.feed.posting import (
    block,
    change,
    delete,
    feed_of,
    follow,
    for_followers,
    publish,
    remove_follower,
    unfollow,
)
from tests.people import Cast, host
from tests.refusals import refused


def test_who_follows_nobody_has_an_empty_feed(people: Cast) -> None:
    publish(people.hanna)
    publish(people.mika)
    assert feed_of(people.mika) == []
    assert home.news(people.mika, after=None).count == 0


def test_posts_of_those_i_follow_the_newest_first(people: Cast) -> None:
    jane_first = publish(people.jane)
    for author in (people.hanna, people.jane):
        follow(people.ana, author)
    public = publish(people.hanna)
    private = for_followers(people.hanna)
    publish(people.mika)
    assert feed_of(people.ana) == [private, public, jane_first]


ENDS: list[Callable[[User, User], object]] = [
    unfollow,
    lambda ana, hanna: remove_follower(hanna, ana),
    block,
    lambda ana, hanna: block(hanna, ana),
    lambda ana, hanna: User.objects.filter(pk=hanna.pk).update(is_active=False),
]


@pytest.mark.parametrize("end", ENDS)
def test_the_feed_forgets_at_once(people: Cast, end: Callable[[User, User], object]) -> None:
    follow(people.ana, people.hanna)
    publish(people.hanna)
    for_followers(people.hanna)
    assert len(feed_of(people.ana)) == 2
    end(people.ana, people.hanna)
    assert feed_of(people.ana) == []


def test_an_edit_and_a_deletion_show_at_once(people: Cast) -> None:
    follow(people.ana, people.hanna)
    kept, gone = publish(people.hanna), publish(people.hanna)
    change(people.hanna, kept, content="At eight")
    delete(people.hanna, gone)
    assert [post.content for post in home.home(people.ana, limit=5).posts] == ["At eight"]


@pytest.mark.parametrize("limit", [1, 3, 7, 50])
def test_pages_hold_everything_once_while_news_comes_in(people: Cast, limit: int) -> None:
    authors = [host(f"Host{n}") for n in range(4)]
    for author in authors:
        follow(people.ana, author)
    posted = [publish(authors[n % 3], f"{n}") for n in range(13)]
    seen: list[UUID] = []
    cursor: str | None = None
    while True:
        page = home.home(people.ana, cursor=cursor, limit=limit)
        seen += [post.id for post in page.posts]
        publish(authors[3], "Meanwhile")
        cursor = page.next
        if cursor is None:
            break
    assert seen == [*reversed(posted)]


def test_news_is_counted_above_what_was_read(people: Cast) -> None:
    follow(people.ana, people.hanna)
    publish(people.hanna)
    position = pages.cursor_of(home.home(people.ana, limit=5).posts[0])
    assert home.news(people.ana, after=position).count == 0
    gone = publish(people.hanna)
    for_followers(people.hanna)
    publish(people.mika)
    assert home.news(people.ana, after=position).count == 2
    delete(people.hanna, gone)
    assert home.news(people.ana, after=position).count == 1


@pytest.mark.parametrize("likely", [1, 2, 3, 64])
def test_the_short_way_to_the_first_page_leads_to_the_same(
    people: Cast, monkeypatch: pytest.MonkeyPatch, likely: int
) -> None:
    """However few authors are looked at first, and whatever of theirs is gone."""
    monkeypatch.setattr(home, "LIKELY_AUTHORS", likely)
    chance = random.Random(likely)
    authors = [host(f"Host{n}") for n in range(5)]
    for author in authors:
        follow(people.ana, author)
    for n in range(25):
        author = authors[min(4, n // 5)] if likely % 2 else chance.choice(authors)
        post = publish(author, f"{n}", ends_in=timedelta(minutes=chance.choice((1, 60))))
        if chance.random() < 0.3:
            delete(author, post)
    clock.travel(timedelta(minutes=5))
    everything = visible_to(people.ana).filter(author__in=authors).order_by("-created_at")
    expected = list(everything.values_list("public_id", flat=True))
    for limit in (1, 4, 50):
        assert feed_of(people.ana, limit) == expected[:limit]


def test_a_cursor_is_one_of_ours(people: Cast) -> None:
    for forged in ("x", "bm8", "W10", "eyJhIjoxfQ"):
        with refused("bad_request", field="cursor"):
            home.home(people.ana, cursor=forged, limit=5)


def test_a_post_is_no_row_of_anybodys_inbox(people: Cast) -> None:
    follow(people.ana, people.hanna)
    talk = stories.talking(people.hanna, people.ana)
    before = stories.row_of(talk).last_number
    publish(people.hanna)
    assert stories.row_of(talk).last_number == before
