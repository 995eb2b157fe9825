"""The shapes that server and client share: verbs in, results and events out.

Every Struct built on these, in the apps' `verbs.py` and `events.py`, is the single source of
the AsyncAPI and OpenAPI documents, the tables in docs/protocol.md and the client's types.
"""

from datetime import datetime
from typing import Annotated, ClassVar, NamedTuple
from uuid import UUID

from django.conf import settings
from msgspec import Meta, Raw, Struct

Instant = Annotated[datetime, Meta(tz=True)]
Text = Annotated[str, Meta(max_length=settings.LIMITS.content_characters)]
Content = Annotated[Text, Meta(min_length=1)]
Line = Annotated[str, Meta(max_length=200)]
Count = Annotated[int, Meta(ge=0)]


class Object(Struct, frozen=True, kw_only=True):
    """A thing as it looks on the wire."""


class Verb(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person asks for. Each subclass names itself in `verb`."""

    verb: ClassVar[str]


class Keyed(Verb, frozen=True, kw_only=True):
    """A verb that creates or decides something: asked twice with one key, done once."""

    key: UUID


class Result(Object, frozen=True, kw_only=True):
    """What a verb answers. `duplicate`: the key was known, this is the stored answer."""

    duplicate: bool = False


class Noted(Result, frozen=True):
    """It is so now."""


class Event(Object, frozen=True):
    """What others are told: a whole object as it is now. Each subclass names itself in `event`."""

    event: ClassVar[str]


class Receipt(Object, frozen=True):
    """When it was decided, by the database's clock: so long before `expires_at`, or, where the
    margin is negative, after it. That moment is the deadline of the call or offer, and for
    sessions and bookings their start, or the end that had to come first.
    """

    decided_at: Instant
    expires_at: Instant
    margin_ms: int


class ErrorObject(Object, frozen=True, kw_only=True, omit_defaults=True):
    """Why not. `retry`: the same command may work later, after `after_ms` if given. `receipt`:
    by how much a deadline was missed.
    """

    code: str
    message: str
    retry: bool
    field: str | None = None
    reasons: list[str] | None = None
    after_ms: int | None = None
    receipt: Receipt | None = None


class Change(NamedTuple):
    """An object that a topic's `version` last touched, as the event that tells of it."""

    version: int
    event: Event


class Framed(NamedTuple):
    """The same as the frame of that event, without `topic`: put together by the database."""

    version: int
    frame: Raw
