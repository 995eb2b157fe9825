"""No group brings two people together between whom a block stands."""

import pytest

from tests import stories
from tests.people import Cast
from tests.refusals import refused
from tests.stories import block


@pytest.mark.attack("founding a group around a block", "`forbidden`")
def test_no_group_is_founded_around_a_block(people: Cast) -> None:
    for other in (people.hanna, people.ana, people.jane):
        stories.talking(people.mika, other)
    block(people.hanna, people.ana)
    with refused("forbidden", reasons=["apart"]):
        stories.group(people.mika, people.hanna, people.ana)
    stories.group(people.mika, people.hanna, people.jane)


def test_nobody_is_added_to_a_group_around_a_block(people: Cast) -> None:
    group = stories.group(people.mika, people.hanna, people.jane)
    stories.talking(people.mika, people.ana)
    block(people.ana, people.hanna)
    with refused("forbidden", reasons=["apart"]):
        stories.add(people.mika, group, people.ana)
    stories.leave(people.hanna, group)
    stories.add(people.mika, group, people.ana)
    with refused("forbidden", reasons=["apart"]):
        stories.add(people.mika, group, people.hanna)


def test_two_who_are_added_together_can_meet(people: Cast) -> None:
    group = stories.group(people.mika, people.jane)
    for other in (people.hanna, people.ana):
        stories.talking(people.mika, other)
    block(people.ana, people.hanna)
    with refused("forbidden", reasons=["apart"]):
        stories.add(people.mika, group, people.hanna, people.ana)
