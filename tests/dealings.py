"""What hosts and models do with each other after a call is open: more stories to call."""

import uuid
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core import clock
from people.models import User
from tests.stories import shown
from workflows import verbs
from workflows.actions import bookings, calls, choosing, fanout, offers, sessions
from workflows.actions import terms as terms_actions
from workflows.answers import (
    ApplicationDecided,
    BookingDecided,
    CallDecided,
    OfferDecided,
    Seen,
    SessionSaved,
)
from workflows.models import Booking, CalendarSession, JobOffer

HOUR = timedelta(hours=1)

# --- calls -----------------------------------------------------------------------------------


def extend(by: User, call: UUID, until: datetime) -> CallDecided:
    return calls.extend(verbs.ExtendCall(key=uuid.uuid4(), call=call, expires_at=until), by=by)


def change_fee(by: User, call: UUID, amount: int | None, note: str = "") -> CallDecided:
    currency = "" if amount is None else "EUR"
    ask = verbs.UpdateCall(
        key=uuid.uuid4(), call=call, fee_amount=amount, fee_currency=currency, note=note
    )
    return terms_actions.update_call(ask, by=by)


def agree_to_fee(by: User, application: UUID, terms: str | None = None) -> ApplicationDecided:
    seen = terms or shown("call.agree", application)
    ask = verbs.AgreeToTerms(key=uuid.uuid4(), application=application, terms=seen)
    return terms_actions.agree_to_terms(ask, by=by)


def cancel_call(by: User, call: UUID) -> CallDecided:
    return calls.cancel(verbs.CancelCall(key=uuid.uuid4(), call=call), by=by)


def reopen(by: User, call: UUID, closes: timedelta = HOUR) -> CallDecided:
    ask = verbs.ReopenCall(key=uuid.uuid4(), call=call, expires_at=clock.now() + closes)
    return calls.reopen(ask, by=by)


def invite(by: User, call: UUID, person: User) -> CallDecided:
    ask = verbs.InviteToCall(key=uuid.uuid4(), call=call, person=person.public_id)
    return calls.invite(ask, by=by)


def view(by: User, call: UUID) -> Seen:
    return fanout.view(verbs.ViewCall(call=call), by=by)


def shortlist(by: User, application: UUID, *, on: bool = True) -> ApplicationDecided:
    return choosing.shortlist(verbs.Shortlist(application=application, on=on), by=by)


def reject(by: User, application: UUID) -> ApplicationDecided:
    return choosing.reject(verbs.Reject(key=uuid.uuid4(), application=application), by=by)


# --- sessions --------------------------------------------------------------------------------


def move(by: User, session: UUID, to: datetime) -> SessionSaved:
    """To another time of a session that is told in UTC."""
    return change(by, session, local_start=to.replace(tzinfo=None).isoformat())


def change(by: User, session: UUID, **fields: Any) -> SessionSaved:
    ask = verbs.UpdateSession(key=uuid.uuid4(), session=session, **fields)
    return sessions.update_session(ask, by=by)


def cancel_session(by: User, session: UUID) -> SessionSaved:
    return sessions.cancel_session(verbs.CancelSession(key=uuid.uuid4(), session=session), by=by)


def let_it_be_over(session: UUID) -> None:
    """It was yesterday: for what may only happen afterwards."""
    row = CalendarSession.objects.get(public_id=session)
    end = clock.now() - timedelta(days=1)
    during = (end - timedelta(hours=2), end)
    CalendarSession.objects.filter(pk=row.pk).update(during=during)
    Booking.objects.filter(calendar_session=row).update(during=during)


# --- offers and bookings ---------------------------------------------------------------------


def offer(
    by: User, session: UUID, person: User, closes: timedelta = HOUR, key: UUID | None = None
) -> UUID:
    ask = verbs.SendOffer(
        key=key or uuid.uuid4(),
        session=session,
        person=person.public_id,
        expires_at=clock.now() + closes,
    )
    return offers.send_offer(ask, by=by).offer


def accept(by: User, of: UUID, key: UUID | None = None, terms: str | None = None) -> OfferDecided:
    seen = terms or shown("offer.accept", of)
    ask = verbs.AcceptOffer(key=key or uuid.uuid4(), offer=of, terms=seen)
    return offers.accept(ask, by=by)


def decline(by: User, of: UUID) -> OfferDecided:
    return offers.decline(verbs.DeclineOffer(key=uuid.uuid4(), offer=of), by=by)


def take_back(by: User, of: UUID) -> OfferDecided:
    return offers.withdraw_offer(verbs.WithdrawOffer(key=uuid.uuid4(), offer=of), by=by)


def agree(by: User, booking: UUID, terms: str | None = None) -> BookingDecided:
    seen = terms or shown("booking.agree", booking)
    ask = verbs.AgreeToMove(key=uuid.uuid4(), booking=booking, terms=seen)
    return bookings.agree(ask, by=by)


def cancel_booking(by: User, booking: UUID) -> BookingDecided:
    return bookings.cancel_booking(verbs.CancelBooking(key=uuid.uuid4(), booking=booking), by=by)


def no_show(by: User, booking: UUID) -> BookingDecided:
    return bookings.no_show(verbs.NoShow(key=uuid.uuid4(), booking=booking), by=by)


def object_to(by: User, booking: UUID) -> BookingDecided:
    return bookings.object_to(verbs.Object(key=uuid.uuid4(), booking=booking), by=by)


def rate(by: User, booking: UUID, stars: int = 5) -> BookingDecided:
    return bookings.rate(verbs.Rate(key=uuid.uuid4(), booking=booking, stars=stars), by=by)


def offer_row(of: UUID) -> JobOffer:
    return JobOffer.objects.get(public_id=of)


def booking_row(booking: UUID) -> Booking:
    return Booking.objects.get(public_id=booking)
