"""The shapes that server and client share: verbs in, results and events out.

Every Struct built on these, in the apps' `verbs.py` and `events.py`, is the single source of
the AsyncAPI and OpenAPI documents, the tables in docs/protocol.md and the client's types.
"""

from datetime import datetime
from typing import Annotated, ClassVar, Literal, NamedTuple
from uuid import UUID

import msgspec
from django.conf import settings
from msgspec import Meta, Raw, Struct

from core.refused import CODES
from protocol.asked import CODE, LINE, MOMENT, SOUGHT, TEXT, Asked
from protocol.keys import Key

encode = msgspec.json.Encoder().encode

#: What a client sends lies between the years 2000 and 2099, which every reader can show.
Instant = Annotated[datetime, Meta(tz=True), MOMENT]
Text = Annotated[str, Meta(max_length=settings.LIMITS.content_characters), TEXT]
Content = Annotated[Text, Meta(min_length=1)]
#: A name, a title, a place: what a person writes on one line.
Line = Annotated[str, Meta(max_length=200), LINE]
#: What programs say to each other: printable, without blanks of its own.
Code = Annotated[str, Meta(max_length=200), CODE]
Cursor = Annotated[str, Meta(max_length=600), CODE]
#: What somebody looks for.
Sought = Annotated[str, Meta(max_length=200), SOUGHT]
#: JavaScript counts exactly up to here.
LARGEST_NUMBER = 2**53 - 1
Count = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
#: What a command names by number.
Number = Count


class Object(Struct, frozen=True, kw_only=True):
    """A thing as it looks on the wire."""


#: Who hears of a verb. `nobody`: it is one's own affair. `undo`: it takes something back, or puts
#: distance between people; everybody may do that. `known`: people who have to do with each other.
#: `strangers`: it can make people hear who do not, and asks the budget of the day.
Reaches = Literal["nobody", "undo", "known", "strangers"]


class Verb(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person asks for. Each subclass names itself in `verb`, and whom it `reaches`."""

    verb: ClassVar[str]
    reaches: ClassVar[Reaches]


class Keyed(Verb, frozen=True, kw_only=True):
    """A verb that creates or decides something: asked twice with one key, done once.

    `key`: a UUID that the client makes, of version 7 if it can; the command is carried out once
    under it, however often it is sent.
    """

    key: Key


class Consent(Keyed, frozen=True, kw_only=True):
    """A yes. `terms` is what the object that was agreed to says in its own `terms`. If it has
    other terms by now, the yes is refused with `terms_changed` and the new ones.
    """

    terms: Annotated[str, Meta(min_length=1, max_length=64), CODE]


class Result(Object, frozen=True, kw_only=True):
    """What a verb answers. `duplicate`: the key was known, this is the stored answer."""

    duplicate: bool = False


class Noted(Result, frozen=True):
    """It is so now."""


class Event(Object, frozen=True):
    """What others are told. `data` is the whole object as it is now. Each subclass names itself in
    `event`.
    """

    event: ClassVar[str]


class Receipt(Object, frozen=True):
    """When it was decided, by the database's clock: so long before `expires_at`, or, where the
    margin is negative, after it. That moment is the deadline of the call or offer, and for
    sessions and bookings their start, or the end that had to come first.
    """

    decided_at: Instant
    expires_at: Instant
    margin_ms: int


class StandingBooking(Object, frozen=True):
    """A booking that a refused block would leave standing. `hosting`: the session is mine."""

    id: UUID
    title: str
    starts_at: Instant
    time_zone: str
    hosting: bool


class Terms(Object, frozen=True):
    """What a yes agrees to, as its reader may see it. `version` names all of it: the object that
    shows these terms carries it in `terms`, and the yes sends it back.
    """

    version: str
    title: str
    starts_at: Instant
    ends_at: Instant
    time_zone: str
    district: str
    place: str | None
    fee_amount: int | None
    fee_currency: str
    note: str


class ErrorObject(Object, frozen=True, kw_only=True, omit_defaults=True):
    """Why not. `retry`: the same command may work later, after `after_ms` milliseconds if given.
    `receipt`: by how much a deadline was missed. `free_at`: when a budget has room again.
    `bookings`: what a block has to decide about. `terms`: what it would be agreed to now
    (`terms_changed`). What does not apply is absent, or null.
    """

    code: Annotated[str, Meta(extra_json_schema={"enum": [*CODES]})]
    message: str
    retry: bool
    field: str | None = None
    reasons: list[str] | None = None
    after_ms: int | None = None
    free_at: Instant | None = None
    receipt: Receipt | None = None
    bookings: list[StandingBooking] | None = None
    terms: Terms | None = None


class Change(NamedTuple):
    """An object that a topic's `version` last touched, as the event that tells of it."""

    version: int
    event: Event


class Framed(NamedTuple):
    """The same as the frame of that event, without `topic`: put together by the database."""

    version: int
    frame: Raw
