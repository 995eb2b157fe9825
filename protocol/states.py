"""What a client is told of a topic: what has changed since a version, or a snapshot of it.

State-based: rows with `version > cursor`, in version order. There is no log of events and so
no window after which history is lost.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from protocol.budget import Budget
from protocol.wire import Change, Framed, Object

#: So many of a page's objects are read at once where each can be large.
LARGE_OBJECTS = 250


class TopicState(Object, frozen=True, kw_only=True, omit_defaults=True):
    """A topic up to `version`: the objects that changed, as frames without `topic`.

    `reset` says why you have to forget first what you have of this topic, because the objects are a
    snapshot; null: they are what came after your version. `more`: ask again from `version`. A
    conversation also says where I have read up to.
    """

    version: int
    objects: list[dict[str, Any]]
    more: bool = False
    reset: str | None = None
    last_read_number: int | None = None
    unread: int | None = None


def page(
    found: Sequence[Change | Framed],
    head: int,
    limit: int,
    budget: Budget,
    reset: str | None = None,
) -> TopicState:
    """As many changes as fit. Where something may be left, the client asks on from the last."""
    kept = budget.take(found[:limit])
    if kept and (len(kept) < len(found) or (budget.spent and kept[-1].version < head)):
        version = kept[-1].version
        return TopicState(version=version, objects=without_topic(kept), more=True, reset=reset)
    return TopicState(version=head, objects=without_topic(kept), reset=reset)


def later(version: int, reset: str | None = None) -> TopicState:
    """For a topic that does not fit into this answer any more: the client asks for it again."""
    return TopicState(version=version, objects=[], more=True, reset=reset)


def why_reset(cursor: int, head: int) -> str | None:
    """Why a cursor cannot be continued from, if so."""
    if cursor > head:
        return "ahead"
    if head - cursor > settings.LIMITS.reset_after_versions:
        return "behind"
    return None


def without_topic(changes: Sequence[Framed]) -> list[Any]:
    """The frames of changes; the name of their topic stands beside them."""
    return [change.frame for change in changes]
