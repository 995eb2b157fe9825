"""Where the suite's time went: what tests/timing.py has written, as a table."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

SLOWEST = 10


class Timings(NamedTuple):
    seconds: dict[str, float]
    #: By their full names, in the order in which they were run.
    failed: list[str]

    @classmethod
    def of(cls, file: Path) -> "Timings":
        lines = file.read_text().splitlines() if file.exists() else []
        rows = [json.loads(line) for line in lines]
        seconds = {row["test"]: row["seconds"] for row in rows}
        return cls(seconds, [row["test"] for row in rows if row["failed"]])

    def table(self) -> str:
        """Seconds by folder, with what its tests waited for, and the slowest tests."""
        folders = defaultdict(list)
        for test, seconds in self.seconds.items():
            folders["/".join(test.split("/")[:2])].append(seconds)
        ordered = sorted(folders.items(), key=lambda item: -sum(item[1]))
        rows = [(f"{sum(took):8.1f} s", f"{len(took):5}", folder) for folder, took in ordered]
        slowest = sorted(self.seconds.items(), key=lambda item: -item[1])[:SLOWEST]
        return "\n".join(
            [
                "\nTime by folder, with the starting of what its tests need:",
                *_lines(rows),
                f"\nThe {len(slowest)} slowest tests:",
                *_lines((f"{seconds:8.1f} s", test) for test, seconds in slowest),
            ]
        )


def _lines(rows: Iterable[tuple[str, ...]]) -> list[str]:
    return ["  ".join(row) for row in rows]
