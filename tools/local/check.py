"""bin/check: the checks that need no server. All of them run; the first failure is the result."""

import argparse
import tempfile
import time
from pathlib import Path

from tools.local import children, client, environment, node, stack
from tools.local.folders import ROOT
from tools.local.say import line

#: Enough for the settings to load; nothing is connected to.
NOWHERE = {
    "DATABASE_URL": "postgresql:///callboard",
    "REDIS_URL": "redis://127.0.0.1:1",
    "SECRET_KEY": "-",
}


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    environment.ready(dev=True)
    client.ready(build=False)
    return first_failure(stack.surroundings() | NOWHERE, audit=options.audit)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/check", description=__doc__)
    parser.add_argument("--audit", action="store_true", help="also look for known holes (network)")
    return parser.parse_args(arguments)


def first_failure(env: stack.Environment, *, audit: bool = False) -> int:
    codes = [check(title, command, env, ROOT) for title, *command in python_checks(audit)]
    there = env | {"PATH": node.surroundings()["PATH"]}
    npm = str(node.folder() / "npm")
    codes.append(check("svelte-check", [npm, "run", "check"], there, client.FRONTEND))
    codes.append(check("eslint", [npm, "run", "lint"], there, client.FRONTEND))
    codes.append(check("vitest", [npm, "test"], there, client.FRONTEND))
    return next(filter(None, codes), 0)


def python_checks(audit: bool) -> list[list[str]]:
    """Title, then command."""
    python = str(environment.PYTHON)
    rows = [
        ["ruff check", python, "-m", "ruff", "check", "--output-format=concise"],
        ["ruff format", python, "-m", "ruff", "format", "--check", "--output-format=concise"],
        ["imports", str(environment.VENV / "bin" / "lint-imports")],
        ["mypy", python, "-m", "mypy"],
        ["generated files", python, "manage.py", "generate", "--check"],
    ]
    if audit:
        locks = (environment.CORE, environment.EMBEDDED, environment.DEV)
        files = [part for name in locks for part in ("-r", name)]
        rows.append(["known holes", python, "-m", "pip_audit", "--disable-pip", *files])
    return rows


def check(title: str, command: list[str], env: stack.Environment, folder: Path) -> int:
    """Run one check; its output is shown only when it fails."""
    print(f"{title} ... ", end="", flush=True)
    start = time.monotonic()
    with tempfile.TemporaryFile() as output:
        code = children.finish(command, env=env, cwd=folder, output=output)
        line(f"{'FAILED' if code else 'ok'}, {time.monotonic() - start:.1f} s")
        if code:
            output.seek(0)
            line(output.read().decode(errors="replace"))
    return code
