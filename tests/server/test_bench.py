"""What the figures rest on: that what is measured is done, and that each is held to its bound."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from tools.bench import ablation, page, pgbench, world
from tools.bench.__main__ import BENCHES
from tools.bench.load import milliseconds
from tools.bench.tables import Goal, Table

#: What `bin/bench --page` writes, and into which page.
MARKED = {"targets": "performance", "figures": "performance-tables"}


@pytest.mark.parametrize("name", BENCHES)
def test_every_workload_says_what_it_measures(name: str) -> None:
    module = import_module(f"tools.bench.{name.replace('-', '_')}")
    assert callable(module.run)
    assert module.__doc__


def test_pgbench_writes_what_the_lane_writes() -> None:
    """A statement that matches no row would be fast, and say nothing."""
    people = pgbench.people("pgbench", pairs=3)
    assert pgbench.texts(people, "--transactions=5", "--client=1") > 0
    assert world.messages_in(people.conversations) == 5


def test_whatever_can_be_switched_off_is_measured_without() -> None:
    assert {"CALLBOARD_GROUP_COMMIT", "CALLBOARD_DIRECT_WRITES"} <= set(ablation.switches())
    assert "CALLBOARD_DEV" not in ablation.switches()


@pytest.mark.parametrize(
    ("goal", "verdict"),
    [
        (Goal("messages/s", 5_000, ">=", 4_000), "met"),
        (Goal("messages/s", 3_000, ">=", 4_000), "missed"),
        (Goal("p99 ms", 4, "<=", 5), "met"),
        (Goal("p99 ms", 6, "<=", 5), "missed"),
    ],
)
def test_a_figure_stands_beside_its_bound(goal: Goal, verdict: str) -> None:
    table = Table("dm", ["what"], [[1]], goals=[goal])
    assert table.text().endswith(f"{verdict}.")
    assert table.as_json()["goals"][0]["met"] is (verdict == "met")


def test_nothing_measured_is_no_figure() -> None:
    with pytest.raises(RuntimeError):
        milliseconds([], 0.5)


def test_figures_go_between_their_marks(tmp_path: Path) -> None:
    pages = {mark: tmp_path / "docs" / f"{name}.md" for mark, name in MARKED.items()}
    (tmp_path / "docs").mkdir()
    for mark, written in pages.items():
        written.write_text(f"Above\n<!-- {mark} -->\nold\n<!-- end of {mark} -->\nBelow\n")
    table = Table("dm", ["what"], [["new"]], goals=[Goal("p99 ms", 6, "<=", 5)])
    with override_settings(ROOT=tmp_path):
        page.fill(["today"], [table])
    for mark, written in pages.items():
        text = written.read_text()
        assert text.startswith(f"Above\n<!-- {mark} -->\n\ntoday")
        assert text.endswith(f"\n\n<!-- end of {mark} -->\nBelow\n")
        assert "old" not in text
    assert "| new |" in pages["figures"].read_text()
    assert "| dm | p99 ms | <= 5 | 6 | missed |" in pages["targets"].read_text()


@pytest.mark.parametrize(("mark", "name"), MARKED.items())
def test_the_documents_have_a_place_for_figures(mark: str, name: str) -> None:
    text = (settings.ROOT / "docs" / f"{name}.md").read_text()
    assert re.search(rf"<!-- {mark} -->\n.+<!-- end of {mark} -->", text, re.DOTALL)
