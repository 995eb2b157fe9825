"""What is due, in batches of one transaction each, of which one row may be broken."""

import logging
from collections.abc import Callable

from core.setting_aside import aside, is_away, set_aside

logger = logging.getLogger(__name__)

#: Of a condition and a limit; it says which rows it is about to do before it does them.
Work = Callable[[str, int, list[int]], None]


def in_batches(kind: str, work: Work, limit: int) -> int:
    """A batch in one transaction; if that raises, half of it, until the broken row is alone.

    That one is set aside, and the others go on. How many rows were done.
    """
    while True:
        done = _try(kind, work, limit, f"id <> ALL(ARRAY{aside(kind)}::bigint[])")
        if done is not None:
            return done


def _try(kind: str, work: Work, limit: int, of: str) -> int | None:
    """None: one was set aside."""
    about: list[int] = []
    try:
        work(of, limit, about)
    except Exception as error:
        if is_away(error):
            raise
        if not about:
            logger.exception("nobody can say which %s is due", kind)
            return 0
        if len(about) > 1:
            return _try(kind, work, len(about) // 2, of)
        set_aside(kind, about, error)
        return None
    return len(about)
