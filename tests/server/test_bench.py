"""What the figures rest on: that what is measured is done, and that each is held to its bound."""

from importlib import import_module
from pathlib import Path

import pytest
from django.test import override_settings

from server.bench import ablation, page, pgbench, world
from server.bench.__main__ import BENCHES
from server.bench.load import milliseconds
from server.bench.tables import Goal, Table


@pytest.mark.parametrize("name", BENCHES)
def test_every_workload_says_what_it_measures(name: str) -> None:
    module = import_module(f"server.bench.{name.replace('-', '_')}")
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
    written = tmp_path / "docs" / "performance.md"
    written.parent.mkdir()
    written.write_text("Above\n<!-- figures -->\nold\n<!-- end of figures -->\nBelow\n")
    with override_settings(ROOT=tmp_path):
        page.fill(["today"], [Table("dm", ["what"], [["new"]])])
    text = written.read_text()
    assert text.startswith("Above\n<!-- figures -->\n\ntoday")
    assert text.endswith("\n\n<!-- end of figures -->\nBelow\n")
    assert "| new |" in text
    assert "old" not in text
