"""What the commands tell a person: one line per step with its seconds, one sentence per problem."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Problem(Exception):
    """Something a person can put right. Its text is the sentence they read."""


def line(text: str = "") -> None:
    print(text, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say what is being done, and at the end of the same line how long it took."""
    print(f"{text} ... ", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        line("failed")
        raise
    line(f"{time.monotonic() - start:.1f} s")


def tail(log: Path, lines: int = 15) -> str:
    """The end of a log, indented: the reason stands there."""
    text = log.read_text(errors="replace").splitlines()[-lines:] if log.exists() else []
    return "\n".join(f"    {row}" for row in text)


def told(main: Callable[[list[str]], int]) -> int:
    """Run a command; a problem becomes its sentence and exit code 1, never a traceback."""
    # Both signals unwind the stack, so that everything started is stopped. A script's background
    # process would ignore the first.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return main(sys.argv[1:])
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"\nThis user may not write {error.filename}.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # nobody reads us any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        line("\nstopped")
        return 130
