"""`bin/chaos` in its short form: each fault once, by the tool that an operator types."""

import json
import subprocess
import sys
from typing import Any

import pytest

from server.chaos.faults import FAULTS
from tests.processes import ROOT

pytestmark = pytest.mark.timeout(900)
Rows = dict[str, list[str]]


def chaos(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "server.chaos", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """One world for all of them; what each found, by its name."""
    file = tmp_path_factory.mktemp("chaos") / "found.json"
    done = chaos("--short", "--json", str(file))
    print(done.stdout, done.stderr)
    table: dict[str, Any] = json.loads(file.read_text())
    return {row[0]: row for row in table["rows"]}


@pytest.mark.parametrize("fault", [fault.name for fault in FAULTS])
def test_a_promise_is_kept(played: Rows, fault: str) -> None:
    name, times, promise, found, verdict = played[fault]
    assert verdict == "kept", f"{name}, {times} times: {promise}, but {found}"


def test_a_name_that_is_no_fault_is_said() -> None:
    done = chaos("earthquake")
    assert done.returncode == 2
    assert "earthquake" in done.stderr
