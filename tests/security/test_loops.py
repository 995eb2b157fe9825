"""Doing and undoing the same thing comes to an end, also among people who know each other."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from tests import dealings, stories
from tests.people import Cast
from tests.refusals import refused

#: One call and one session for all turns of a loop.
_same: dict[int, Any] = {}


def apply_and_withdraw(people: Cast) -> None:
    call = _same.setdefault(people.hanna.pk, None) or stories.open_call(people.hanna)
    _same[people.hanna.pk] = call
    stories.withdraw(people.ana, stories.apply(people.ana, call).application)


def offer_and_withdraw(people: Cast) -> None:
    session = _same.setdefault(people.hanna.pk, None) or stories.session(people.hanna)
    _same[people.hanna.pk] = session
    dealings.take_back(people.hanna, dealings.offer(people.hanna, session, people.ana))


def cancel_and_reopen(people: Cast) -> None:
    call = _same.get(people.hanna.pk)
    if call is None:
        _same[people.hanna.pk] = stories.open_call(people.hanna)
    else:
        dealings.reopen(people.hanna, call)
    dealings.cancel_call(people.hanna, _same[people.hanna.pk])


def cancel_and_open(people: Cast) -> None:
    session = _same.setdefault(people.hanna.pk, None) or stories.session(people.hanna)
    _same[people.hanna.pk] = session
    dealings.cancel_call(people.hanna, stories.open_call(people.hanna, session))


LOOPS: dict[str, Callable[[Cast], Any]] = {
    "apply and withdraw": apply_and_withdraw,
    "offer and withdraw": offer_and_withdraw,
    "cancel and reopen": cancel_and_reopen,
    "cancel and open": cancel_and_open,
}


@pytest.mark.attack(
    "storms of notices: apply and withdraw, offer and withdraw, cancel and reopen",
    "each turn costs, also among people who know each other",
)
@pytest.mark.parametrize("loop", LOOPS)
def test_loops_end_also_among_those_who_know_each_other(people: Cast, loop: str) -> None:
    stories.talking(people.hanna, people.ana)
    turns = 0
    with refused("rate_limited"):
        for _ in range(20):
            LOOPS[loop](people)
            turns += 1
    assert turns <= 1 + settings.LIMITS.cold_contacts_per_day
