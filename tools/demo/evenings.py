"""Evenings of the demo world on which something has happened: booked, asked, left, over."""

import uuid
from datetime import timedelta

from core import clock
from people.models import User
from workflows import verbs
from workflows.actions.bookings import cancel_booking
from workflows.actions.expiring import complete_due
from workflows.actions.offers import accept, send_offer
from workflows.models import Booking, CalendarSession
from workflows.queries.terms import shown


def asked(session: CalendarSession, model: User) -> uuid.UUID:
    """An offer that waits for an answer until two hours before the start."""
    return send_offer(
        verbs.SendOffer(
            key=uuid.uuid4(),
            session=session.public_id,
            person=model.public_id,
            expires_at=session.during.lower - timedelta(hours=2),
            fee_amount=7000,
            fee_currency="EUR",
            note="I thought of you at once.",
        ),
        by=session.host,
    ).offer


def booked(session: CalendarSession, model: User) -> uuid.UUID:
    offer = asked(session, model)
    said = accept(
        verbs.AcceptOffer(key=uuid.uuid4(), offer=offer, terms=shown("offer.accept", offer)),
        by=model,
    )
    assert said.booking is not None
    return said.booking


def vacated(session: CalendarSession, model: User) -> None:
    """An evening that was booked, until the model had to cancel."""
    booking = booked(session, model)
    cancel_booking(verbs.CancelBooking(key=uuid.uuid4(), booking=booking), by=model)


def over(session: CalendarSession, model: User) -> None:
    """An evening that was booked and is over: both may give stars. Only here is a time put back."""
    booking = booked(session, model)
    back = timedelta(days=(session.during.upper - clock.now()).days + 1)
    during = (session.during.lower - back, session.during.upper - back)
    CalendarSession.objects.filter(pk=session.pk).update(
        during=during, local_start=session.local_start - back
    )
    Booking.objects.filter(public_id=booking).update(during=during)
    complete_due()
