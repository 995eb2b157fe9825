"""Who hears of a changed session, and what it asks of them."""

from workflows import notice_facts, notices
from workflows.actions.ending import withdraw_offer
from workflows.actions.lines import Line, of_application, of_booking, of_offer
from workflows.actions.telling import Telling
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall
from workflows.queries import own, shapes
from workflows.queries.terms import is_asked_again


def tell_booked(
    session: CalendarSession, before: CalendarSession, telling: Telling, *, public: bool
) -> list[Line]:
    """Booked models keep their old time until they agree; who knows the place hears of it."""
    lines = []
    moved, known = session.during != before.during, notice_facts.known(before)
    news = notice_facts.known(session) != known
    for booking in bookings(session):
        if booking.state == Booking.CONFIRMED and news:
            if moved:
                lines.append(_ask(booking, telling))
            what = _news(booking, before)
            if booking.kept is None or moved:
                telling.notice(notices.changed(booking, what, telling.now, known))
            elif what == "booking.place":
                telling.notice(notices.changed(booking, "booking.place_kept", telling.now, known))
        telling.booking(booking, model=public or booking.state in shapes.KEPT)
    return lines


def _news(booking: Booking, before: CalendarSession) -> str:
    """What matters most: a question, where it is, what it is called. The notice says all of it."""
    session = booking.calendar_session
    if session.during != before.during:
        return "booking.moved" if booking.asked_during else "booking.moved_back"
    moved = (session.place, session.district) != (before.place, before.district)
    return "booking.place" if moved else "booking.title"


def _ask(booking: Booking, telling: Telling) -> Line:
    """Whether the new time suits; moved back to the time that they know, it asks nothing."""
    session = booking.calendar_session
    if booking.during == session.during:
        booking.asked_during = None
        return of_booking(booking, "moved_back")
    booking.asked_during = session.during
    return of_booking(booking, "moved")


def tell_asked(
    session: CalendarSession,
    before: CalendarSession,
    offers: list[JobOffer],
    telling: Telling,
    *,
    public: bool,
) -> list[Line]:
    """Asked models hear of another time or district as applicants do. With as many places as
    bookings there is nothing left to ask for.
    """
    lines = []
    known = notice_facts.known(before) | {"place": ""}
    what = "moved" if session.during != before.during else "place"
    changed = (session.during, session.district) != (before.during, before.district)
    for offer in offers:
        open_still = offer.status == JobOffer.SENT
        if open_still and session.booked >= session.positions:
            lines.append(withdraw_offer(offer, telling))
            continue
        telling.offer(offer, model=public)
        if open_still and changed:
            telling.notice(notices.offer_changed(offer, what, telling.now, known))
            lines.append(of_offer(offer, what))
    return lines


def ask_applicants(
    call: OpenCall,
    telling: Telling,
    what: str,
    as_before: str,
    known: notice_facts.Facts,
) -> list[Line]:
    """Whether `what` changed suits who has applied. Whoever agreed to this very thing before has
    nothing to answer any more: to them it is `as_before`. `known`: what they knew until now.
    """
    lines = []
    for application in pending(call):
        telling.applicant(call, application)
        telling.application(application)
        asked = is_asked_again(application)
        if asked:
            telling.notice(notices.asked_again(application, what, telling.now, known))
        lines.append(of_application(application, what if asked else as_before))
    return lines


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
