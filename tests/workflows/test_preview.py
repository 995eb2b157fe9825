"""Before a call is opened: how many it would reach, and how many nearly."""

import pytest

from people.actions import block
from people.models import User
from people.verbs import BlockPerson
from tests.people import Cast
from tests.stories import apply, confirm, fan_out, open_call, session, session_row
from tests.workflows.crowds import RARE, forget_the_rare, rare, told_of
from workflows import matching


@pytest.fixture(autouse=True)
def nobody_from_before() -> None:
    forget_the_rare()


def test_the_preview_promises_as_many_as_are_told(people: Cast) -> None:
    for name in ("Nina", "Olga", "Pia"):
        rare(name)
    rare("Unconfirmed", email_confirmed_at=None)
    rare("Gone", is_active=False)
    no_model_now = rare("Rosa")
    User.objects.filter(pk=no_model_now.pk).update(is_model=False)
    blocked, blocking = rare("Sara"), rare("Tara")
    block(BlockPerson(person=blocked.public_id), by=people.hanna)
    block(BlockPerson(person=people.hanna.public_id), by=blocking)
    busy = rare("Ursula")
    confirm(
        people.hanna,
        apply(busy, open_call(people.hanna, requirements=RARE)).application,
    )
    of_session = session(people.hanna)
    promised = matching.preview(people.hanna, session_row(of_session), RARE)
    call = open_call(people.hanna, of_session, requirements=RARE)
    fan_out(call)
    assert {user.display_name for user in told_of(call)} == {"Nina", "Olga", "Pia"}
    assert promised.matching == 3
    assert [(miss.requirement, miss.count) for miss in promised.near] == [("free", 1)]


def test_the_preview_counts_who_misses_it_by_one_thing_only(people: Cast) -> None:
    rare("Nina", profile={"rating": "4"})
    rare("Olga", profile={"rating": None})
    rare("Pia", profile={"rating": "1.8"})
    rare("Rosa", profile={"rating": "1.5", "experience": "new"})
    found = matching.preview(
        people.hanna, session_row(session(people.hanna)), RARE | {"min_rating": 2}
    )
    assert found.matching == 1
    near = {miss.requirement: (miss.count, miss.best) for miss in found.near}
    assert near["min_rating"] == (2, 1.8)


def test_the_preview_takes_everybody_for_free_before_the_evening_is_planned(people: Cast) -> None:
    rare("Nina")
    busy = rare("Ursula")
    call = open_call(people.hanna, requirements=RARE)
    confirm(people.hanna, apply(busy, call).application)
    assert matching.preview(people.hanna, None, RARE).matching == 2


def test_the_preview_says_no_rating_where_something_else_is_missing(people: Cast) -> None:
    rare("Nina", profile={"experience": "new", "rating": "4"})
    found = matching.preview(people.hanna, None, RARE | {"experience": "experienced"})
    assert [miss.best for miss in found.near if miss.requirement == "experience"] == [None]
