"""Write what was measured into the documents.

docs/performance.md gets every target beside what it came to, docs/performance-tables.md the tables
as they were printed; in both between two marks.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from tools.bench.tables import Table, line

COLUMNS = ("measured", "what", "target", "figure", "")


def fill(head: Sequence[str], tables: Sequence[Table]) -> None:
    _write("performance.md", "targets", "\n".join([head[0], "", *_targets(tables)]))
    figures = ["  \n".join(head), *(table.text() for table in tables)]
    _write("performance-tables.md", "figures", "\n\n".join(figures))


def _targets(tables: Sequence[Table]) -> list[str]:
    goals = [(table.title, goal) for table in tables for goal in table.goals]
    rows = [
        (title, goal.what, f"{goal.sign} {goal.bound:,g}", f"{goal.figure:,g}", goal.verdict)
        for title, goal in goals
    ]
    return [line(COLUMNS), line(["---"] * len(COLUMNS)), *map(line, rows)]


def _write(name: str, mark: str, text: str) -> None:
    page: Path = settings.ROOT / "docs" / name
    between = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- end of {mark} -->)", re.DOTALL)
    filled, found = between.subn(lambda m: f"{m[1]}\n{text}\n\n{m[2]}", page.read_text())
    if not found:
        raise RuntimeError(f"docs/{name} has no place for {mark}")
    page.write_text(filled)
