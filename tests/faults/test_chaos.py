"""`bin/chaos` in its short form, by the tool that an operator types: each fault with `--all`."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.extent import EXTENT
from tests.processes import ROOT
from tools.chaos.faults import FAULTS

pytestmark = pytest.mark.timeout(900)
Rows = dict[str, list[str]]
#: One of each kind: a process ends, Redis ends, a connection goes silent.
USUAL = ["killed", "redis-restarted", "half-open"]
PLAYED = [fault.name for fault in FAULTS] if EXTENT == "all" else USUAL


def chaos(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tools.chaos", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """One world for all of them; what each found, by its name."""
    file = tmp_path_factory.mktemp("chaos") / "found.json"
    done = chaos("--short", "--json", str(file), *PLAYED)
    print(done.stdout, done.stderr)
    table: dict[str, Any] = json.loads(file.read_text())
    return {row[0]: row for row in table["rows"]}


@pytest.mark.parametrize("fault", PLAYED)
def test_a_promise_is_kept(played: Rows, fault: str) -> None:
    name, times, promise, found, verdict = played[fault]
    assert verdict == "kept", f"{name}, {times} times: {promise}, but {found}"


def test_a_name_that_is_no_fault_is_said() -> None:
    done = chaos("earthquake")
    assert done.returncode == 2
    assert "earthquake" in done.stderr
