"""What the system's lines say happened between a host and a model, about one session."""

import re
from typing import TypeAlias
from uuid import UUID

from protocol.wire import Instant, Object


def tagged(name: str) -> str:
    """`BookingCancelledByHost` as `booking.cancelled_by_host`."""
    about, *what = re.findall("[A-Z][a-z]*", name)
    return f"{about}.{'_'.join(what)}".lower()


class NamedPerson(Object, frozen=True):
    """Somebody by the name that they had then."""

    id: UUID
    name: str


class OfSession(Object, frozen=True, tag_field="type", tag=tagged):
    """Something between host and model about a session, which was to start at `starts_at` then."""

    host: NamedPerson
    model: NamedPerson
    session: UUID
    starts_at: Instant
    time_zone: str
    said_at: Instant


class ApplicationApplied(OfSession, frozen=True):
    """The model applied."""


class ApplicationWithdrawn(OfSession, frozen=True):
    """The model took their application back."""


class ApplicationAccepted(OfSession, frozen=True):
    """The model is booked."""


class ApplicationFilled(OfSession, frozen=True):
    """Somebody else was booked."""


class ApplicationDeclined(OfSession, frozen=True):
    """The host decided for somebody else."""


class ApplicationExpired(OfSession, frozen=True):
    """The call closed without a decision."""


class ApplicationCancelled(OfSession, frozen=True):
    """The host cancelled the call."""


class ApplicationConflict(OfSession, frozen=True):
    """The model is not free any more."""


class ApplicationMoved(OfSession, frozen=True):
    """The session has another time, and the model is asked."""


class ApplicationPlace(OfSession, frozen=True):
    """The session has another place, and the model is asked."""


class ApplicationMovedBack(OfSession, frozen=True):
    """Time and place are again those that the model agreed to."""


class ApplicationAskedAgain(OfSession, frozen=True):
    """The fee is another one, and the model is asked."""


class ApplicationAsBefore(OfSession, frozen=True):
    """The fee is again the one that the model agreed to."""


class ApplicationAgreed(OfSession, frozen=True):
    """The model agreed to what was changed."""


class BookingMoved(OfSession, frozen=True):
    """The session has another time, and the model is asked."""


class BookingMovedBack(OfSession, frozen=True):
    """The session is at the time again that the model agreed to."""


class BookingNoShow(OfSession, frozen=True):
    """The host said that the model did not come."""


class BookingObjected(OfSession, frozen=True):
    """The model said that they came."""


class BookingLapsed(OfSession, frozen=True):
    """The model did not agree to another time, and the booking is over."""


class BookingCancelledByHost(OfSession, frozen=True):
    """The host cancelled the booking."""


class BookingCancelledByModel(OfSession, frozen=True):
    """The model cancelled the booking."""


class OfferSent(OfSession, frozen=True):
    """The host asked the model."""


class OfferMoved(OfSession, frozen=True):
    """The session of an open offer has another time."""


class OfferPlace(OfSession, frozen=True):
    """The session of an open offer is in another district."""


class OfferAccepted(OfSession, frozen=True):
    """The model said yes."""


class OfferDeclined(OfSession, frozen=True):
    """The model said no."""


class OfferWithdrawn(OfSession, frozen=True):
    """The host took the offer back."""


class OfferExpired(OfSession, frozen=True):
    """The offer ran out without an answer."""


OfSessions: TypeAlias = (
    ApplicationApplied
    | ApplicationWithdrawn
    | ApplicationAccepted
    | ApplicationFilled
    | ApplicationDeclined
    | ApplicationExpired
    | ApplicationCancelled
    | ApplicationConflict
    | ApplicationMoved
    | ApplicationPlace
    | ApplicationMovedBack
    | ApplicationAskedAgain
    | ApplicationAsBefore
    | ApplicationAgreed
    | BookingMoved
    | BookingMovedBack
    | BookingNoShow
    | BookingObjected
    | BookingLapsed
    | BookingCancelledByHost
    | BookingCancelledByModel
    | OfferSent
    | OfferMoved
    | OfferPlace
    | OfferAccepted
    | OfferDeclined
    | OfferWithdrawn
    | OfferExpired
)
