"""What the verbs of this room answer, with receipts where a deadline mattered."""

from uuid import UUID

from protocol.wire import Instant, Receipt, Result
from workflows.events import (
    ApplicationStatus,
    BookingState,
    CallStatus,
    OfferStatus,
)


class SessionSaved(Result, frozen=True):
    """`version` is that of my own topic."""

    session: UUID
    version: int
    receipt: Receipt


class CallOpened(Result, frozen=True):
    """`version` and `host_version` are those of the call's two topics."""

    call: UUID
    version: int
    host_version: int
    receipt: Receipt


class CallDecided(Result, frozen=True):
    """The call as it stands now; `version` is that of `call.<id>`."""

    call: UUID
    call_status: CallStatus
    expires_at: Instant
    version: int
    receipt: Receipt


class Seen(Result, frozen=True):
    """It is noted. `version` is that of `call.<id>.host`."""

    version: int
    receipt: Receipt


class Applied(Result, frozen=True):
    """`version` is that of my own topic."""

    application: UUID
    conversation: UUID
    version: int
    receipt: Receipt


class ApplicationDecided(Result, frozen=True):
    """`version` is that of `call.<id>.host` for the host, of one's own topic for the model."""

    application: UUID
    status: ApplicationStatus
    version: int
    receipt: Receipt


class Confirmed(Result, frozen=True):
    """`version` is that of `call.<id>.host`."""

    application: UUID
    booking: UUID
    call_status: CallStatus
    positions_left: int
    version: int
    receipt: Receipt


class OfferDecided(Result, frozen=True):
    """`booking`: the place that an accepted offer took. `version` is that of my own topic."""

    offer: UUID
    status: OfferStatus
    booking: UUID | None
    conversation: UUID | None
    version: int
    receipt: Receipt


class BookingDecided(Result, frozen=True):
    """`version` is that of my own topic."""

    booking: UUID
    state: BookingState
    version: int
    receipt: Receipt


class CalendarRenewed(Result, frozen=True):
    """`GET /api/v1/calendar` says where it is now: answers are kept, and a secret is not."""
