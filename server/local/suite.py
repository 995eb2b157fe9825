"""bin/test: everything the suite needs, then the suite. Arguments go to pytest."""

from server.local import check, children, chromium, client, environment, stack
from server.local.folders import ROOT
from server.local.say import line


def main(arguments: list[str]) -> int:
    environment.ready(dev=True)
    client.ready()
    browser = chromium.surroundings()
    with stack.throwaway(durable=False) as env:
        env |= browser
        checked = 0 if names_paths(arguments) else check.first_failure(env)
        line("pytest")
        tested = children.foreground(
            [environment.PYTHON, "-m", "pytest", *arguments], env=env, cwd=ROOT
        )
    if checked:
        line("The checks before the tests failed: see above.")
    return checked or tested


def names_paths(arguments: list[str]) -> bool:
    """Somebody who asks for one file does not wait for all the rest."""
    return any((ROOT / argument.split("::")[0]).exists() for argument in arguments)
