"""bin/chaos: the tool that breaks an installation of its own, and what it found."""

from tools.local import children, environment, stack
from tools.local.folders import ROOT


def main(arguments: list[str]) -> int:
    environment.ready(dev=True)
    command = [environment.PYTHON, "-m", "tools.chaos", *arguments]
    return children.foreground(command, env=stack.surroundings(), cwd=ROOT)
