"""Nobody is late: many try within 50 ms of a deadline, from processes whose clocks are wrong.

No clock process runs, so that nothing but the deadline itself stops them.
"""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest

from core import clock as deciding
from people.models import User
from tests import clock
from tests.invariants import NOTHING, found
from tests.people import host, model
from tests.races.strict import Came, Try
from tests.races.workers import Crowd
from tests.stories import open_call, session
from workflows.models import Application, OpenCall, Transition

CALLS = 60
#: Who has applied to each before, and how often the host tries to book each of them.
WAITING, TRIES = 2, 3
APART = timedelta(milliseconds=250)
NEAR = timedelta(milliseconds=50)
SKEW = timedelta(minutes=10)
NONE = timedelta(0)


class Rush(NamedTuple):
    hosts: list[int]
    models: list[int]
    calls: list[UUID]
    came: list[Came]


@pytest.fixture(scope="module")
def rush(workers: Crowd) -> Rush:
    clock.travel(NONE)
    hosts = [host(f"Host{n}") for n in range(4)]
    models = [model(f"Model{n}") for n in range(12)]
    first = deciding.now().replace(microsecond=0) + timedelta(days=2)
    evenings = [
        session(hosts[n % 4], starts_at=first + n * timedelta(hours=3), positions=WAITING + 1)
        for n in range(CALLS)
    ]
    calls = [open_call(hosts[n % 4], evening) for n, evening in enumerate(evenings)]
    waiting = [one for n in range(CALLS) for one in _part(models, n)[:WAITING]]
    each = [call for call in calls for _ in range(WAITING)]
    asked = [(one.pk, call) for one, call in zip(waiting, each, strict=True)]
    shares = workers.at_once([("applied", asked[n::8]) for n in range(8)])
    assert [one.error or one.refused for one in shares if not one.done] == []
    applied = [shares[n % 8].answer[n // 8] for n in range(len(asked))]

    begin = deciding.now() + timedelta(seconds=2)
    tries: list[tuple[Try, datetime]] = []
    chance = random.Random(3)
    for n, call in enumerate(calls):
        deadline = begin + n * APART
        OpenCall.objects.filter(public_id=call).update(expires_at=deadline)
        mine = applied[n * WAITING : (n + 1) * WAITING]
        wanted = [("apply", one.pk, call) for one in _part(models, n)[WAITING:]]
        wanted += [("confirm", hosts[n % 4].pk, one) for one in mine] * TRIES
        for what in wanted:
            at = deadline + chance.uniform(-1.3, 0.8) * NEAR
            tries.append((Try(at, *what), deadline))
    tries.sort()
    came = workers.at_once([("strict", tries[n::8], SKEW * (-1) ** n) for n in range(8)])
    assert [one.error for one in came if one.error] == []
    return Rush(
        [one.pk for one in hosts],
        [one.pk for one in models],
        calls,
        [one for share in came for one in share.answer],
    )


def _part(people: list[User], n: int) -> list[User]:
    """Others have applied to every call."""
    return people[n % len(people) :] + people[: n % len(people)]


def test_many_tried_right_before_and_right_after(rush: Rush) -> None:
    near = [one for one in rush.came if min(abs(one.began), abs(one.margin)) <= NEAR]
    inside = [one for one in near if one.refused is None]
    outside = [one for one in near if one.refused == "call_expired"]
    print(f"{len(rush.came)} tries, {len(near)} within 50 ms of a deadline:", end=" ")
    print(f"{len(inside)} in time, {len(outside)} refused, nearest", end=" ")
    print(f"{min(one.margin for one in inside)}, {max(one.margin for one in outside)}")
    assert inside
    assert outside
    assert {one.refused for one in near} <= {None, "call_expired", "conflict"}


def test_nobody_was_late(rush: Rush) -> None:
    assert [one for one in rush.came if one.refused is None and one.margin <= NONE] == []
    assert [one for one in rush.came if one.refused is None and one.began <= NONE] == []
    for call in OpenCall.objects.filter(public_id__in=rush.calls):
        for row in Application.objects.filter(open_call=call):
            assert row.created_at < call.expires_at
        for step in Transition.objects.filter(open_call=call).exclude(kind="call.expire"):
            assert step.effective_at < call.expires_at, step.kind


def test_nobody_was_told_to_be_late_who_was_not(rush: Rush) -> None:
    refused = Counter(one.refused for one in rush.came if one.margin > NONE)
    assert refused["call_expired"] == 0


@pytest.mark.parametrize("wrong", NOTHING)
def test_there_is_nothing_like(rush: Rush, wrong: str) -> None:
    assert found(NOTHING[wrong], rush.hosts, rush.models) == []
