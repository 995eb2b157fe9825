"""At its very instant a post is over at every door, not a microsecond later or earlier."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from consumers.frames import Hello
from feed import syndication
from feed.actions.bells import tell_chunk
from feed.actions.follows import ring_bell
from feed.queries import follows, home, pages
from feed.topics import PROFILE, PROFILE_FOLLOWERS
from feed.verbs import RingBell
from notifications.models import Notification
from people.models import User
from server import profile_page
from tests import clock, looks
from tests.feed.posting import follow, publish, row_of
from tests.people import Cast
from tests.state import plain

WORD = "Xylographie"
Door = Callable[[User, User], object]


def places(author: User) -> tuple[str, str]:
    return PROFILE.topic(author.public_id), PROFILE_FOLLOWERS.topic(author.public_id)


def synced(reader: User, author: User, cursor: int) -> object:
    return plain(looks.read_many(reader.pk, dict.fromkeys(places(author), cursor)))


def greeted(reader: User, author: User) -> object:
    hello = Hello(cursors=dict.fromkeys(places(author), 0))
    return plain(looks.catch_up(reader.pk, hello, fresh=None).topics)


#: What a follower is told there; a post that can be seen shows its words.
DOORS: dict[str, Door] = {
    "home": lambda reader, author: home.home(reader, limit=5),
    "page": lambda reader, author: pages.profile_posts(author.handle, viewer=reader, limit=5),
    "a visitor's page": lambda _, author: pages.profile_posts(author.handle, viewer=None, limit=5),
    "search": lambda reader, author: pages.search(WORD, viewer=reader, cursor=None, limit=5),
    "a snapshot": lambda reader, author: synced(reader, author, -1),
    "catching up": lambda reader, author: synced(reader, author, 0),
    "hello": greeted,
    "preview": lambda _, author: profile_page.preview(author.handle),
    "rss": lambda _, author: syndication._read(author.handle),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("pinned", [False, True])
def test_its_words_are_read_until_then(people: Cast, door: str, pinned: bool) -> None:
    follow(people.ana, people.hanna)
    post = publish(people.hanna, WORD, ends_in=timedelta(hours=1), pin=pinned)
    ends = row_of(post).expires_at
    assert ends is not None
    clock.stop(ends - timedelta(microseconds=1))
    assert WORD in str(DOORS[door](people.ana, people.hanna))
    clock.stop(ends)
    assert WORD not in str(DOORS[door](people.ana, people.hanna))


def test_it_is_counted_as_news_until_then(people: Cast) -> None:
    follow(people.ana, people.hanna)
    post = publish(people.hanna, WORD, ends_in=timedelta(hours=1))
    ends = row_of(post).expires_at
    assert ends is not None
    clock.stop(ends - timedelta(microseconds=1))
    assert home.news(people.ana, after=None).count == 1
    assert hanna_is_suggested(people)
    clock.stop(ends)
    assert home.news(people.ana, after=None).count == 0
    assert not hanna_is_suggested(people)


def hanna_is_suggested(people: Cast) -> bool:
    suggested = follows.suggestions(people.mika, limit=1000).people
    return people.hanna.public_id in [person.id for person in suggested]


@pytest.mark.parametrize("late", [False, True])
def test_a_bell_rings_for_what_is_there_and_for_nothing_else(people: Cast, late: bool) -> None:
    follow(people.ana, people.hanna)
    ring_bell(RingBell(person=people.hanna.public_id), by=people.ana)
    post: UUID = publish(people.hanna, WORD, ends_in=timedelta(hours=1))
    ends = row_of(post).expires_at
    assert ends is not None
    clock.stop(ends if late else ends - timedelta(microseconds=1))
    assert tell_chunk(row_of(post).pk, 0) is None
    paths = [row.data["path"] for row in Notification.objects.filter(user=people.ana)]
    assert paths == ([] if late else [f"/@{people.hanna.handle}#post-{post}"])
