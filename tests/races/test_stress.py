"""Sixteen processes do what comes to people's minds, two clocks and a worker do their part:

afterwards nothing is wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.extent import at_length
from tests.invariants import AFTER_CLOCKS, AFTER_WORK, NOTHING, found
from tests.people import host
from tests.races.deeds import World
from tests.races.stress import Report
from tests.races.workers import Crowd, crowd
from tests.workflows.crowds import forget_the_rare, rare

WORKERS, CLOCKS, JOBS = 16, 2, 1
ALL = WORKERS + CLOCKS + JOBS
SECONDS = float(at_length(4, 12))


class Aftermath:
    """What the processes said, and every (topic, version) that they told."""

    def __init__(self, workers: Crowd, over: Path) -> None:
        forget_the_rare()
        self.world = World(
            [host(f"Host{n}").pk for n in range(6)],
            [rare(f"Model{n}").pk for n in range(15)],
        )
        workers.at_once([("last_told",)] * ALL)
        before = deadlocks()
        acts: list[Any] = [("stress", self.world, seed, SECONDS) for seed in range(WORKERS)]
        acts += [("clock", over)] * CLOCKS + [("worker", over)] * JOBS
        for process, act in zip(workers.workers, acts, strict=True):
            process.begin([act])
        came = [process.came()[0] for process in workers.workers[:WORKERS]]
        over.touch()
        came += [process.came()[0] for process in workers.workers[WORKERS:]]
        self.crashes = [one.error for one in came if one.error]
        self.reports: list[Report] = [one.answer for one in came if one.done]
        self.deadlocks = deadlocks() - before
        self.told: Counter[tuple[str, int]] = Counter()
        for one in workers.at_once([("last_told",)] * ALL):
            self.told.update(one.answer)

    def happened(self) -> Counter[str]:
        return sum((Counter(report.came) for report in self.reports), Counter())


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


@pytest.fixture(scope="module")
def after(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Aftermath]:
    with crowd(environment, ALL) as workers:
        yield Aftermath(workers, tmp_path_factory.mktemp("stress") / "over")


def test_much_happened_in_every_way(after: Aftermath) -> None:
    happened = after.happened()
    print(sum(happened.values()), "deeds:", dict(sorted(happened.items())))
    assert happened["open: done"] >= WORKERS, happened
    for deed in ("apply", "confirm", "offer", "accept", "extend", "reopen", "move", "block"):
        assert happened[f"{deed}: done"], happened
    for job in ("clock: ended", "tell_matching: done", "end_conflicts: done"):
        assert happened[job], happened
    late = sum(n for outcome, n in happened.items() if outcome.endswith(": call_expired"))
    gone = sum(n for outcome, n in happened.items() if outcome.endswith((": conflict", "_filled")))
    assert late, happened
    assert gone, happened


def test_nothing_but_answers_and_refusals_reached_a_caller(after: Aftermath) -> None:
    assert after.crashes == []
    assert [error for report in after.reports for error in report.errors] == []
    happened = after.happened()
    busy = sum(n for outcome, n in happened.items() if outcome.endswith(": unavailable"))
    assert busy <= sum(happened.values()) / 10, happened


def test_no_transaction_was_in_the_way_of_another_for_ever(after: Aftermath) -> None:
    assert after.deadlocks == 0


EVERYTHING = NOTHING | AFTER_WORK | AFTER_CLOCKS


@pytest.mark.parametrize("wrong", EVERYTHING)
def test_there_is_nothing_like(after: Aftermath, wrong: str) -> None:
    assert found(EVERYTHING[wrong], after.world.hosts, after.world.models) == []


def test_every_version_of_every_topic_was_told_once(after: Aftermath) -> None:
    topics = defaultdict(list)
    for topic, version in after.told.elements():
        topics[topic].append(version)
    kinds = Counter(topic.split(".")[0] for topic in topics)
    assert min(kinds[kind] for kind in ("user", "call", "conversation")) > 5
    holes = {
        topic: sorted(versions)
        for topic, versions in topics.items()
        if sorted(versions) != [*range(min(versions), max(versions) + 1)]
    }
    assert holes == {}


def test_what_was_told_last_is_where_the_topics_stand(after: Aftermath) -> None:
    last = {topic: max(v for t, v in after.told if t == topic) for topic, _ in after.told}
    heads = found(
        "SELECT 'user.' || id, version FROM user_profiles"
        " WHERE id = ANY(%(hosts)s) OR id = ANY(%(models)s)"
        " UNION ALL SELECT 'call.' || public_id, version FROM open_calls"
        " WHERE host_id = ANY(%(hosts)s)"
        " UNION ALL SELECT 'call.' || public_id || '.host', host_version FROM open_calls"
        " WHERE host_id = ANY(%(hosts)s)"
        " UNION ALL SELECT 'conversation.' || public_id, version FROM conversations"
        " WHERE low_id = ANY(%(hosts)s) OR high_id = ANY(%(hosts)s)",
        after.world.hosts,
        after.world.models,
    )
    assert {topic: version for topic, version in heads if version} == last
