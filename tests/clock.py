"""Tests may move the deciding clock: in their database `callboard_now()` has an offset."""

from datetime import datetime, timedelta

from django.db import connection

FUNCTION = """
CREATE TABLE IF NOT EXISTS test_clock (ahead interval NOT NULL, stopped timestamptz);
INSERT INTO test_clock SELECT interval '0' WHERE NOT EXISTS (SELECT 1 FROM test_clock);
CREATE OR REPLACE FUNCTION callboard_now() RETURNS timestamptz LANGUAGE sql VOLATILE
    AS 'SELECT coalesce(stopped, clock_timestamp() + ahead) FROM test_clock';
"""


def install() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)


def travel(ahead: timedelta) -> None:
    """Every process on this database is so much ahead of the world from now on."""
    seconds = ahead.total_seconds()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE test_clock SET ahead = make_interval(secs => %s), stopped = NULL", [seconds]
        )


def stop(at: datetime) -> None:
    """For every process on this database it is this very moment, until somebody travels."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_clock SET stopped = %s", [at])
