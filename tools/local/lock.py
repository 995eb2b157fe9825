"""bin/lock: write the lock files anew. Options go to uv, for example --upgrade."""

import os
import shutil
from pathlib import Path

from tools.local import children, client, environment
from tools.local.folders import ROOT, exclusive
from tools.local.say import step

#: A lock file names no address and no path: neither of the registry nor of this machine.
LOCK = ("--universal", "--python-version=3.11", "--generate-hashes", "--quiet")
NO_ADDRESS = ("--no-header", "--no-emit-index-url", "--no-emit-find-links")
CORE = ("pyproject.toml", "-o", environment.CORE)
EMBEDDED = ("--group=embedded", "-c", environment.CORE, "-o", environment.EMBEDDED)
DEV = (
    "--group=test",
    "--group=lint",
    "--group=bench",
    "-c",
    environment.CORE,
    "-c",
    environment.EMBEDDED,
    "-o",
    environment.DEV,
)


def main(arguments: list[str]) -> int:
    with exclusive(ROOT / ".setup.lock"):
        uv = find_uv()
    for files in (CORE, EMBEDDED, DEV):
        with step(f"Locking {files[-1]}"):
            compile_lock(uv, files, arguments)
    with step("Locking frontend/package-lock.json"):
        client.npm("install", "--package-lock-only", sentence="npm found no solution.")
    return 0


def find_uv() -> Path:
    """The environment's uv, else one on PATH, else the newest: there may be no lock file yet."""
    inside = environment.VENV / "bin" / "uv"
    if inside.exists():
        return inside
    if found := shutil.which("uv"):
        return Path(found)
    environment.create()
    environment.pip(["install", "uv"])
    return inside


def compile_lock(uv: Path, files: tuple[str, ...], options: list[str]) -> None:
    command = [uv, "pip", "compile", *files, *LOCK, *NO_ADDRESS, *options]
    sentence = "uv found no set of packages that fits pyproject.toml."
    env = os.environ | environment.QUIET
    children.run(command, environment.LOG, sentence, env=env, cwd=ROOT)
