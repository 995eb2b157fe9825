"""What happens inside is undone afterwards, so that many tests can begin with the same world."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Also around actions, whose own block has to be the outermost one elsewhere.

    Nothing is published: what is told after a commit is never told.
    """
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)
