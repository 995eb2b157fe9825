"""The base of all kinds of topics.

The room that owns the rows of a kind has one class for it, in its `topics.py`, and registers it
(`protocol/topics.py`). The edge loops over the registered kinds and knows none of them: it asks
each who may see a topic, what has changed since a version, and which topics have moved.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.conf import settings

from protocol.budget import Budget
from protocol.states import LARGE_OBJECTS, TopicState, later, page, why_reset, without_topic
from protocol.wire import Change, Framed

Row = TypeVar("Row")


class Kind(ABC, Generic[Row]):
    """One kind of topic. `Row` is what `find` returns: a topic as its reader sees it."""

    #: `call`, or for a face of the same rows `call.host`.
    name: ClassVar[str]
    #: Whether clients watch it. Everybody who watches a place gets the same frames; other topics
    #: have members, who get their frames without watching.
    is_place: ClassVar[bool] = False
    #: Whether a topic is a single object, so that its newest version says everything.
    is_one_object: ClassVar[bool] = False
    #: Whether clients use single frames of it in any order, without following the versions.
    is_hint: ClassVar[bool] = False
    #: A SELECT of (person, topic, version) for topics that a transaction not older than `%(since)s`
    #: has changed. For a topic with members: one row for each of them in `%(people)s`. For a place:
    #: no person, and its id is in the parameter that `watched` names, such as `%(call_host)s`. The
    #: sweep asks all kinds in one statement.
    moved: ClassVar[str]

    #: Made from the name: its first part, the parameter of `moved`, and the gap for the id.
    base: ClassVar[str]
    watched: ClassVar[str]
    _named: ClassVar[str]

    def __init_subclass__(cls) -> None:
        if "name" in vars(cls):
            cls.base, dot, face = cls.name.partition(".")
            cls.watched = cls.name.replace(".", "_")
            cls._named = f"{cls.base}.{{}}{dot}{face}"

    def topic(self, id: object) -> str:
        """The name of one topic inside the server."""
        return self._named.format(id)

    # --- who may see what --------------------------------------------------------------------

    @abstractmethod
    def find(self, ids: Collection[UUID], *, reader: Any) -> Mapping[UUID, Row]:
        """Look up those of these topics that the reader may see, in one query."""

    def granted(self, ids: Collection[UUID], *, reader: Any) -> set[UUID]:
        """Return the ids of those that the reader may see."""
        return set(self.find(ids, reader=reader))

    @abstractmethod
    def head(self, row: Row) -> int:
        """Return the version that the topic has reached, as this reader sees it."""

    @abstractmethod
    def since(self, row: Row, version: int, *, limit: int, size: int) -> Sequence[Change | Framed]:
        """Return the changes after `version` (-1: all of them), in version order.

        At most `limit`, which is one more than a page; what follows `size` bytes may be left out.
        """

    # --- states ------------------------------------------------------------------------------

    def state(
        self, row: Row, cursor: int | None, *, budget: Budget, fresh: str | None = None
    ) -> TopicState:
        """Return what has changed since `cursor`, or a snapshot (None).

        `fresh`: why the cursor is not used ("epoch"); the client has to forget what it knows.
        """
        known, reset = self.start(row, cursor, fresh)
        head = self.head(row)
        if budget.spent and max(known, 0) < head:
            return later(max(known, 0), reset)
        if known < 0:
            return self.snapshot(row, reset, budget)
        if known == head:
            return TopicState(version=head, objects=[])
        return page(self._changes(row, known, budget), head, self.page_size, budget)

    def start(self, row: Row, cursor: int | None, fresh: str | None) -> tuple[int, str | None]:
        """Return the version to go on from (-1: a snapshot), and why the client has to reset.

        A single object needs no reset: the new one takes the place of the old one.
        """
        if self.is_one_object:
            is_known = cursor is not None and not fresh and cursor <= self.head(row)
            return (cursor if cursor is not None and is_known else -1), None
        if cursor is None:
            return -1, fresh
        reset = fresh or self.reset(row, cursor)
        return (-1 if reset else cursor), reset

    def reset(self, row: Row, cursor: int) -> str | None:
        """Return why the client cannot go on from this cursor, if so."""
        return why_reset(cursor, self.head(row))

    def snapshot(self, row: Row, reset: str | None, budget: Budget) -> TopicState:
        """Return the newest state, for a client without a usable cursor: by default everything.

        At version 0 nothing is left out, because the client could not ask for the rest.
        """
        found, head = self._changes(row, -1, budget), self.head(row)
        if head == 0:
            objects = without_topic(budget.take_all(found))
            return TopicState(version=0, objects=objects, reset=reset)
        return page(found, head, self.page_size, budget, reset)

    @property
    def page_size(self) -> int:
        """The most objects of a page. They may be large, and are read before they are measured."""
        return min(settings.LIMITS.sync_page, LARGE_OBJECTS)

    def _changes(self, row: Row, version: int, budget: Budget) -> Sequence[Change | Framed]:
        limit, size = self.page_size + 1, max(budget.bytes, 1)
        return self.since(row, version, limit=limit, size=size)
