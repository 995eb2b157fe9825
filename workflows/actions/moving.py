"""Who hears of a changed session, and what it asks of them."""

from workflows import notices
from workflows.actions.ending import withdraw_offer
from workflows.actions.lines import Line, of_application, of_booking
from workflows.actions.telling import Telling
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall
from workflows.queries import own, shapes


def tell_booked(
    session: CalendarSession, before: CalendarSession, telling: Telling, *, public: bool
) -> list[Line]:
    """Booked models keep their old time until they agree; who knows the place hears of it."""
    lines = []
    moved, news = session.during != before.during, _news(session, before)
    for booking in bookings(session):
        if booking.state == Booking.CONFIRMED:
            if moved:
                lines.append(_ask(booking, telling))
            elif news:
                telling.notice(notices.changed(booking, news, telling.now))
        telling.booking(booking, model=public or booking.state in shapes.KEPT)
    return lines


def _news(session: CalendarSession, before: CalendarSession) -> str | None:
    """What needs no answer, but has to be known; where it is says more than what it is called."""
    if (session.place, session.district) != (before.place, before.district):
        return "booking.place"
    return "booking.title" if session.title != before.title else None


def _ask(booking: Booking, telling: Telling) -> Line:
    """Whether the new time suits; moved back to the time that they know, it asks nothing."""
    session = booking.calendar_session
    if booking.during == session.during:
        booking.asked_during = None
        telling.notice(notices.moved_back(booking, telling.now))
        return of_booking(booking, "moved_back")
    booking.asked_during = session.during
    telling.notice(notices.moved(booking, telling.now))
    return of_booking(booking, "moved")


def tell_asked(
    session: CalendarSession, offers: list[JobOffer], telling: Telling, *, public: bool
) -> list[Line]:
    """With as many places as bookings there is nothing left to ask for."""
    lines = []
    for offer in offers:
        if offer.status == JobOffer.SENT and session.booked >= session.positions:
            lines.append(withdraw_offer(offer, telling))
        else:
            telling.offer(offer, model=public)
    return lines


def tell_applicants(call: OpenCall, telling: Telling) -> list[Line]:
    waiting = pending(call)
    for application in waiting:
        telling.application(application)
        telling.notice(notices.asked_again(application, telling.now))
    return [of_application(application, "moved") for application in waiting]


def bookings(session: CalendarSession) -> list[Booking]:
    found = own.with_session(session.bookings.all())
    bookings = list(found.order_by("pk"))
    for booking in bookings:
        booking.calendar_session = session
    return bookings


def pending(call: OpenCall) -> list[Application]:
    found = call.applications.select_related("model__user_profile", "conversation")
    applications = list(found.filter(status=Application.PENDING).order_by("pk"))
    for application in applications:
        application.open_call = call
    return applications
