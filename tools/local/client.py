"""The browser client: its packages and its build, each skipped while nothing has changed."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from tools.local import children, environment, node
from tools.local.folders import ROOT, exclusive
from tools.local.say import step

FRONTEND = ROOT / "frontend"
BUILD = FRONTEND / "build"
MODULES = FRONTEND / "node_modules"
LOCK = FRONTEND / "package-lock.json"
BUILD_MARK = MODULES / ".callboard-build"
NOT_SOURCES = {"node_modules", "build", ".svelte-kit"}
LOG = environment.VENV / "client.log"


def ready(*, build: bool = True) -> None:
    """Make the packages, and unless told otherwise the build, match the checkout."""
    with exclusive(ROOT / ".setup.lock"):
        install()
        if build:
            compile_client()


def install() -> None:
    if packages_match():
        return
    with step("Installing the client's packages"):
        npm("ci", sentence="npm could not install the client's packages. Is the network reachable?")


def packages_match() -> bool:
    """Whether npm's own note of what it installed says what the lock file says.

    npm also writes the note where it was only asked for the lock file (bin/lock), so the folders
    have to be there, too.
    """
    note = MODULES / ".package-lock.json"
    if not note.exists():
        return False
    wanted, have = (json.loads(file.read_text())["packages"] for file in (LOCK, note))
    del wanted[""]  # the client itself
    return all(
        entry.get("optional")
        if name not in have
        else have[name]["version"] == entry["version"] and (FRONTEND / name).is_dir()
        for name, entry in wanted.items()
    )


def compile_client() -> None:
    wanted = fingerprint(*sources())
    if read(BUILD_MARK) == wanted and BUILD.is_dir():
        return
    with step("Building the client"):
        npm("run", "build", sentence="The client could not be built.")
    BUILD_MARK.write_text(wanted)


def npm(*arguments: str, sentence: str) -> None:
    surroundings = node.surroundings()
    command = [node.folder() / "npm", *arguments]
    children.run(
        command, LOG, f"{sentence} All of the output is in {LOG}.", env=surroundings, cwd=FRONTEND
    )


def sources() -> Iterator[Path]:
    for parent, folders, files in os.walk(FRONTEND):
        folders[:] = sorted(set(folders) - NOT_SOURCES)
        yield from (Path(parent, name) for name in sorted(files))


def fingerprint(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(FRONTEND)} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def read(mark: Path) -> str:
    return mark.read_text() if mark.exists() else ""
