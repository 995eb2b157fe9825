"""bin/test gives what a loaded machine has failed a second try, and hides nothing by it."""

import json
from pathlib import Path

import pytest

from tools.local import stack, suite
from tools.local.timings import Timings

UNSTEADY = """
from pathlib import Path
def test_moody():
    seen = Path(__file__).with_suffix(".seen")
    first = not seen.exists()
    seen.touch()
    assert not first
"""
BAD = "def test_bad(): assert False\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own, whose tests need nothing but the report of ours."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p tests.timing\n")
    for folder in ("screens", "races"):
        (tmp_path / "tests" / folder).mkdir(parents=True)
    (tmp_path / "tests" / "screens" / "test_good.py").write_text("def test_good(): pass\n")
    monkeypatch.setattr(suite, "ROOT", tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    for name in ("DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def failed_in(project: Path) -> list[str]:
    """What fails in a whole run of the project, as its report says."""
    report = project / "report"
    env = {"CALLBOARD_REPORT": str(report)}
    assert suite.pytest([], stack.surroundings() | env) == suite.FAILED
    return Timings.of(report).failed


@pytest.mark.processes
def test_what_passes_by_itself_is_named_and_not_red(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "tests" / "screens" / "test_moody.py").write_text(UNSTEADY)
    assert suite.second_try(failed_in(project), {}) == 0
    said = capfd.readouterr().out
    assert "Unsteady" in said
    assert said.rstrip().endswith("tests/screens/test_moody.py::test_moody")


@pytest.mark.processes
def test_what_fails_twice_is_red(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "tests" / "screens" / "test_moody.py").write_text(UNSTEADY)
    (project / "tests" / "screens" / "test_bad.py").write_text(BAD)
    assert suite.second_try(failed_in(project), {}) == suite.FAILED
    assert "Unsteady" not in capfd.readouterr().out


@pytest.mark.processes
def test_a_rule_that_failed_once_gets_no_second_try(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A race that shows once is there."""
    (project / "tests" / "races" / "test_race.py").write_text(UNSTEADY)
    (project / "tests" / "screens" / "test_moody.py").write_text(UNSTEADY)
    failed = failed_in(project)
    assert len(failed) == 2
    capfd.readouterr()
    assert suite.second_try(failed, {}) == suite.FAILED
    assert capfd.readouterr().out == ""


def test_more_than_a_mood_gets_no_second_try(capfd: pytest.CaptureFixture[str]) -> None:
    many = [f"tests/screens/test_moody.py::test_{n}" for n in range(suite.UNSTEADY + 1)]
    assert suite.second_try(many, {}) == suite.FAILED
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    ("codes", "code"),
    [((0, 0), 0), ((5, 0), 0), ((5, 5), 5), ((0, 1), 1), ((2, 5), 2), ((1, 0), 1)],
)
def test_no_phase_hides_what_another_found(codes: tuple[int, int], code: int) -> None:
    assert suite.worst(*codes) == code


def test_the_table_sums_by_folder_and_names_the_slowest(tmp_path: Path) -> None:
    report = tmp_path / "report"
    rows = [("tests/feed/test_a.py::test_x", 2.0), ("tests/feed/test_b.py::test_y", 1.5)]
    rows += [("tests/house/test_c.py::test_z", 1.0)]
    report.write_text(
        "".join(
            json.dumps({"test": test, "seconds": took, "failed": False}) + "\n"
            for test, took in rows
        )
    )
    lines = Timings.of(report).table().splitlines()
    assert [line.split() for line in lines if line.endswith("tests/feed")] == [
        ["3.5", "s", "2", "tests/feed"]
    ]
    assert lines[-3].endswith("tests/feed/test_a.py::test_x")
