"""Start a process that ends when this one does."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

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
