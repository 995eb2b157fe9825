"""Something that one connection does at a time, also where it takes several transactions."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

#: The seed of its advisory locks, so that nothing else meets them.
SEED = 7303


@contextmanager
def held(what: str) -> Iterator[bool]:
    """Whether nobody else holds it; then nobody else does as long as this lasts. Never waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, %s))", [what, SEED])
        [mine] = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, %s))", [what, SEED])
