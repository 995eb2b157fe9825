"""What may be asked of sessions, calls, applications and bookings."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta

from protocol.wire import Instant, Keyed, Line, Verb

LocalTime = Annotated[datetime, Meta(tz=False)]
Note = Annotated[str, Meta(max_length=1000)]


class CreateSession(Keyed, frozen=True):
    """Put an evening in my calendar.

    `local_start` is the wall time in `time_zone`, without an offset. Where the clocks go back
    it can mean two moments: `fold` 0 is the first of them and 1 the second.
    `is_public`: it stands on my page for everybody, with title, time and district.
    """

    verb = "session.create"
    title: Annotated[str, Meta(min_length=1, max_length=120)]
    local_start: LocalTime
    minutes: Annotated[int, Meta(ge=15, le=24 * 60)]
    time_zone: Line
    place: Line = ""
    district: Annotated[str, Meta(max_length=80)] = ""
    positions: Annotated[int, Meta(ge=1, le=50)] = 1
    is_public: bool = False
    fold: Literal[0, 1] | None = None


class OpenCall(Keyed, frozen=True):
    """Look for models for a session of mine, until `expires_at`.

    `fee_amount` is in the currency's smallest unit; null says "unpaid or by arrangement".
    """

    verb = "call.open"
    session: UUID
    expires_at: Instant
    requirements: dict[str, Any] = {}
    fee_amount: Annotated[int, Meta(ge=0, le=100_000_00)] | None = None
    fee_currency: Annotated[str, Meta(pattern=r"^([A-Z]{3})?$(?!\n)")] = ""
    note: Note = ""


class ExtendCall(Keyed, frozen=True):
    """Move the deadline of an active call on, at most to the start of its session."""

    verb = "call.extend"
    call: UUID
    expires_at: Instant


class UpdateCall(Keyed, frozen=True):
    """Another fee or note. Who has applied is asked whether another fee suits them."""

    verb = "call.update"
    call: UUID
    fee_amount: Annotated[int, Meta(ge=0, le=100_000_00)] | None = None
    fee_currency: Annotated[str, Meta(pattern=r"^([A-Z]{3})?$(?!\n)")] = ""
    note: Note = ""


class AgreeToTerms(Keyed, frozen=True):
    """The fee was changed after I applied, and it suits me."""

    verb = "call.agree"
    application: UUID


class CancelCall(Keyed, frozen=True):
    """Take an active call back: applicants hear of it, its bookings are cancelled."""

    verb = "call.cancel"
    call: UUID


class ReopenCall(Keyed, frozen=True):
    """Open an ended call again until a new deadline; old applicants are asked, not revived."""

    verb = "call.reopen"
    call: UUID
    expires_at: Instant


class ViewCall(Verb, frozen=True):
    """I have seen it: a model the call, its host the applications on it."""

    verb = "call.view"
    call: UUID


class InviteToCall(Keyed, frozen=True):
    """Ask a model by name to look at this call; requirements do not keep them out."""

    verb = "call.invite"
    call: UUID
    person: UUID


class Apply(Keyed, frozen=True):
    """Apply to a call, with a line if there is something to say."""

    verb = "call.apply"
    call: UUID
    note: Line = ""


class Withdraw(Keyed, frozen=True):
    """Take my pending application back."""

    verb = "call.withdraw"
    application: UUID


class Shortlist(Verb, frozen=True):
    """Keep an applicant in mind, or with `on: false` no more. They do not hear of it."""

    verb = "call.shortlist"
    application: UUID
    on: bool = True


class Reject(Keyed, frozen=True):
    """Decide for someone else, kindly: the model hears it at once."""

    verb = "call.reject"
    application: UUID


class Confirm(Keyed, frozen=True):
    """Book this applicant."""

    verb = "call.confirm"
    application: UUID


class UpdateSession(Keyed, frozen=True):
    """Change what is given. Booked models are asked about another time, applicants are told."""

    verb = "session.update"
    session: UUID
    title: Annotated[str, Meta(min_length=1, max_length=120)] | None = None
    local_start: LocalTime | None = None
    minutes: Annotated[int, Meta(ge=15, le=24 * 60)] | None = None
    time_zone: Line | None = None
    place: Line | None = None
    district: Annotated[str, Meta(max_length=80)] | None = None
    positions: Annotated[int, Meta(ge=1, le=50)] | None = None
    is_public: bool | None = None
    fold: Literal[0, 1] | None = None


class CancelSession(Keyed, frozen=True):
    """Call the evening off: its call, offers and bookings end with it."""

    verb = "session.cancel"
    session: UUID


class SendOffer(Keyed, frozen=True):
    """Ask one model for a session of mine, until `expires_at`."""

    verb = "offer.send"
    session: UUID
    person: UUID
    expires_at: Instant
    fee_amount: Annotated[int, Meta(ge=0, le=100_000_00)] | None = None
    fee_currency: Annotated[str, Meta(pattern=r"^([A-Z]{3})?$(?!\n)")] = ""
    note: Note = ""


class AcceptOffer(Keyed, frozen=True):
    """Say yes: the place is mine."""

    verb = "offer.accept"
    offer: UUID


class DeclineOffer(Keyed, frozen=True):
    """Say no, thank you."""

    verb = "offer.decline"
    offer: UUID


class WithdrawOffer(Keyed, frozen=True):
    """Take an offer back that has not been answered."""

    verb = "offer.withdraw"
    offer: UUID


class AgreeToMove(Keyed, frozen=True):
    """The session was moved, and I can still come."""

    verb = "booking.agree"
    booking: UUID


class CancelBooking(Keyed, frozen=True):
    """Leave a booked place, or as host free it; the other side hears it at once."""

    verb = "booking.cancel"
    booking: UUID


class NoShow(Keyed, frozen=True):
    """The model did not come."""

    verb = "booking.no_show"
    booking: UUID


class Rate(Keyed, frozen=True):
    """One to five stars, once, after the session."""

    verb = "booking.rate"
    booking: UUID
    stars: Annotated[int, Meta(ge=1, le=5)]


class RenewCalendar(Keyed, frozen=True):
    """Give my calendar a new secret address; the old one stops working."""

    verb = "calendar.renew"
