"""Catching up: what a person may see of all that they ask for, from one consistent look.

The whole answer has one budget: what does not fit comes when the client asks again.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from people.models import User
from protocol import topics
from protocol.budget import Budget
from protocol.kinds import Kind
from protocol.states import TopicState


class Found(NamedTuple):
    """The states of topics, and the names of those that are not this person's to see."""

    states: dict[str, TopicState]
    gone: list[str]


def read_many(user: User, cursors: Mapping[str, int | None]) -> dict[str, TopicState]:
    """In one look, for the verb `sync`: the topics that may be read; the others are left out."""
    return read(user, cursors, Budget()).states


def read(
    user: User, cursors: Mapping[str, int | None], budget: Budget, *, fresh: str | None = None
) -> Found:
    """Each topic since its cursor (None: a snapshot), in the order in which they are asked for.

    `fresh`: why the cursors do not count ("epoch"); topics that they name are snapshots then.
    """
    rows: dict[str, tuple[Kind[Any], Any]] = {}
    for kind, named in topics.by_kind(cursors).items():
        for id, row in kind.find(named, reader=user).items():
            rows[named[id]] = kind, row
    states = {}
    for name, cursor in cursors.items():
        if name in rows:
            kind, row = rows[name]
            states[name] = kind.state(row, cursor, budget=budget, fresh=fresh)
    return Found(states, [name for name in cursors if name not in rows])
