"""bin/test: everything the suite needs, then the suite, then where its time went.

bin/test                         what must hold before a change goes in
bin/test --quick                 without a browser, a second process or a fault
bin/test --all                   also what is long by nature
bin/test tests/feed -k expiry    a part of it, in one process; options go to pytest
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.local import children, chromium, client, environment, stack
from tools.local.folders import ROOT
from tools.local.say import line
from tools.local.timings import Timings

#: pytest's codes for "some tests failed" and "there was none to run".
FAILED, NONE = 1, 5
#: So many may be the machine's mood in ten minutes of browsers; more are ours.
UNSTEADY = 10
#: What fails once here may be the load of the machine. Everywhere else it has found something.
LOADED = ("tests/screens/", "tests/faults/")
#: One more than cores, because a test with a browser waits half of its time.
WORKERS = min(4, (os.cpu_count() or 1) + 1)
#: In the order of collection, in which those with browsers come first: the last are then short.
SIDE_BY_SIDE = ["-n", str(WORKERS), "--dist", "loadfile", "--no-loadscope-reorder"]


def main(arguments: list[str]) -> int:
    began = time.monotonic()
    extent = next((word for word in ("quick", "all") if f"--{word}" in arguments), "usual")
    arguments = [word for word in arguments if word not in ("--quick", "--all")]
    browser = prepare(extent)
    if names_paths(arguments):
        with stack.throwaway(durable=False, workers=WORKERS) as env:
            return pytest(arguments, env | browser | {"CALLBOARD_SUITE": extent})
    with tempfile.TemporaryDirectory(prefix="callboard-") as folder:
        report = Path(folder) / "report"
        own = {"CALLBOARD_SUITE": extent, "CALLBOARD_REPORT": str(report)}
        tested, checked = whole(extent, arguments, browser | own)
        timings = Timings.of(report)
        if tested == FAILED:
            tested = second_try(timings.failed, browser | own)
    line(timings.table())
    line(f"\nbin/test took {(time.monotonic() - began) / 60:.1f} minutes.")
    if checked:
        line("The checks beside the tests failed: see above.")
    return checked or tested


def prepare(extent: str) -> stack.Environment:
    environment.ready(dev=True)
    if extent == "quick":
        return {}
    client.ready()
    return chromium.surroundings()


def whole(extent: str, arguments: list[str], own: stack.Environment) -> tuple[int, int]:
    """The codes of the tests and of the checks. What must be alone comes when all else is done."""
    with stack.throwaway(durable=False, workers=WORKERS) as env:
        env |= own
        if extent == "quick":
            return pytest([*SIDE_BY_SIDE, *arguments], env), 0
        with checks_beside() as checks:
            together = pytest([*SIDE_BY_SIDE, *arguments], env | {"CALLBOARD_PHASE": "together"})
            checked = checks()
        alone = pytest(arguments, env | {"CALLBOARD_PHASE": "alone"})
    return worst(together, alone), checked


def worst(*codes: int) -> int:
    """Anything but a success; no tests at all only where no phase had any."""
    wrong = [code for code in codes if code not in (0, NONE)]
    return max(wrong, default=min(codes))


@contextmanager
def checks_beside() -> Iterator[Callable[[], int]]:
    """bin/check at the same time; it says what it found when it is asked."""
    with tempfile.TemporaryFile() as output:
        command = [sys.executable, ROOT / "bin" / "check"]
        process = children.start(command, cwd=ROOT, output=output)

        def result() -> int:
            code = process.wait()
            output.seek(0)
            line(output.read().decode(errors="replace"))
            return code

        try:
            yield result
        finally:
            children.kill(process)


def pytest(arguments: list[str], env: stack.Environment) -> int:
    line("pytest " + " ".join(arguments))
    command = [environment.PYTHON, "-m", "pytest", *arguments]
    return children.foreground(command, env=env, cwd=ROOT)


def second_try(failed: list[str], own: stack.Environment) -> int:
    """What a loaded machine may have failed, once more by itself; nothing goes unsaid."""
    steady = [test for test in failed if not test.startswith(LOADED)]
    if steady or not 0 < len(failed) <= UNSTEADY:
        return FAILED
    line("Once more, by itself, what failed")
    with stack.throwaway(durable=False) as env:
        tested = pytest(failed, env | own | {"CALLBOARD_REPORT": ""})
    if tested == 0:
        line("Unsteady, and to be mended: each failed among the others and passed by itself")
        for test in failed:
            line(f"  {test}")
    return tested


def names_paths(arguments: list[str]) -> bool:
    """Somebody who asks for one file does not wait for all the rest."""
    return any((ROOT / argument.split("::")[0]).exists() for argument in arguments)
