"""The lines to the database, one a thread: when one has broken, the others are not trusted.

A database that was started anew has cut them all; each thread would find that out by an error of
its own, and whoever asks every two seconds would meet one after the other.
"""

import threading
import time

from django.db import close_old_connections, connections

_broke_at = 0.0
_here = threading.local()


def broke() -> None:
    """One was found broken just now, in any thread."""
    global _broke_at
    _broke_at = time.monotonic()


def trusted() -> None:
    """Before this thread's line is used, outside of a transaction: away with it if need be."""
    if getattr(_here, "trusted_at", 0.0) <= _broke_at:
        connections["default"].close()
    _here.trusted_at = time.monotonic()
    close_old_connections()
