"""bin/test: everything the suite needs, then the suite. Arguments go to pytest."""

import json

from server.local import check, children, chromium, client, environment, stack
from server.local.folders import ROOT
from server.local.say import line

#: pytest's code for "some tests failed".
FAILED = 1
#: So many may be the machine's mood in half an hour of races; more are ours.
UNSTEADY = 10


def main(arguments: list[str]) -> int:
    environment.ready(dev=True)
    client.ready()
    browser = chromium.surroundings()
    whole = not names_paths(arguments)
    with stack.throwaway(durable=False) as env:
        env |= browser
        checked = check.first_failure(env) if whole else 0
        line("pytest")
        tested = pytest(arguments, env)
    if whole and tested == FAILED:
        tested = second_try(arguments, browser)
    if checked:
        line("The checks before the tests failed: see above.")
    return checked or tested


def pytest(arguments: list[str], env: stack.Environment) -> int:
    command = [environment.PYTHON, "-m", "pytest", *arguments]
    return children.foreground(command, env=env, cwd=ROOT)


def second_try(arguments: list[str], browser: stack.Environment) -> int:
    """What failed, once more by itself: only what fails twice is red, and nothing goes unsaid."""
    unsteady = failed()
    if not 0 < len(unsteady) <= UNSTEADY:
        return FAILED
    line("Once more, by itself, what failed")
    with stack.throwaway(durable=False) as env:
        tested = pytest([*arguments, "--last-failed"], env | browser)
    if tested == 0:
        line("Unsteady, and to be mended: each failed among the others and passed by itself")
        for test in unsteady:
            line(f"  {test}")
    return tested


def failed() -> list[str]:
    """As pytest remembers them."""
    memory = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
    return sorted(json.loads(memory.read_text())) if memory.exists() else []


def names_paths(arguments: list[str]) -> bool:
    """Somebody who asks for one file does not wait for all the rest."""
    return any((ROOT / argument.split("::")[0]).exists() for argument in arguments)
