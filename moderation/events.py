"""Reports and decisions as the people concerned see them. Others hear nothing of either."""

from typing import Literal
from uuid import UUID

from moderation.vocabulary import Thing
from protocol.wire import Instant, Object


class MyReport(Object, frozen=True):
    """A report of mine, and whether somebody has looked at it."""

    id: UUID
    thing: Thing
    reason: str
    state: Literal["open", "taken", "closed"]
    acted: bool
    created_at: Instant
    closed_at: Instant | None


class MySanction(Object, frozen=True):
    """A decision of the staff against me, why, until when, and what became of my appeal."""

    id: UUID
    kind: Literal["warn", "hide", "limit", "suspend", "close"]
    words: str
    begins_at: Instant
    ends_at: Instant | None
    lifted_at: Instant | None
    appeal: str
    answer: str
    answered_at: Instant | None
