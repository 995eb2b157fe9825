"""The browser of the screen tests. A test that needs it is never skipped: it is installed."""

import os
import shutil
import subprocess
from pathlib import Path

from tools.local import children, environment, node
from tools.local.say import Problem, step

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: The same engine without the windows around a page, and so without push or notifications; it
#: takes 40 % less CPU for the same tests.
LIGHT = ("chromium-headless-shell", "chrome-headless-shell")
LOG = environment.VENV / "chromium.log"
MISSING = (
    "The screen tests need Chromium, and it could not be installed: install it "
    "(on Debian: apt install chromium), or set CALLBOARD_CHROMIUM to its program."
)


def surroundings() -> dict[str, str]:
    """What the screen tests read from their environment."""
    return {
        "CALLBOARD_CHROMIUM": program(),
        "CALLBOARD_CHROMIUM_LIGHT": light(),
    } | playwright_node()


def playwright_node() -> dict[str, str]:
    """Playwright's own Node.js needs a library that a small Debian does not have."""
    return {"PLAYWRIGHT_NODEJS_PATH": str(node.folder() / "node")}


def program() -> str:
    """The path of a Chromium: named, on PATH, from the distribution, or Playwright's own."""
    return os.environ.get("CALLBOARD_CHROMIUM") or installed() or install()


def light() -> str:
    """The path of a Chromium without windows; where only a whole one can be had, of that."""
    named = os.environ.get("CALLBOARD_CHROMIUM_LIGHT") or os.environ.get("CALLBOARD_CHROMIUM")
    return named or _light_installed() or _install_light() or program()


def _light_installed() -> str | None:
    return next(filter(None, map(shutil.which, LIGHT)), None)


def _install_light() -> str | None:
    if not environment.can_install():
        return None
    with step("Installing the Chromium of the tests"):
        environment.debian_packages(LIGHT[0])
    return _light_installed()


def installed() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None) or downloaded()


def downloaded() -> str | None:
    """Where Playwright keeps its own, if it is there."""
    ask = "from playwright.sync_api import sync_playwright as p\n"
    ask += "with p() as playwright: print(playwright.chromium.executable_path)"
    answer = subprocess.run(
        [environment.PYTHON, "-c", ask],
        env=os.environ | playwright_node(),
        capture_output=True,
        text=True,
    )
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None


def install() -> str:
    with step("Installing Chromium"):
        if not environment.debian_packages("chromium", "fonts-liberation"):
            download()
        found = installed()
        if not found:
            raise Problem(MISSING)
        return found


def download() -> None:
    command = [environment.PYTHON, "-m", "playwright", "install", "chromium"]
    children.run(command, LOG, MISSING, env=os.environ | playwright_node())
