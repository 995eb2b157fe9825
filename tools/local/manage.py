"""bin/manage: any command of manage.py, with the settings of the bin/dev that is running."""

import json
import os
import subprocess
from pathlib import Path

from tools.local import environment, stack
from tools.local.folders import ROOT, DataFolder
from tools.local.say import Problem

#: Where bin/dev's servers are, kept for as long as it runs.
NAMES = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PORT", "CALLBOARD_DATA")


def main(arguments: list[str]) -> int:
    command: list[str] = [str(environment.PYTHON), "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=surroundings()).returncode


def surroundings() -> stack.Environment:
    """Those of an installation, if its settings are given; else those that bin/dev has left."""
    if "SECRET_KEY" in os.environ:
        return dict(os.environ)
    note = note_of(DataFolder.chosen())
    if not note.exists():
        raise Problem(
            "bin/dev is not running here: start it, or give the settings of your installation "
            "(SECRET_KEY, DATABASE_URL, REDIS_URL) in the environment."
        )
    kept: dict[str, str] = json.loads(note.read_text())
    return stack.surroundings() | kept


def note_of(data: DataFolder) -> Path:
    return data.path / "servers.json"


def leave_note(data: DataFolder, env: stack.Environment) -> None:
    """For this user's eyes alone: it holds the key."""
    note = note_of(data)
    note.touch(mode=0o600)
    note.write_text(json.dumps({name: env[name] for name in NAMES if name in env}))


def take_note_away(data: DataFolder) -> None:
    note_of(data).unlink(missing_ok=True)
