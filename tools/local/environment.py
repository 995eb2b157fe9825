"""The virtual environment in .venv: made, filled from the lock files, and found again."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.local import children
from tools.local.folders import ROOT, exclusive
from tools.local.say import Problem, line, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MARK = VENV / "installed.json"
LOG = VENV / "install.log"
#: What a server needs; what bin/dev starts by itself besides; what the tests and checks need.
CORE = "requirements.txt"
EMBEDDED = "requirements-embedded.txt"
DEV = "requirements-dev.txt"
#: uv must not look for an interpreter to download, nor pip ask anything. Without bytecode a start
#: of the product takes 8 s of processor time instead of 3, wherever Python may not write any.
QUIET = {"UV_PYTHON_DOWNLOADS": "never", "UV_COMPILE_BYTECODE": "1", "PIP_NO_INPUT": "1"}
NO_PIP = (
    "This Python has neither pip nor the means to install it. "
    "On Debian and Ubuntu: apt install python3-venv python3-pip."
)
NOT_INSTALLED = (
    "The Python packages could not be installed. Is the network reachable? "
    f"All of the output is in {LOG}."
)


def ready(*, dev: bool = False) -> None:
    """Make .venv hold exactly what the lock files name; does nothing when it already does."""
    if not os.access(ROOT, os.W_OK):
        raise Problem(f"The checkout {ROOT} cannot be written by this user.")
    with exclusive(ROOT / ".setup.lock"):
        wanted = fingerprints([CORE, EMBEDDED, *([DEV] if dev else [])])
        have = installed()
        if wanted.items() <= have.items():
            return
        if sys.version_info >= (3, 14):
            line("This Python is newer than the ones Callboard is tested with: 3.11, 3.12, 3.13.")
        with step("Installing the Python packages"):
            install([CORE, EMBEDDED, *([DEV] if dev or DEV in have else [])])


def fingerprints(names: Sequence[str]) -> dict[str, str]:
    return {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in names}


def installed() -> dict[str, str]:
    """What was installed last, by file; nothing when the environment no longer runs."""
    if not MARK.exists() or subprocess.call([PYTHON, "-IS", "-c", ""], stderr=subprocess.DEVNULL):
        return {}
    found: dict[str, str] = json.loads(MARK.read_text())
    return found


def install(names: Sequence[str]) -> None:
    create()
    MARK.unlink(missing_ok=True)
    files = [argument for name in names for argument in ("-r", name)]
    if not (install_uv() and uv_sync(names)):
        pip(["install", "--require-hashes", *files])
    MARK.write_text(json.dumps(fingerprints(names)))


def create() -> None:
    """An environment without pip: quicker to make, and all that a bare Debian can make."""
    if installed():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", "--without-pip", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        raise Problem(f"{made.stdout}{made.stderr}\n.venv could not be made. {NO_PIP}")


def install_uv() -> bool:
    """uv in the version of the lock file: it installs in two seconds what takes pip fifteen."""
    if os.environ.get("CALLBOARD_PIP"):
        return False
    only_uv = VENV / "uv.txt"
    only_uv.write_text(pinned("uv", (ROOT / EMBEDDED).read_text()))
    pip(["install", "--require-hashes", "-r", str(only_uv)])
    return True


def pinned(name: str, lock: str) -> str:
    """The lines of one package in a lock file, with their hashes."""
    found = re.search(rf"^{name}==.*(?:\n +--hash=.*)*", lock, re.MULTILINE)
    if not found:
        raise Problem(f"{EMBEDDED} does not name {name}: run bin/lock.")
    return found[0] + "\n"


def uv_sync(names: Sequence[str]) -> bool:
    sync = [VENV / "bin" / "uv", "pip", "sync", "--require-hashes"]
    command = [*sync, "--python", PYTHON, *names]
    with LOG.open("wb") as output:
        return not children.finish(command, env=os.environ | QUIET, cwd=ROOT, output=output)


def pip(arguments: Sequence[str]) -> None:
    command = [*pip_command(), "--retries=2", "--disable-pip-version-check", *arguments]
    children.run(command, LOG, NOT_INSTALLED, env=os.environ | QUIET, cwd=ROOT)


def pip_command() -> list[str]:
    """pip of the environment, else this Python's own pip told where to install, else none."""
    inside = [str(PYTHON), "-m", "pip"]
    if works([*inside, "--version"]):
        return inside
    outside = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if works([*outside, "--version"]):
        return outside
    if works([str(PYTHON), "-m", "ensurepip"]) or (
        debian_packages("python3-venv") and works([str(PYTHON), "-m", "ensurepip"])
    ):
        return inside
    raise Problem(NO_PIP)


def works(command: Sequence[str]) -> bool:
    return not subprocess.run(command, capture_output=True).returncode


def can_install() -> bool:
    """Only root can, and only where there is apt-get."""
    return bool(shutil.which("apt-get")) and not os.getuid()


def debian_packages(*names: str) -> bool:
    """Install packages of Debian or Ubuntu, where that can be done."""
    if not can_install():
        return False
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    with LOG.open("wb") as output:
        children.finish(["apt-get", "update"], env=env, output=output)
        return not children.finish(install, env=env, output=output)


def package(name: str) -> Path | None:
    """The folder of an installed package, found without importing it."""
    places = [*VENV.glob("lib/python*/site-packages"), *map(Path, sys.path)]
    return next((place / name for place in places if (place / name).is_dir()), None)
