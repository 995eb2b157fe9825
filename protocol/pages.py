"""Lists in one style: each page says where the next one begins, and nothing is cut silently.

A list that is not read page by page says in its schema how much it holds: it has `maxItems`, or
its words begin with `ALL`.
"""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from msgspec import Meta

from protocol import cursor as cursors
from protocol.asked import Asked
from protocol.wire import Count, Cursor, Instant, Object

Limit = Annotated[int, Meta(ge=1, le=100)]
Found = TypeVar("Found")
Row = TypeVar("Row", bound=Model)

ALL = "All of them"


class Paged(Asked, frozen=True):
    """`cursor`: the `next` of the page before; absent: the first page. `limit`: so many objects at
    most.
    """

    cursor: Cursor | None = None
    limit: Limit = 50


class Page(Object, frozen=True, kw_only=True):
    """`next`: the `cursor` of the page that follows, null on the last one."""

    next: str | None


def cut(
    found: Iterable[Found], limit: int, position: Callable[[Found], object]
) -> tuple[list[Found], str | None]:
    """A page, where one more than its limit was read if there is one, and the next cursor."""
    rows = list(found)
    page = rows[:limit]
    return page, cursors.write(position(page[-1])) if len(rows) > limit else None


def newest_first(
    found: "QuerySet[Row]",
    *,
    cursor: str | None,
    limit: int,
    by: tuple[str, str] = ("created_at", "pk"),
) -> tuple[list[Row], str | None]:
    """By keyset: a page stays what it is, however many rows come in above it."""
    at, id = by
    if cursor is not None:
        kind: Any = Count if id == "pk" else UUID
        when, last = cursors.read(cursor, tuple[Instant, kind])
        found = found.filter(Q(**{f"{at}__lt": when}) | Q(**{at: when, f"{id}__lt": last}))
    rows = list(found.order_by(f"-{at}", f"-{id}")[: limit + 1])
    return cut(rows, limit, attrgetter(*(field.replace("__", ".") for field in by)))
