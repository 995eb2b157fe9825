"""What others are told about sessions, calls, applications and bookings."""

from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from msgspec import Meta

from people.events import ModelCard, Person
from protocol.wire import Event, Instant, Object, Receipt

CallStatus = Literal["active", "filled", "expired", "cancelled"]
ApplicationStatus = Literal["pending", "accepted", "rejected", "withdrawn", "expired"]
Check = Literal["pose_style", "min_rating", "experience", "languages", "free"]
OfferStatus = Literal["sent", "accepted", "declined", "withdrawn", "expired"]
BookingState = Literal[
    "confirmed", "cancelled_by_host", "cancelled_by_model", "no_show", "disputed", "completed"
]


class Evening(Object, frozen=True):
    """What is public of a session."""

    title: str
    starts_at: Instant
    ends_at: Instant
    time_zone: str
    district: str
    positions: int
    cancelled: bool


class Session(Evening, frozen=True):
    """An evening in the calendar. `place` is null until one is booked for it (or hosts it)."""

    id: UUID
    host: Person
    place: str | None


class HostedSession(Session, frozen=True):
    """A session of mine; `is_public`: on my page it stands for everybody. `version` is that of
    my own topic."""

    booked: int
    is_public: bool
    version: int


class Course(Object, frozen=True):
    """How far a call has come. At `expires_at` it is over, even where `status` is still active:
    `expired` follows within moments.
    """

    id: UUID
    status: CallStatus
    expires_at: Instant
    ended_at: Instant | None
    positions_left: int


class CallState(Course, frozen=True):
    """All that changes about a call in public, the same bytes for everybody."""

    fee_amount: int | None
    fee_currency: str
    note: str
    terms: str
    session: Evening


class Call(Course, frozen=True):
    """A call as a model sees it. `version` is that of `call.<id>`, to watch it from there."""

    host: Person
    session: Session
    requirements: dict[str, Any]
    fee_amount: int | None
    fee_currency: str
    note: str
    terms: str
    version: int
    created_at: Instant


class Reason(Object, frozen=True):
    """A requirement that I meet, or miss. `words` say so in my language."""

    requirement: Check
    words: str


Reasons = Annotated[list[Reason], Meta(max_length=len(get_args(Check)))]


class BoardCall(Object, frozen=True):
    """A call as I stand to it. `why`: what of it suits me. `misses`: what I lack.

    It is for me if `misses` is empty: then I can apply. `application`: my latest. `version` is that
    of my own topic.
    """

    call: Call
    why: Reasons
    misses: Reasons
    seen: bool
    application: UUID | None
    application_status: ApplicationStatus | None
    version: int


class MyApplication(Object, frozen=True):
    """My application, as only I see it. `version` is that of my own topic.

    `receipt`: when I applied, and how long before the deadline; null: nobody knows any more.
    `terms` are those that I agreed to. `asked_again`: fee, time or district are others since, and
    I have not agreed to them yet.
    """

    id: UUID
    call: Call
    status: ApplicationStatus
    reason: str
    note: str
    terms: dict[str, Any]
    conversation: UUID | None
    viewed: bool
    asked_again: bool
    created_at: Instant
    receipt: Receipt | None
    version: int


class Applicant(Object, frozen=True):
    """An application as the host of the call sees it; `version` is that of the host topic.

    `asked_again`: they have not agreed yet to fee, time or district as they are now, and cannot be
    booked.
    `conversation`: where the two talk, opened by the application.
    """

    id: UUID
    call: UUID
    person: Person
    model: ModelCard
    status: ApplicationStatus
    reason: str
    note: str
    conversation: UUID
    viewed: bool
    shortlisted: bool
    asked_again: bool
    created_at: Instant
    version: int


class Figures(Object, frozen=True):
    """How far a call has reached: "12 told, 7 saw it (`seen`), 3 applied". Some find it untold."""

    call: UUID
    told: int
    seen: int
    applied: int


class NearMiss(Object, frozen=True):
    """So many models miss a call by this one requirement only. `best`: the highest of their
    ratings, if it is the rating that they miss; else null.
    """

    requirement: Check
    count: int
    best: float | None = None


class Match(Object, frozen=True):
    """What a call would reach if it were opened now."""

    matching: int
    near: Annotated[list[NearMiss], Meta(max_length=len(get_args(Check)))]


class HostCall(Object, frozen=True):
    """A call of mine as its host: places booked by whatever way, and how many wait for a decision.

    `version` is that of my own topic.
    """

    call: Call
    booked: int
    pending: int
    version: int


class Booking(Object, frozen=True):
    """A booked place, for host and model alike; `version` is that of the reader's own topic.

    `moved_to`: when the session begins and ends since it was moved, while the model has not agreed
    to that; null: nothing is asked. They may agree to these `terms`, or leave without blame.
    `my_stars`: what the reader gave, null until then. `state` is `disputed` where the host said
    that the model did not come, and the model that they did.
    """

    id: UUID
    session: Session
    model: Person
    state: BookingState
    fee_amount: int | None
    fee_currency: str
    conversation: UUID | None
    starts_at: Instant
    ends_at: Instant
    moved_to: list[Instant] | None
    terms: str
    my_stars: int | None
    created_at: Instant
    version: int


class Offer(Object, frozen=True):
    """One model was asked for one session, on these `terms`; `version` is that of the reader's own
    topic."""

    id: UUID
    session: Session
    model: Person
    status: OfferStatus
    fee_amount: int | None
    fee_currency: str
    note: str
    terms: str
    expires_at: Instant
    closing: bool
    conversation: UUID | None
    created_at: Instant
    version: int


class SessionChanged(Event, frozen=True):
    """A session of mine was created or changed."""

    event = "session.changed"
    data: HostedSession


class CallChanged(Event, frozen=True):
    """The public course of a call. `now` is the server's time, for countdowns."""

    event = "call.changed"
    data: CallState
    now: Instant


class CallTold(Event, frozen=True):
    """A call for me is on the board, or changed there."""

    event = "call.told"
    data: BoardCall


class HostCallChanged(Event, frozen=True):
    """To the host, on every device: a call of mine was opened, applied to or ended."""

    event = "host_call.changed"
    data: HostCall


class ApplicantChanged(Event, frozen=True):
    """To the host: somebody applied, withdrew or was decided on."""

    event = "applicant.changed"
    data: Applicant


class FiguresChanged(Event, frozen=True):
    """To the host: how many were told, saw it, applied."""

    event = "figures.changed"
    data: Figures


class ApplicationChanged(Event, frozen=True):
    """To the applicant alone: where their application stands."""

    event = "application.changed"
    data: MyApplication


class BookingChanged(Event, frozen=True):
    """To host and model: a booking was made or changed."""

    event = "booking.changed"
    data: Booking


class OfferChanged(Event, frozen=True):
    """To host and model: an offer was made, answered, taken back or ran out."""

    event = "offer.changed"
    data: Offer
