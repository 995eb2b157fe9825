"""Nobody is brought into groups again and again against their will."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings

from conversations.actions import groups
from tests import clock, stories
from tests.people import Cast
from tests.refusals import refused

DAY = timedelta(days=1)


@pytest.fixture
def crew(people: Cast) -> UUID:
    return stories.group(people.hanna, people.ana, people.jane)


def goes(people: Cast, crew: UUID) -> None:
    stories.leave(people.ana, crew)


def is_removed(people: Cast, crew: UUID) -> None:
    stories.remove(people.hanna, crew, people.ana)


Out = Callable[[Cast, UUID], None]
OUTS = [goes, is_removed]


@pytest.mark.attack(
    "add somebody to a group again whenever they leave it",
    "once; then each time they have rest for twice as long",
)
@pytest.mark.parametrize("out", OUTS)
def test_whoever_leaves_a_group_has_rest_from_it(people: Cast, crew: UUID, out: Out) -> None:
    out(people, crew)
    stories.add(people.hanna, crew, people.ana)
    now = timedelta(0)
    for days in (1, 2, 4):
        out(people, crew)
        clock.travel(now + days * DAY - timedelta(minutes=1))
        with refused("rate_limited"):
            stories.add(people.hanna, crew, people.ana)
        now += days * DAY
        clock.travel(now)
        stories.add(people.hanna, crew, people.ana)


def test_another_admin_cannot_add_them_either(people: Cast, crew: UUID) -> None:
    stories.talking(people.jane, people.ana)
    stories.set_role(people.hanna, crew, people.jane, "admin")
    goes(people, crew)
    stories.add(people.hanna, crew, people.ana)
    goes(people, crew)
    with refused("rate_limited"):
        stories.add(people.jane, crew, people.ana)


def test_the_others_can_be_added_meanwhile(people: Cast, crew: UUID) -> None:
    goes(people, crew)
    stories.add(people.hanna, crew, people.ana)
    goes(people, crew)
    stories.add(people.hanna, crew, stories.befriended(people.hanna, "Lena"))


def test_the_rest_is_bounded(people: Cast, crew: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "LONGEST_REST", DAY)
    now = timedelta(0)
    goes(people, crew)
    stories.add(people.hanna, crew, people.ana)
    for _ in range(3):
        goes(people, crew)
        now += DAY
        clock.travel(now)
        stories.add(people.hanna, crew, people.ana)


@pytest.mark.attack(
    "draw the same people into one new group after another", "each one after the first costs"
)
def test_the_same_people_are_brought_into_so_many_groups_a_day(people: Cast) -> None:
    stories.talking(people.hanna, people.jane)
    made = 0
    with refused("rate_limited"):
        for _ in range(30):
            stories.leave(people.ana, stories.group(people.hanna, people.ana))
            made += 1
    assert made == 1 + settings.LIMITS.cold_contacts_per_day
    stories.group(people.hanna, people.jane)  # somebody else costs nothing
    clock.travel(DAY)
    stories.group(people.hanna, people.ana)


def test_who_comes_back_hears_as_little_of_it_as_before(people: Cast, crew: UUID) -> None:
    """A group that was muted stays so."""
    stories.mute(people.ana, crew, 7 * 86_400)
    muted = stories.place_of(people.ana, crew).muted_until
    goes(people, crew)
    stories.add(people.hanna, crew, people.ana)
    assert muted is not None
    assert stories.place_of(people.ana, crew).muted_until == muted
