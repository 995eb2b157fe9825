"""bin/bench: a whole stack on a durable throw-away database, and the figures it makes."""

from tools.local import children, environment, stack
from tools.local.folders import ROOT

#: `deadlines` asks PostgreSQL when it committed.
OWN = {"track_commit_timestamp": "on"}


def main(arguments: list[str]) -> int:
    environment.ready(dev=True)
    with stack.throwaway(durable=True, own=OWN) as env:
        command = [environment.PYTHON, "-m", "tools.bench", *arguments]
        return children.foreground(command, env=env, cwd=ROOT)
