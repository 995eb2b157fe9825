"""What may be asked of sessions, calls, applications and bookings."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from people.time_zones import TimeZone
from protocol.asked import LINE, TEXT
from protocol.wire import Consent, Instant, Keyed, Line, Verb
from workflows.money import Amount, Currency
from workflows.requirements import Wanted
from workflows.wall_time import LocalTime

Title = Annotated[str, LINE, Meta(min_length=1, max_length=120)]
District = Annotated[str, LINE, Meta(max_length=80)]
Note = Annotated[str, TEXT, Meta(max_length=1000)]


class CreateSession(Keyed, frozen=True):
    """Put an evening in my calendar.

    `local_start` is the wall time in `time_zone`, without an offset: `2027-01-31T18:00`. Where
    the clocks go back it can mean two moments. `fold` says which: 0 the first, 1 the second; null:
    there is only one.
    `is_public`: it stands on my page for everybody, with title, time and district; and everybody
    who has the link to a call for it sees that call, without its note.
    """

    verb = "session.create"
    reaches = "known"
    title: Title
    local_start: LocalTime
    minutes: Annotated[int, Meta(ge=15, le=24 * 60)]
    time_zone: TimeZone
    place: Line = ""
    district: District = ""
    positions: Annotated[int, Meta(ge=1, le=50)] = 1
    is_public: bool = False
    fold: Literal[0, 1] | None = None


class OpenCall(Keyed, frozen=True):
    """Look for models for a session of mine, until `expires_at`.

    `fee_amount` is in the currency's smallest unit; null says "unpaid or by arrangement".
    """

    verb = "call.open"
    reaches = "strangers"
    session: UUID
    expires_at: Instant
    requirements: Wanted = {}
    fee_amount: Amount | None = None
    fee_currency: Currency = ""
    note: Note = ""


class ExtendCall(Keyed, frozen=True):
    """Move the deadline of an active call on, at most to the start of its session."""

    verb = "call.extend"
    reaches = "known"
    call: UUID
    expires_at: Instant


class UpdateCall(Keyed, frozen=True):
    """Another fee or note. Who has applied is asked whether another fee suits them."""

    verb = "call.update"
    reaches = "known"
    call: UUID
    fee_amount: Amount | None = None
    fee_currency: Currency = ""
    note: Note = ""


class AgreeToTerms(Consent, frozen=True):
    """What I applied for was changed, and it suits me: `terms` are those of the call now."""

    verb = "call.agree"
    reaches = "known"
    application: UUID


class CancelCall(Keyed, frozen=True):
    """Take an active call back: applicants hear of it, its bookings are cancelled."""

    verb = "call.cancel"
    reaches = "undo"
    call: UUID


class ReopenCall(Keyed, frozen=True):
    """Open an ended call again until a new deadline; old applicants are asked, not revived."""

    verb = "call.reopen"
    reaches = "strangers"
    call: UUID
    expires_at: Instant


class ViewCall(Verb, frozen=True):
    """I have seen it: a model the call, its host the applications on it."""

    verb = "call.view"
    reaches = "known"
    call: UUID


class InviteToCall(Keyed, frozen=True):
    """Ask a model by name to look at this call; requirements do not keep them out."""

    verb = "call.invite"
    reaches = "strangers"
    call: UUID
    person: UUID


class Apply(Consent, frozen=True):
    """Apply to a call on its `terms`, with a line if there is something to say."""

    verb = "call.apply"
    reaches = "strangers"
    call: UUID
    note: Line = ""


class Withdraw(Keyed, frozen=True):
    """Take my pending application back."""

    verb = "call.withdraw"
    reaches = "undo"
    application: UUID


class Shortlist(Verb, frozen=True):
    """Keep an applicant in mind, or with `on: false` no more. They do not hear of it."""

    verb = "call.shortlist"
    reaches = "known"
    application: UUID
    on: bool = True


class Reject(Keyed, frozen=True):
    """Decide for someone else, kindly: the model hears it at once."""

    verb = "call.reject"
    reaches = "known"
    application: UUID


class Confirm(Consent, frozen=True):
    """Book this applicant on the `terms` of the call."""

    verb = "call.confirm"
    reaches = "known"
    application: UUID


class UpdateSession(Keyed, frozen=True):
    """Change what is given. What is absent or null stays as it is.

    Booked models are asked about another time, applicants are told. `local_start` and `fold` are
    as in `session.create`, and null: the time stays. `is_public`: it stands on my page for
    everybody; null: as it is.
    """

    verb = "session.update"
    reaches = "known"
    session: UUID
    title: Title | None = None
    local_start: LocalTime | None = None
    minutes: Annotated[int, Meta(ge=15, le=24 * 60)] | None = None
    time_zone: TimeZone | None = None
    place: Line | None = None
    district: District | None = None
    positions: Annotated[int, Meta(ge=1, le=50)] | None = None
    is_public: bool | None = None
    fold: Literal[0, 1] | None = None


class CancelSession(Keyed, frozen=True):
    """Call the evening off: its call, offers and bookings end with it."""

    verb = "session.cancel"
    reaches = "undo"
    session: UUID


class SendOffer(Keyed, frozen=True):
    """Ask one model for a session of mine, until `expires_at`."""

    verb = "offer.send"
    reaches = "strangers"
    session: UUID
    person: UUID
    expires_at: Instant
    fee_amount: Amount | None = None
    fee_currency: Currency = ""
    note: Note = ""


class AcceptOffer(Consent, frozen=True):
    """Say yes to the `terms` of an offer: the place is mine."""

    verb = "offer.accept"
    reaches = "known"
    offer: UUID


class DeclineOffer(Keyed, frozen=True):
    """Say no, thank you."""

    verb = "offer.decline"
    reaches = "undo"
    offer: UUID


class WithdrawOffer(Keyed, frozen=True):
    """Take an offer back that has not been answered."""

    verb = "offer.withdraw"
    reaches = "undo"
    offer: UUID


class AgreeToMove(Consent, frozen=True):
    """The session was moved, and I can still come: `terms` are those of the booking now."""

    verb = "booking.agree"
    reaches = "known"
    booking: UUID


class CancelBooking(Keyed, frozen=True):
    """Leave a booked place, or as host free it; the other side hears it at once."""

    verb = "booking.cancel"
    reaches = "undo"
    booking: UUID


class NoShow(Keyed, frozen=True):
    """The model did not come: to be said until two days after the end. They may object."""

    verb = "booking.no_show"
    reaches = "known"
    booking: UUID


class Object(Keyed, frozen=True):
    """I was there, whatever the host says: until two weeks after the end."""

    verb = "booking.object"
    reaches = "known"
    booking: UUID


class Rate(Keyed, frozen=True):
    """One to five stars, once, in the two weeks after the session.

    They count when both have given theirs, or when the two weeks are over.
    """

    verb = "booking.rate"
    reaches = "known"
    booking: UUID
    stars: Annotated[int, Meta(ge=1, le=5)]


class RenewCalendar(Keyed, frozen=True):
    """Give my calendar a new secret address; the old one stops working."""

    verb = "calendar.renew"
    reaches = "nobody"
