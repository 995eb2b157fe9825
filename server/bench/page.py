"""docs/performance.md: what was measured stands between two marks, as it was printed."""

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from server.bench.tables import Table

FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def fill(head: Sequence[str], tables: Sequence[Table]) -> None:
    page: Path = settings.ROOT / "docs" / "performance.md"
    figures = "\n\n".join(["  \n".join(head), *(table.text() for table in tables)])
    page.write_text(FIGURES.sub(lambda m: f"{m[1]}\n{figures}\n\n{m[2]}", page.read_text()))
