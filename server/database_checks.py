"""What is wrong with the database that DATABASE_URL leads to, in sentences for an operator."""

import logging
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from core import outages
from core.sql import rows

logger = logging.getLogger(__name__)

#: Before 16 each text would write every index of its conversation, because of the one by which
#: the sweep finds it.
OLDEST = 160_000
TOO_OLD = "PostgreSQL {} is too old: Callboard needs PostgreSQL 16 or later."
READ_ONLY = (
    "The database takes no writes: DATABASE_URL leads to a standby or to a read-only database,"
    " and every process of Callboard writes. Let it lead to the primary."
)
POOLED = (
    "DATABASE_URL leads to a connection pooler such as PgBouncer, which does not work: Callboard"
    " listens, holds locks and sets its time limits for a whole connection. Let it lead to"
    " PostgreSQL itself."
)
#: How PgBouncer turns away a connection that brings our time limits along.
TURNED_AWAY = "unsupported startup parameter"
UNMIGRATED = "Migrations are not applied: {}. Run manage.py migrate."
#: More names than this say nothing more.
NAMED = 3
SERVER = """
    SELECT current_setting('server_version_num')::int AS version,
           current_setting('server_version') AS name,
           pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool
               AS read_only,
           current_setting('statement_timeout') <> '0' AS limited,
           pg_backend_pid() AS process"""
#: Seconds between two looks while something is missing.
AGAIN = 2.0


def complaint() -> str:
    """Why this database cannot be used, or nothing. Raises `DatabaseError` where it is away."""
    try:
        [found] = rows(SERVER)
    except DatabaseError as error:
        if TURNED_AWAY in str(error):
            return POOLED
        raise
    if found["version"] < OLDEST:
        return TOO_OLD.format(found["name"])
    if found["process"] != connection.connection.info.backend_pid or not found["limited"]:
        return POOLED
    return READ_ONLY if found["read_only"] else ""


def missing_migrations() -> str:
    """Which are not applied, as a sentence, or nothing."""
    try:
        done = {
            (row["app"], row["name"]) for row in rows("SELECT app, name FROM django_migrations")
        }
    except DatabaseError as error:
        if outages.of(error):
            raise
        done = set()  # nothing was ever applied
    missing = sorted(".".join(migration) for migration in migrations() - done)
    more = [f"and {len(missing) - NAMED} more"] if len(missing) > NAMED else []
    return UNMIGRATED.format(", ".join([*missing[:NAMED], *more])) if missing else ""


@cache
def migrations() -> frozenset[tuple[str, str]]:
    """All that are there, by the names of their files: to import them takes a while."""
    return frozenset(
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("[0-9]*.py")
    )


def check_database(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """For `manage.py migrate`, and for `manage.py check --database default`."""
    if not databases:
        return []
    try:
        wrong = complaint()
    except DatabaseError as error:
        wrong = f"The database does not answer: {str(error).strip()}"
    return [Error(wrong, id="callboard.E001")] if wrong else []


def await_database(pause: Callable[[float], object]) -> None:
    """Called by clock and worker before they begin: wait for the database and its migrations.

    `pause` sleeps; when it returns true, nobody waits any longer. Raises `CommandError` for a
    database that cannot be used.
    """
    said = ""
    while True:
        try:
            wrong = complaint()
            if wrong:
                raise CommandError(wrong)
            missing = missing_migrations()
            if not missing:
                return
            if missing != said:
                logger.warning("%s", missing)
            said = missing
        except DatabaseError as error:
            logger.warning("no database to begin with: %s", error)
            connection.close()
        if pause(AGAIN):
            return


def say_what_is_wrong() -> None:
    """Once, in the log of a process that goes on in any case."""
    try:
        wrong = complaint() or missing_migrations()
        if wrong:
            logger.error("%s", wrong)
    except DatabaseError as error:
        logger.warning("no database to begin with: %s", error)
    finally:
        connection.close()
