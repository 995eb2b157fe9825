"""Rows that raise whenever somebody works on them hold up no others, in no round of any process."""

from collections.abc import Iterator

import pytest

from core import setting_aside
from rights.actions import forgetting
from server.management.commands import worker
from tests.people import Cast
from tests.server.broken_clock import CLOCK
from tests.server.broken_worker import FOLDERS, WORKER
from workflows.actions import expiring

#: Turns; other tests have left work, too.
MANY = 1_000


@pytest.fixture(autouse=True)
def nothing_aside() -> Iterator[None]:
    setting_aside._aside.clear()
    yield
    setting_aside._aside.clear()
    forgetting._reached.clear()
    while FOLDERS:
        FOLDERS.pop().rmdir()


def test_every_round_of_the_worker_is_tried_here() -> None:
    assert {round.name for round in (*worker.postmen(), *worker.others())} == set(WORKER)
    assert set(expiring.EXPIRE) <= set(CLOCK)


@pytest.mark.parametrize("name", [*WORKER, *CLOCK])
def test_broken_rows_hold_up_no_others(
    people: Cast, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    case = {**WORKER, **CLOCK}[name](people, monkeypatch)
    assert not case.is_done()
    for _ in range(MANY):
        if not case.is_done():
            case.work()
    assert case.is_done(), "it waits for the broken rows"
    turns = 0
    while case.work() and turns < MANY:
        turns += 1
    assert turns < MANY, "it does not rest while there is nothing but broken rows"
