"""Each worker of the suite has a Redis of its own, and so may each process that it starts."""

import os
import subprocess
import sys

from tests.house.files import ROOT

SAYS_ITS_REDIS = "from tests.settings import REDIS_URL; print(REDIS_URL)"
STARTS_ONE_WITH_ITS_OWN = f"""
import os, subprocess, sys
{SAYS_ITS_REDIS}
own = os.environ | {{"REDIS_URL": "unix:///own.sock"}}
sys.stdout.flush()
subprocess.run([sys.executable, "-c", {SAYS_ITS_REDIS!r}], env=own, check=True)
"""


def test_a_process_with_a_redis_of_its_own_does_not_use_that_of_the_worker() -> None:
    worker = {"PYTEST_XDIST_WORKER": "gw1", "REDIS_URL_GW1": "unix:///worker.sock"}
    said = subprocess.run(
        [sys.executable, "-c", STARTS_ONE_WITH_ITS_OWN],
        env=os.environ | worker,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["unix:///worker.sock", "unix:///own.sock"]
