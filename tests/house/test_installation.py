"""requirements.txt alone is enough for everything that the documents tell an operator to start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import processes
from tests.processes import ROOT, Process, Web

pytestmark = pytest.mark.processes


def test_the_product_imports_nothing_that_only_development_has() -> None:
    """All its modules, and what uvicorn and daphne are told to load."""
    own = {"CALLBOARD_DEV": "1", "DJANGO_SETTINGS_MODULE": "server.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.house.installed_alone"],
        cwd=ROOT,
        env=os.environ | own,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of an environment that has what docs/self-hosting.md says, and nothing else."""
    folder = tmp_path_factory.mktemp("installed") / ".venv"
    uv = str(ROOT / ".venv" / "bin" / "uv")
    lock = str(ROOT / "requirements.txt")
    made = folder / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    install = [uv, "pip", "install", "--python", str(made), "--require-hashes", "-r", lock]
    subprocess.run(install, check=True)
    return made


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
def test_a_documented_installation_starts(
    python: Path, environment: dict[str, str], tmp_path: Path, server: str
) -> None:
    own = environment | {"ASGI_SERVER": server, "DJANGO_SETTINGS_MODULE": "server.settings"}
    own |= {"CALLBOARD_DEV": "1"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Process, "python", python)
        web = Web(own, log=tmp_path / "web.log")
        others = [processes.clock(own, log=tmp_path / "clock.log")]
        others += [processes.worker(own, log=tmp_path / "worker.log")]
    with processes.running(web, *others):
        web.wait()
        for process in others:
            assert process.alive(), process.said()
            assert process.said() == ""
