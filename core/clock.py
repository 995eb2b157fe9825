"""The only clock that decides anything is the database's: the SQL function `callboard_now()`."""

from datetime import datetime

from django.db import connection


def now() -> datetime:
    """The deciding time, read by a statement of its own.

    After a row lock this must be the *second* statement: a guard inside the locking statement
    is evaluated before the wait and lets late writers in.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT callboard_now()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]
