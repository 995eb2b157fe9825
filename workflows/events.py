"""What others are told about sessions, calls, applications and bookings."""

from typing import Any, Literal
from uuid import UUID

from people.events import ModelCard, Person
from protocol.wire import Event, Instant, Object, Receipt

CallStatus = Literal["active", "filled", "expired", "cancelled"]
ApplicationStatus = Literal["pending", "accepted", "rejected", "withdrawn", "expired"]
Check = Literal["pose_style", "min_rating", "experience", "languages", "free"]
OfferStatus = Literal["sent", "accepted", "declined", "withdrawn", "expired"]
BookingState = Literal[
    "confirmed", "cancelled_by_host", "cancelled_by_model", "no_show", "completed"
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
    positions_left: int


class CallState(Course, frozen=True):
    """All that changes about a call in public, the same bytes for everybody."""

    fee_amount: int | None
    fee_currency: str
    note: str
    session: Evening


class Call(Course, frozen=True):
    """A call as a model sees it. `version` is that of `call.<id>`, to watch it from there."""

    host: Person
    session: Session
    requirements: dict[str, Any]
    fee_amount: int | None
    fee_currency: str
    note: str
    version: int
    created_at: Instant


class BoardCall(Object, frozen=True):
    """A call as I stand to it: `why` it suits me, what I `miss`, my latest application.

    It is for me if `misses` is empty: then I can apply. `version` is that of my own topic.
    """

    call: Call
    why: list[str]
    misses: list[str]
    seen: bool
    application: UUID | None
    application_status: ApplicationStatus | None
    version: int


class MyApplication(Object, frozen=True):
    """My application, as only I see it. `version` is that of my own topic.

    `asked_again`: the fee is another one since, and I have not agreed to it yet.
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

    `asked_again`: they have not agreed yet to the fee as it is now, and cannot be booked.
    """

    id: UUID
    call: UUID
    person: Person
    model: ModelCard
    status: ApplicationStatus
    reason: str
    note: str
    conversation: UUID | None
    viewed: bool
    shortlisted: bool
    asked_again: bool
    created_at: Instant
    version: int


class Figures(Object, frozen=True):
    """How far a call has reached: "12 told, 7 saw it, 3 applied". Some may find it untold."""

    call: UUID
    told: int
    seen: int
    applied: int


class NearMiss(Object, frozen=True):
    """So many models miss a call by this one requirement only; `best` of their ratings."""

    requirement: Check
    count: int
    best: float | None = None


class Match(Object, frozen=True):
    """What a call would reach if it were opened now."""

    matching: int
    near: list[NearMiss]


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

    `moved_to`: the session was moved there; the model may agree, or leave without blame.
    `my_stars`: what the reader gave, null until then.
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
    my_stars: int | None
    created_at: Instant
    version: int


class Offer(Object, frozen=True):
    """One model was asked for one session; `version` is that of the reader's own topic."""

    id: UUID
    session: Session
    model: Person
    status: OfferStatus
    fee_amount: int | None
    fee_currency: str
    note: str
    expires_at: Instant
    closing: bool
    conversation: UUID | None
    created_at: Instant
    version: int


class CardApplication(Object, frozen=True):
    id: UUID
    status: ApplicationStatus
    reason: str
    note: str
    asked_again: bool
    created_at: Instant


class ThreadCard(Object, frozen=True):
    """What host and model of a conversation are about: their latest call or offer."""

    mine: Literal["host", "model"]
    call: Call | None
    application: CardApplication | None
    offer: Offer | None
    booking: Booking | None


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
