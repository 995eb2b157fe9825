"""Child processes that never outlive us."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from server.serving.child import Command, Output, start, tethered
from tools.local.say import Problem, tail

__all__ = ["Command", "finish", "foreground", "kill", "run", "start", "stop", "tethered"]


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
