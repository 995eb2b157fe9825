"""The worker's part, in this process: every job that waits, in turn, until none does."""

import json

from django.db import connection
from procrastinate.contrib.django import app

TAKE = """
    DELETE FROM procrastinate_jobs WHERE id = (
        SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = 'calls'
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING task_name, args"""


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = 'calls'"
        )
        return int(cursor.fetchone()[0])


def work_off() -> list[str]:
    """The names of what was done; one that fails is a failure of the test."""
    done = []
    while job := _next():
        name, facts = job
        app.tasks[name].func(**facts)
        done.append(name.rpartition(".")[2])
    return done


def _next() -> tuple[str, dict[str, int]] | None:
    with connection.cursor() as cursor:
        cursor.execute(TAKE)
        row = cursor.fetchone()
    return row and (row[0], json.loads(row[1]))
