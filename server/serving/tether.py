"""Become another program that dies when its parent does: tether.py PARENT SIGNAL PROGRAM ...

A process that is killed with SIGKILL cannot stop its children, so the kernel has to do it. The
request must be made after the last change of user, which clears it; hence a program of its own
in front of the real one, and not a line in the parent. Elsewhere than on Linux it only executes.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def tether(parent: int, death: int) -> None:
    """Have this process receive `death` when `parent`, who started it, ends."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death, 0, 0, 0)
    if os.getppid() != parent:  # it ended before we asked
        os.kill(os.getpid(), death)


def fresh_signals() -> None:
    """A script's background process ignores SIGINT, and Python SIGPIPE: do not pass that on."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


if __name__ == "__main__":
    fresh_signals()
    tether(int(sys.argv[1]), int(sys.argv[2]))
    os.execvp(sys.argv[3], sys.argv[3:])
