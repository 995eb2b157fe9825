"""One action, one transaction: it is told after the commit, or not at all."""

import os
import socket
import uuid
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.models import F
from django.db.transaction import atomic

from core.executor import in_database
from core.refused import Refused
from core.sql import rows
from core.transaction import transaction
from people.actions import next_version
from people.models import User
from people.verbs import Done, UpdateProfile
from protocol import publish
from protocol.action import action
from protocol.models import Command
from protocol.publish import Outgoing, SignedOut
from tests.people import Cast
from tests.stories import row_of, say, talking


def test_nothing_is_told_before_the_commit(people: Cast, told: list[Outgoing]) -> None:
    with transaction():
        publish.publish([SignedOut([1], 4401)])
        assert told == []
    assert told == [SignedOut([1], 4401)]


def test_what_fails_is_told_to_nobody(people: Cast, told: list[Outgoing]) -> None:
    @action
    def stumble(ask: UpdateProfile, *, by: User) -> Done:
        version = next_version(by.pk)
        publish.publish([SignedOut([1], 4401)])
        raise Refused("conflict", "Somebody was faster.")
        return Done(version=version)

    with pytest.raises(Refused):
        stumble(UpdateProfile(), by=people.ana)
    assert told == []
    people.ana.refresh_from_db()
    assert people.ana.version == 0


def test_publishing_outside_of_a_transaction_is_a_mistake() -> None:
    with pytest.raises(AssertionError):
        publish.publish([SignedOut([1], 4401)])


def test_an_action_does_not_run_inside_another() -> None:
    with pytest.raises(RuntimeError), transaction(), transaction():
        pass


def test_a_bus_that_is_away_does_not_undo_what_was_said(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)

    def broken(outgoing: list[Outgoing]) -> None:
        raise ConnectionError("Redis is away")

    publish.deliver_with(broken)
    assert say(people.hanna, conversation, "Still there?").number == 3
    assert row_of(conversation).last_number == 3


# --- collisions ------------------------------------------------------------------------------


class Colliding(OperationalError):
    def __init__(self, state: str) -> None:
        self.__cause__ = psycopg.errors.lookup(state)("as the database says it")


def failing(times: int, state: str) -> tuple[Any, list[int]]:
    tries: list[int] = []

    @action
    def act(ask: UpdateProfile, *, by: User) -> Done:
        User.objects.filter(pk=by.pk).update(version=F("version") + 1)
        tries.append(1)
        if len(tries) <= times:
            raise Colliding(state)
        return Done(version=len(tries))

    return act, tries


@pytest.mark.parametrize("state", ["40P01", "40001"])
def test_a_collision_is_tried_again_and_leaves_no_trace(people: Cast, state: str) -> None:
    act, tries = failing(2, state)
    act(UpdateProfile(), by=people.ana)
    people.ana.refresh_from_db()
    assert len(tries) == 3
    assert people.ana.version == 1


@pytest.mark.parametrize("state", ["40P01", "40001"])
def test_a_collision_without_end_says_come_back(people: Cast, state: str) -> None:
    act, tries = failing(99, state)
    with pytest.raises(Refused) as refused:
        act(UpdateProfile(), by=people.ana)
    assert refused.value.as_error()["retry"] is True
    assert len(tries) == 3


@pytest.mark.parametrize("state", ["55P03", "57014", "57P01", "53300"])
def test_a_busy_database_says_come_back_at_once(people: Cast, state: str) -> None:
    act, tries = failing(99, state)
    with pytest.raises(Refused, match="unavailable"):
        act(UpdateProfile(), by=people.ana)
    assert len(tries) == 1


def test_any_other_failure_is_a_fault_and_is_not_hidden(people: Cast) -> None:
    act, _ = failing(99, "23505")
    with pytest.raises(OperationalError):
        act(UpdateProfile(), by=people.ana)


def test_a_lock_that_is_held_too_long_says_come_back_and_keeps_no_key(people: Cast) -> None:
    conversation, key = talking(people.hanna, people.ana), uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    try:
        with another_connection() as other:
            other.execute(
                "SELECT 1 FROM conversations WHERE public_id = %s FOR UPDATE", [conversation]
            )
            with pytest.raises(Refused, match="unavailable"):
                say(people.hanna, conversation, "Hello?", key)
    finally:
        connection.close()
    assert not Command.objects.filter(user=people.hanna, key=key).exists()
    assert say(people.hanna, conversation, "Hello?", key).duplicate is False


def another_connection() -> "psycopg.Connection[Any]":
    return psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None})


async def test_a_line_that_breaks_while_something_is_read_is_a_passing_fault(
    database: None,
) -> None:
    """Django connects anew while it cleans up: the connection is well when it is looked at."""

    def read() -> None:
        with atomic():
            line = socket.socket(fileno=os.dup(connection.connection.pgconn.socket))
            with line:
                line.shutdown(socket.SHUT_RDWR)
            rows("SELECT 1")

    with pytest.raises(Refused, match="unavailable"):
        await in_database(read)
    assert await in_database(rows, "SELECT 1 AS one") == [{"one": 1}]
