"""Statements straight to the database, and the constraint that refuses them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.db.transaction import atomic


def run(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@contextmanager
def refused(by: str) -> Iterator[None]:
    """The statement fails, by the constraint of this name and no other."""
    with pytest.raises(DatabaseError) as caught, atomic():
        yield
    cause = caught.value.__cause__
    assert isinstance(cause, psycopg.Error)
    assert cause.diag.constraint_name == by, cause
