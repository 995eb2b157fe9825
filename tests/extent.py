"""How much of the suite runs: `bin/test` chooses, docs/development.md says what runs where.

quick    without a browser, a second process or a fault: the loop while working
usual    what must hold before a change goes in
all      also what is long by nature: before a release
"""

import os
from pathlib import Path

import pytest

EXTENT = os.environ.get("CALLBOARD_SUITE", "usual")
#: `together`: side by side with other tests; `alone`: with the machine to themselves.
PHASE = os.environ.get("CALLBOARD_PHASE", "")
TESTS = Path(__file__).parent
#: Rooms whose tests hold locks, kill processes or measure lateness.
ALONE = {"races", "faults"}
#: Whoever asks for one of these starts other processes.
STARTS_PROCESSES = {"environment", "client_build"}


def at_length(usual: int, whole: int) -> int:
    """How many examples of chance: in the usual run, and with `--all`; few with `--quick`."""
    return {"quick": max(1, usual // 4), "all": whole}.get(EXTENT, usual)


def room(path: Path) -> str:
    """The folder of tests/ in which a file lies; empty for files of other projects."""
    return path.relative_to(TESTS).parts[0] if path.is_relative_to(TESTS) else ""


def is_alone(item: pytest.Item) -> bool:
    return room(item.path) in ALONE or item.get_closest_marker("alone") is not None


def is_quick(item: pytest.Item) -> bool:
    starts = STARTS_PROCESSES.intersection(getattr(item, "fixturenames", ()))
    return not (starts or is_alone(item) or item.get_closest_marker("processes"))


def is_wanted(item: pytest.Item) -> bool:
    if EXTENT == "quick" and not is_quick(item):
        return False
    if EXTENT != "all" and item.get_closest_marker("long"):
        return False
    return not PHASE or is_alone(item) == (PHASE == "alone")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # The longest files first: no worker is left alone with one of them in the end.
    wanted = sorted(filter(is_wanted, items), key=lambda item: room(item.path) != "screens")
    unwanted = [item for item in items if not is_wanted(item)]
    if unwanted:
        config.hook.pytest_deselected(items=unwanted)
    items[:] = wanted
