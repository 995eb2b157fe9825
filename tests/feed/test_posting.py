"""Announcing: what may be posted, changed, pinned and taken back, and by whom."""

import uuid
from datetime import timedelta

import pytest

from conversations.models import Conversation, Message
from core import clock as deciding
from feed.actions import posts
from feed.verbs import DeletePost, PublishPost
from tests import clock
from tests.feed.posting import (
    change,
    delete,
    feed_of,
    follow,
    for_followers,
    page_of,
    pin,
    publish,
    row_of,
)
from tests.people import Cast, host, person
from tests.refusals import refused


def test_hosts_and_models_post_and_others_do_not(people: Cast) -> None:
    for author in (people.hanna, people.ana):
        post = publish(author)
        assert page_of(author, None) == [post]
    with refused("forbidden"):
        publish(person("Otto"))
    with refused("forbidden", reasons=["email_unconfirmed"]):
        publish(host("Lena", email_confirmed_at=None))


def test_publishing_writes_no_message_to_anybody(people: Cast) -> None:
    for follower in (people.ana, people.jane):
        follow(follower, people.hanna)
    before = (Message.objects.count(), Conversation.objects.count())
    for_followers(people.hanna)
    publish(people.hanna)
    assert (Message.objects.count(), Conversation.objects.count()) == before


def test_asked_twice_with_one_key_it_is_posted_once(people: Cast) -> None:
    ask = PublishPost(key=uuid.uuid4(), content="Once")
    first = posts.publish_post(ask, by=people.hanna)
    again = posts.publish_post(ask, by=people.hanna)
    assert (again.post, again.duplicate) == (first.post, True)
    assert page_of(people.hanna, None) == [first.post]


def test_a_post_has_words(people: Cast) -> None:
    assert row_of(publish(people.hanna, "  Two spaces \n")).content == "Two spaces"
    with refused("bad_request", field="content"):
        publish(people.hanna, " \n ")


GOOD = [
    "https://zoom.us/j/123?pwd=x",
    "http://example.org",
    "https://müller.example:8443/a",
]
BAD = [
    "https://",
    "https://ana:secret@example.org/",
    "https://exa\u202emple.org/",
    "http://[::1",
    "https:///x",
]


@pytest.mark.parametrize("url", GOOD)
def test_a_link_leads_to_a_web_page(people: Cast, url: str) -> None:
    assert row_of(publish(people.hanna, link_url=url)).link_url == url


@pytest.mark.parametrize("url", BAD)
def test_a_link_to_anything_else_is_refused(people: Cast, url: str) -> None:
    with refused("bad_request", field="link_url"):
        publish(people.hanna, link_url=url)
    mine = publish(people.hanna)
    with refused("bad_request", field="link_url"):
        change(people.hanna, mine, link_url=url)


def test_at_its_very_instant_a_post_is_over_on_every_read(people: Cast) -> None:
    follow(people.ana, people.hanna)
    post = publish(people.hanna, ends_in=timedelta(hours=1))
    ends = row_of(post).expires_at
    assert ends is not None
    clock.stop(ends - timedelta(microseconds=1))
    assert (page_of(people.hanna, None), feed_of(people.ana)) == ([post], [post])
    clock.stop(ends)
    for viewer in (None, people.ana, people.hanna):
        assert page_of(people.hanna, viewer) == []
    assert feed_of(people.ana) == []


def test_nothing_runs_out_in_the_past(people: Cast) -> None:
    with refused("bad_request", field="expires_at"):
        publish(people.hanna, ends_in=timedelta(0))
    post = publish(people.hanna)
    with refused("bad_request", field="expires_at"):
        change(people.hanna, post, expires_at=deciding.now())


def test_what_has_run_out_can_be_given_more_time(people: Cast) -> None:
    post = publish(people.hanna, ends_in=timedelta(minutes=1))
    clock.travel(timedelta(minutes=2))
    assert page_of(people.hanna, None) == []
    change(people.hanna, post, expires_at=deciding.now() + timedelta(hours=1))
    assert page_of(people.hanna, None) == [post]


def test_five_are_pinned_and_the_sixth_is_refused_with_the_number(people: Cast) -> None:
    five = [publish(people.hanna, f"Pinned {n}", pin=True) for n in range(5)]
    sixth = publish(people.hanna, "One more")
    with refused("conflict") as said:
        pin(people.hanna, sixth)
    assert "5" in said.message
    with refused("conflict"):
        publish(people.hanna, "And another", pin=True)
    assert page_of(people.hanna, None) == [*reversed(five), sixth]
    pin(people.hanna, five[0], on=False)
    pin(people.hanna, sixth)
    assert set(page_of(people.hanna, None)[:5]) == {*five[1:], sixth}


def test_a_pin_that_has_run_out_or_was_deleted_takes_no_room(people: Cast) -> None:
    short = publish(people.hanna, ends_in=timedelta(minutes=1), pin=True)
    others = [publish(people.hanna, f"{n}", pin=True) for n in range(4)]
    with refused("conflict"):
        publish(people.hanna, pin=True)
    delete(people.hanna, others[0])
    publish(people.hanna, pin=True)
    clock.travel(timedelta(minutes=2))
    publish(people.hanna, pin=True)
    assert row_of(short).is_pinned


def test_an_edit_says_so_and_a_pin_is_no_edit(people: Cast) -> None:
    post = publish(people.hanna)
    pin(people.hanna, post)
    assert row_of(post).edited_at is None
    change(people.hanna, post, content="At eight")
    edited = row_of(post)
    assert edited.edited_at is not None
    change(people.hanna, post)  # nothing in it is new
    assert row_of(post).revision == edited.revision == 3


def test_of_a_deleted_post_no_word_is_left(people: Cast) -> None:
    post = publish(people.hanna, link_url="https://example.org", pin=True)
    delete(people.hanna, post)
    row = row_of(post)
    assert (row.content, row.link_url, row.is_pinned) == ("", None, False)
    with refused("not_found"):
        delete(people.hanna, post)
    with refused("not_found"):
        pin(people.hanna, post)


def test_nobody_touches_a_post_of_another(people: Cast) -> None:
    post = publish(people.hanna)
    for act in (delete, pin):
        with refused("not_found"):
            act(people.mika, post)
    with refused("not_found"):
        change(people.mika, post, content="Mine now")
    with refused("forbidden"):
        posts.take_down(DeletePost(post=post), by=people.mika)


def test_the_staff_takes_a_post_down(people: Cast) -> None:
    post = publish(people.hanna)
    staff = person("Staff", is_staff=True)
    posts.take_down(DeletePost(post=post), by=staff)
    assert page_of(people.hanna, people.hanna) == []


@pytest.mark.attack("take down a post of one's own rank or above, from the list", "refused")
def test_the_staff_takes_nothing_down_of_their_own_rank(people: Cast) -> None:
    equal = person("Otto", is_staff=True, is_host=True)
    post = publish(equal)
    with refused("forbidden"):
        posts.take_down(DeletePost(post=post), by=person("Staff", is_staff=True))
    posts.take_down(DeletePost(post=post), by=person("Boss", is_staff=True, is_superuser=True))
