"""Somebody who holds a row, so that others come to stand in line behind it in a known order."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from people.models import User
from tests.stories import call_row, place_of
from workflows.actions.locking import MODEL_LOCKS

WITHIN = 10.0


@contextmanager
def holding(statement: str, *parameters: Any) -> Iterator[psycopg.Connection[Any]]:
    """A transaction of a connection of its own, which ends with the block."""
    login = connection.get_connection_params() | {"cursor_factory": None}
    with psycopg.connect(**login) as other:
        # The product's limits are not for who holds a row on purpose: it would let go too early.
        other.execute("SET idle_in_transaction_session_timeout = 0")
        other.execute(statement, parameters)
        yield other
        other.rollback()


def holding_call(call: UUID) -> Any:
    return holding("SELECT 1 FROM open_calls WHERE id = %s FOR UPDATE", call_row(call).pk)


def holding_conversation(conversation: UUID) -> Any:
    return holding("SELECT 1 FROM conversations WHERE public_id = %s FOR UPDATE", conversation)


def holding_place(person: User, conversation: UUID) -> Any:
    place = place_of(person, conversation)
    return holding("SELECT 1 FROM conversation_participants WHERE id = %s FOR UPDATE", place.pk)


def holding_person(person: User, conversation: UUID | None = None) -> Any:
    return holding("SELECT 1 FROM user_profiles WHERE id = %s FOR UPDATE", person.pk)


def holding_model(model: int) -> Any:
    """The advisory lock that a booking of this model takes."""
    return holding("SELECT pg_advisory_xact_lock(%s, hashint8(%s))", MODEL_LOCKS, model)


def in_line(count: int) -> None:
    """Wait until so many of the others wait for a lock."""
    end = time.monotonic() + WITHIN
    while waiting() < count:
        assert time.monotonic() < end, f"{waiting()} wait instead of {count}"
        time.sleep(0.005)


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])
