"""Two who meet at one row, in an order that the test has chosen."""

from typing import Any
from uuid import UUID

from tests.races.locks import holding, holding_call, in_line
from tests.races.workers import Act, Came, Crowd
from tests.stories import session_row


def behind_call(workers: Crowd, call: UUID, *acts: Act) -> list[Came]:
    return _behind(workers, holding_call(call), acts)


def behind_session(workers: Crowd, of_session: UUID, *acts: Act) -> list[Came]:
    row = session_row(of_session).pk
    return _behind(workers, holding("SELECT 1 FROM calendar WHERE id = %s FOR UPDATE", row), acts)


def _behind(workers: Crowd, held: Any, acts: tuple[Act, ...]) -> list[Came]:
    """What came of each; they have come to the row in this order."""
    with held:
        for n, act in enumerate(acts):
            workers.workers[n].begin([act])
            in_line(n + 1)
    came = [workers.workers[n].came()[0] for n in range(len(acts))]
    assert [one.error for one in came if one.error] == []
    return came
