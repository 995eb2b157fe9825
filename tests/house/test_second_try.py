"""bin/test gives what failed a second try by itself, and hides nothing by it."""

from pathlib import Path

import pytest

from server.local import suite

UNSTEADY = """
from pathlib import Path
def test_moody():
    seen = Path(__file__).with_suffix(".seen")
    first = not seen.exists()
    seen.touch()
    assert not first
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own, whose tests need nothing."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_good.py").write_text("def test_good(): pass\n")
    monkeypatch.setattr(suite, "ROOT", tmp_path)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    return tmp_path


def test_what_passes_by_itself_is_named_and_not_red(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "test_moody.py").write_text(UNSTEADY)
    assert suite.pytest([], {}) == suite.FAILED
    assert suite.second_try([], {}) == 0
    said = capfd.readouterr().out
    assert "Unsteady" in said
    assert said.rstrip().endswith("test_moody.py::test_moody")


def test_what_fails_twice_is_red(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "test_moody.py").write_text(UNSTEADY)
    (project / "test_bad.py").write_text("def test_bad(): assert False\n")
    assert suite.pytest([], {}) == suite.FAILED
    assert suite.second_try([], {}) == suite.FAILED
    assert "Unsteady" not in capfd.readouterr().out


def test_more_than_a_mood_gets_no_second_try(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for n in range(suite.UNSTEADY + 1):
        (project / f"test_moody{n}.py").write_text(UNSTEADY)
    assert suite.pytest([], {}) == suite.FAILED
    capfd.readouterr()
    assert suite.second_try([], {}) == suite.FAILED
    assert capfd.readouterr().out == ""
