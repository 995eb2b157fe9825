"""A person's own topic: every room tells them there what is theirs alone."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from people import queries
from people.events import ProfileChanged
from people.models import User
from protocol import topics
from protocol.budget import Budget
from protocol.kinds import Kind
from protocol.states import TopicState
from protocol.wire import Change, Framed

#: `function(user, version, *, limit)`: what changed since a version, at most so much, by versions.
Reading = TypeVar("Reading", bound=Callable[..., Sequence[Change | Framed]])

_readings: list[Callable[..., Sequence[Change | Framed]]] = []


def own_changes(reading: Reading) -> Reading:
    """Register what a room tells people on their own topic."""
    _readings.append(reading)
    return reading


class Own(Kind[User]):
    name = topics.OWN
    moved = """
        SELECT id AS person, 'user' AS topic, version FROM user_profiles
        WHERE id = ANY(%(people)s) AND changed_xid >= %(since)s"""

    def find(self, ids: Collection[UUID], *, reader: User) -> Mapping[UUID, User]:
        return dict.fromkeys(ids, reader)

    def head(self, row: User) -> int:
        return row.version

    def since(self, row: User, version: int, *, limit: int, size: int) -> list[Change | Framed]:
        found = [change for read in _readings for change in read(row, version, limit=limit)]
        return sorted(found, key=lambda change: change.version)

    def state(
        self, row: User, cursor: int | None, *, budget: Budget, fresh: str | None = None
    ) -> TopicState:
        """Without a cursor only the head: the lists come page by page over HTTP."""
        known, reset = self.start(row, None if fresh else cursor, None)
        if known < 0:
            return TopicState(version=row.version, objects=[], reset=reset)
        return super().state(row, known, budget=budget)


OWN = topics.register(Own())


@own_changes
def my_profile(user: User, version: int, *, limit: int) -> list[Change]:
    """Profile and settings, if they have changed."""
    if user.profile_version <= version:
        return []
    return [Change(user.profile_version, ProfileChanged(data=queries.me(user)))]
