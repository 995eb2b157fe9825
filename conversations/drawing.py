"""Drawing pictures in a process of their own, which may die of them.

A picture of a few kilobytes can unpack to gigabytes, or find a fault in the library that reads it.
So the process that reads it has little memory and time, knows no secrets, and carries nothing
else. It is started for each picture, with the bytes on its standard input.
"""

import contextlib
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from conversations import pixels
from conversations.pixels import Safe, Unusable

ROOT = Path(__file__).resolve().parent.parent
#: Bytes of its address space: what 50 million pixels take, in the most wasteful way that is meant.
MEMORY = 1024 * 1024 * 1024
#: Of two small JPEGs.
RESULT = 16 * 1024 * 1024
#: Seconds of work, and at most in all: a machine may be busy.
WORK, PATIENCE = 15, 60
DAMAGED = 3


def make_safe(raw: bytes) -> Safe:
    """What `pixels.make_safe` makes of it; raises `Unusable`, also where its process ended."""
    with tempfile.TemporaryFile() as result:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "conversations.drawing", str(MEMORY), str(WORK)],
                input=raw,
                stdout=result,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                cwd=ROOT,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                start_new_session=True,
            )
        except subprocess.TimeoutExpired as slow:
            raise Unusable("This picture takes too long to draw.") from slow
        result.seek(0)
        said = result.read(RESULT)
    if done.returncode == DAMAGED:
        raise Unusable(said.decode())
    if done.returncode != 0:
        raise Unusable("This picture is too much to draw.")
    return _read(said)


def main() -> int:
    """In the process of its own."""
    _give_up_all_but_little(memory=int(sys.argv[1]), seconds=int(sys.argv[2]))
    raw = sys.stdin.buffer.read()
    try:
        said = _written(pixels.make_safe(raw))
    except Unusable as unusable:
        sys.stdout.buffer.write(str(unusable).encode())
        return DAMAGED
    sys.stdout.buffer.write(said)
    return 0


def _give_up_all_but_little(*, memory: int, seconds: int) -> None:
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: RESULT,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))
    os.nice(10)
    with contextlib.suppress(OSError):  # where the system knows it: the first to go, if one must
        Path("/proc/self/oom_score_adj").write_text("1000")


def _written(safe: Safe) -> bytes:
    """The sizes in the first line, then the two files."""
    return f"{safe.width} {safe.height} {len(safe.large)}\n".encode() + safe.large + safe.small


def _read(said: bytes) -> Safe:
    head, _, files = said.partition(b"\n")
    width, height, large = map(int, head.split())
    return Safe(files[:large], files[large:], width, height)


if __name__ == "__main__":
    sys.exit(main())
