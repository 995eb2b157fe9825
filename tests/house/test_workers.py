"""Each worker of the suite has a Redis and a data folder of its own, and so may its processes."""

import os
import subprocess
import sys

import pytest

from tests.house.files import ROOT

OWN = pytest.mark.parametrize("name", ["REDIS_URL", "CALLBOARD_DATA"])


@OWN
def test_a_process_with_its_own_does_not_use_that_of_the_worker(name: str) -> None:
    says = f"from tests.settings import *; print(os.environ[{name!r}])"
    starts_one = f"""{says}
import subprocess, sys
own = os.environ | {{{name!r}: "unix:///process"}}
sys.stdout.flush()
subprocess.run([sys.executable, "-c", {says!r}], env=own, check=True)
"""
    said = subprocess.run(
        [sys.executable, "-c", starts_one],
        env=os.environ | {"PYTEST_XDIST_WORKER": "gw1", f"{name}_GW1": "unix:///worker"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["unix:///worker", "unix:///process"]
