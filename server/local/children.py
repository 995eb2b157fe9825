"""Child processes that never outlive us."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from server.local.say import Problem, tail

#: Strings and paths; what mypy makes of a list of both.
Command = Sequence[object]
Output = int | IO[bytes] | None
TETHER = Path(__file__).with_name("tether.py")


def tethered(command: Command, death: int = signal.SIGKILL) -> list[str]:
    """`command`, to which the kernel sends `death` when this process ends in whatever way.

    Start it from the main thread: the kernel counts the end of the starting *thread*.
    """
    tether = [sys.executable, "-IS", str(TETHER), str(os.getpid()), str(int(death))]
    return [*tether, *map(str, command)]


def start(
    command: Command,
    *,
    death: int = signal.SIGKILL,
    wrapper: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    output: Output = None,
) -> "subprocess.Popen[bytes]":
    """Start a tethered process in a session of its own: Ctrl-C reaches it only through us.

    `wrapper` is what changes the user; the tether comes after it.
    """
    return subprocess.Popen(
        [*wrapper, *tethered(command, death)],
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
    )


def stop(process: "subprocess.Popen[bytes]", number: int, seconds: float) -> None:
    """Ask a process to end, wait for it, then end what is left of its session."""
    if process.poll() is None:
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def finish(
    command: Command,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    output: Output = None,
    wrapper: Sequence[str] = (),
) -> int:
    """Run a command to its end and return its code; stopped ourselves, we take it along."""
    process = start(command, env=env, cwd=cwd, output=output, wrapper=wrapper)
    try:
        return process.wait()
    finally:
        kill(process)


def run(
    command: Command,
    log: Path,
    sentence: str,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    wrapper: Sequence[str] = (),
) -> None:
    """Run a command into `log`; when it fails, the log's end and `sentence` are the problem."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        code = finish(command, env=env, cwd=cwd, output=output, wrapper=wrapper)
    if code:
        raise Problem(f"{tail(log)}\n{sentence}")


def foreground(command: Command, *, env: Mapping[str, str], cwd: Path) -> int:
    """Run a command that shares our terminal: it hears Ctrl-C itself and decides when to end."""
    process = subprocess.Popen(tethered(command), env=env, cwd=cwd)
    try:
        while True:
            with contextlib.suppress(KeyboardInterrupt):
                return process.wait()
    finally:
        process.kill()
        process.wait()
