"""Who follows whom: begun and ended by either side, kept private, and over with a block."""

from typing import Any

import msgspec
import pytest

from conversations.acquaintance import are_acquainted
from feed.actions import follows
from feed.models import Follow
from feed.queries import follows as reading
from feed.verbs import HideLists, RingBell
from people.models import User
from tests.feed.posting import (
    block,
    delete,
    feed_of,
    follow,
    for_followers,
    publish,
    remove_follower,
    unblock,
    unfollow,
)
from tests.people import Cast, host
from tests.refusals import refused
from tests.verify import Verify


def followers(author: User, viewer: User) -> list[str]:
    page = reading.followers(author.handle, viewer=viewer, cursor=None, limit=50)
    return [person.name for person in page.people]


def following(author: User, viewer: User) -> list[str]:
    page = reading.following(author.handle, viewer=viewer, cursor=None, limit=50)
    return [person.name for person in page.people]


def ring(by: User, person: User, *, on: bool = True) -> None:
    follows.ring_bell(RingBell(person=person.public_id, on=on), by=by)


def test_following_twice_is_following_once(people: Cast) -> None:
    follow(people.ana, people.hanna)
    follow(people.ana, people.hanna)
    assert followers(people.hanna, people.mika) == ["Ana"]
    assert following(people.ana, people.mika) == ["Hanna"]


def test_nobody_follows_themselves_or_who_is_not_there(people: Cast) -> None:
    with refused("bad_request", field="person"):
        follow(people.ana, people.ana)
    with refused("not_found"):
        follow(people.ana, host("Gone", is_active=False))


def test_each_device_hears_whom_i_follow_and_nobody_else_does(people: Cast, verify: Verify) -> None:
    with verify(people.ana, whole=True):
        follow(people.ana, people.hanna)
    with verify(people.ana, whole=True):
        ring(people.ana, people.hanna)
    with verify(people.ana, whole=True):
        remove_follower(people.hanna, people.ana)
    with verify(whole=True):
        unfollow(people.ana, people.hanna)  # it is over already


def test_a_removed_follower_may_come_back(people: Cast) -> None:
    follow(people.ana, people.hanna)
    post = publish(people.hanna)
    remove_follower(people.hanna, people.ana)
    assert feed_of(people.ana) == []
    follow(people.ana, people.hanna)
    assert feed_of(people.ana) == [post]


def test_a_block_by_either_side_ends_both_follows_and_brings_none_back(
    people: Cast, verify: Verify
) -> None:
    for blocker, blocked in ((people.hanna, people.ana), (people.ana, people.hanna)):
        follow(people.ana, people.hanna)
        follow(people.hanna, people.ana)
        publish(people.hanna)
        publish(people.ana)
        with verify(people.hanna, people.ana):
            block(blocker, blocked)
        assert feed_of(people.ana) == feed_of(people.hanna) == []
        code = "not_found" if blocker == people.hanna else "blocked"
        with refused(code):
            follow(people.ana, people.hanna)
        unblock(blocker, blocked)
        assert not Follow.objects.filter(follower__in=people, followed__in=people).exists()


def test_a_bell_needs_a_follow(people: Cast) -> None:
    with refused("conflict"):
        ring(people.ana, people.hanna)
    follow(people.ana, people.hanna)
    ring(people.ana, people.hanna)
    assert reading.standing(people.hanna, people.ana).bell
    ring(people.ana, people.hanna, on=False)
    assert not reading.standing(people.hanna, people.ana).bell


def test_private_lists_are_for_their_owner_alone(people: Cast) -> None:
    follow(people.ana, people.hanna)
    follows.hide_lists(HideLists(private=True), by=people.hanna)
    for read in (followers, following):
        with refused("forbidden"):
            read(people.hanna, people.ana)
    assert followers(people.hanna, people.hanna) == ["Ana"]
    own = reading.followers(people.hanna.handle, viewer=people.hanna, cursor=None, limit=5)
    assert own.private
    assert reading.standing(people.hanna, people.ana).followers == 1
    follows.hide_lists(HideLists(private=False), by=people.hanna)
    assert followers(people.hanna, people.mika) == ["Ana"]


def test_who_keeps_lists_private_is_in_no_list_of_the_other_side(people: Cast) -> None:
    """Whom Ana follows and who follows Ana is told by her lists, and by theirs."""
    hanna, ana, jane, mika = people
    for follower in (ana, jane):
        follow(follower, hanna)
    follow(jane, ana)
    follows.hide_lists(HideLists(private=True), by=ana)
    assert followers(hanna, mika) == followers(hanna, jane) == ["Jane"]
    assert following(jane, mika) == following(jane, hanna) == ["Hanna"]
    # The two whom it is about know it anyway.
    assert followers(hanna, hanna) == followers(hanna, ana) == ["Jane", "Ana"]
    assert following(jane, jane) == following(jane, ana) == ["Ana", "Hanna"]
    assert reading.standing(hanna, mika).followers == 2


def test_lists_leave_out_who_is_blocked_with_the_reader(people: Cast) -> None:
    for follower in (people.ana, people.jane):
        follow(follower, people.hanna)
    block(people.ana, people.mika)
    assert followers(people.hanna, people.mika) == ["Jane"]
    block(people.mika, people.jane)
    assert followers(people.hanna, people.mika) == []


def test_lists_come_in_pages_without_a_gap(people: Cast) -> None:
    crowd = [host(f"Host{n}") for n in range(7)]
    for person in crowd:
        follow(person, people.hanna)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = reading.followers(people.hanna.handle, viewer=people.mika, cursor=cursor, limit=3)
        seen += [person.handle for person in page.people]
        cursor = page.next
        if cursor is None:
            break
    assert seen == [person.handle for person in reversed(crowd)]


def test_two_who_follow_each_other_are_no_strangers(people: Cast) -> None:
    follow(people.ana, people.hanna)
    assert not are_acquainted(people.ana.pk, people.hanna.pk)
    follow(people.hanna, people.ana)
    assert are_acquainted(people.hanna.pk, people.ana.pk)


def test_one_can_follow_so_many_and_no_more(people: Cast, settings: Any) -> None:

    settings.LIMITS = msgspec.structs.replace(settings.LIMITS, follows_per_person=1)
    follow(people.ana, people.hanna)
    with refused("forbidden"):
        follow(people.ana, people.mika)


def test_suggestions_have_something_to_read_for_everybody(people: Cast) -> None:
    hanna, ana, jane, mika = people
    for_followers(hanna)
    delete(jane, publish(jane))
    publish(mika)
    suggested = [person.id for person in reading.suggestions(ana, limit=100).people]
    assert mika.public_id in suggested
    assert not {hanna.public_id, jane.public_id} & {*suggested}


@pytest.mark.parametrize("already", [False, True])
def test_suggestions_are_people_who_post_and_are_not_followed(people: Cast, already: bool) -> None:
    publish(people.hanna)
    if already:
        follow(people.ana, people.hanna)
    suggested = [person.id for person in reading.suggestions(people.ana, limit=100).people]
    assert (people.hanna.public_id in suggested) is not already
    assert people.ana.public_id not in suggested
