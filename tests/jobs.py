"""The worker's part, in this process: every job that waits, in turn, until none does."""

import json

from django.db import DatabaseError, connection
from procrastinate.contrib.django import app

from conversations.actions.indexing import Index

TAKE = """
    DELETE FROM procrastinate_jobs WHERE id = (
        SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = %s
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING task_name, args"""


PUT_BACK = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES (%s, %s, %s)"""


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = 'calls'"
        )
        return int(cursor.fetchone()[0])


def work_off(queue: str = "calls") -> list[str]:
    """The names of what was done; one that fails is a failure of the test, and waits again."""
    done = []
    while job := _next(queue):
        name, facts = job
        try:
            app.tasks[name].func(**facts)
        except DatabaseError:
            connection.close_if_unusable_or_obsolete()
            with connection.cursor() as cursor:
                cursor.execute(PUT_BACK, [queue, name, json.dumps(facts)])
            raise
        done.append(name.rpartition(".")[2])
    return done


def index() -> None:
    """Everything that was said, also by the tests before: it is found now."""
    while Index().turn():
        pass


def _next(queue: str) -> tuple[str, dict[str, int]] | None:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [queue])
        row = cursor.fetchone()
    return row and (row[0], json.loads(row[1]))
