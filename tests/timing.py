"""What each test took and how it ended: a line of JSON each, for the table of bin/test."""

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

FILE = os.environ.get("CALLBOARD_REPORT")


class Timing:
    def __init__(self, file: Path) -> None:
        self.file = file
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        with self.file.open("a") as lines:
            for test, seconds in self.seconds.items():
                row = {"test": test, "seconds": seconds, "failed": test in self.failed}
                lines.write(json.dumps(row) + "\n")


def pytest_configure(config: pytest.Config) -> None:
    """Only where the reports of all workers come together."""
    if FILE and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Timing(Path(FILE)), "timing")
