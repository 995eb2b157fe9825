"""Who has waited for a row decides by what is true then, also in the rows beside it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from django.db import connection

from protocol.publish import Outgoing
from tests.dealings import extend
from tests.people import Cast
from tests.races.locks import in_line
from tests.refusals import refused
from tests.state import plain
from tests.stories import apply, call_row, open_call, session
from tests.verify import frames_at
from workflows import queries
from workflows.queries import calls

Value = TypeVar("Value")
SOON = timedelta(minutes=90)


@contextmanager
def meanwhile(call: UUID, change: str, *given: Any) -> Iterator[None]:
    """Somebody who holds the call and has changed its session, committed with the block's end."""
    row, session = call_row(call), call_row(call).calendar_session_id
    login = connection.get_connection_params() | {"cursor_factory": None}
    with psycopg.connect(**login) as other:
        other.execute("SELECT 1 FROM calendar WHERE id = %s FOR UPDATE", [session])
        other.execute("SELECT 1 FROM open_calls WHERE id = %s FOR UPDATE", [row.pk])
        other.execute(f"UPDATE calendar SET {change} WHERE id = %s", [*given, session])
        yield
        other.commit()


EARLIER = "during = tstzrange(lower(during) - %s, upper(during) - %s, '[)')"


def behind(call: UUID, change: str, *given: Any, act: Callable[[], Value]) -> Value:
    """What comes of an act that stands in line while a session is changed."""

    def run() -> Value:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with meanwhile(call, change, *given):
            came = threads.submit(run)
            in_line(1)
        return came.result(10)


def test_a_deadline_is_not_moved_behind_a_start_that_was_just_moved(people: Cast) -> None:
    call = open_call(people.hanna)
    by = timedelta(days=2) - SOON
    until = call_row(call).expires_at + timedelta(hours=3)
    with refused("bad_request", field="expires_at"):
        behind(call, EARLIER, by, by, act=lambda: extend(people.hanna, call, until))
    assert call_row(call).expires_at < until


def test_everybody_reads_the_places_that_are_left_by_then(
    people: Cast, told: list[Outgoing]
) -> None:
    evening = session(people.hanna, positions=2)
    call = open_call(people.hanna, evening)
    until = call_row(call).expires_at + timedelta(hours=3)
    told.clear()
    behind(call, "booked = booked + 1", act=lambda: extend(people.hanna, call, until))
    [frame] = frames_at(f"call.{call}", told)
    [stored] = calls.public_changes(queries.call(call, seen_by=people.mika), 0)
    assert frame["data"] == plain(stored.event.data)  # type: ignore[attr-defined]
    assert frame["data"]["positions_left"] == 1


def test_nobody_applies_for_a_time_that_was_moved_while_they_waited(people: Cast) -> None:
    call = open_call(people.hanna)
    an_hour = timedelta(hours=1)
    with refused("terms_changed"):
        behind(call, EARLIER, an_hour, an_hour, act=lambda: apply(people.ana, call))
    assert not call_row(call).applications.exists()
