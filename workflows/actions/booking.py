"""Taking a place: the one way to a booking, for a confirmed applicant and an accepted offer."""

from core.refused import Refused
from workflows import notices, tasks
from workflows.actions.ending import decide, end_call, end_offers, end_pending
from workflows.actions.lines import Line, of_booking
from workflows.actions.telling import Telling
from workflows.machine import span_of
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall
from workflows.queries.busy import is_busy


def book(
    session: CalendarSession,
    source: Application | JobOffer,
    telling: Telling,
    calls: dict[int, OpenCall],
) -> Booking:
    """Take a place of a session for a model, both locked, if both are free."""
    if session.booked >= session.positions:
        raise Refused("call_filled", "Every place of this session is booked.")
    if telling.now >= session.during.lower:
        raise Refused("conflict", "This session has started already.")
    model = source.model
    if is_busy(model, session.during):
        raise Refused("model_unavailable", "Not free at that time by now.")
    session.booked += 1
    session.sequence += 1
    booking = Booking.objects.create(
        calendar_session=session,
        model=model,
        during=session.during,
        application=source if isinstance(source, Application) else None,
        offer=source if isinstance(source, JobOffer) else None,
    )
    telling.places(session, calls.values())
    telling.booking(booking)
    tasks.end_conflicts.defer(booking=booking.pk)
    return booking


def close_if_full(
    session: CalendarSession,
    call: OpenCall | None,
    telling: Telling,
    *,
    but: Application | JobOffer,
) -> list[Line]:
    """When the last place is taken, everybody else hears it now; `but` is who took it.

    A call that is past its deadline already is left to expire: nothing is filled late.
    """
    if session.booked < session.positions:
        return []
    lines = []
    if call is not None and telling.now < call.expires_at:
        end_call(call, OpenCall.FILLED, telling)
        lines += end_pending([call], telling, but=but if isinstance(but, Application) else None)
    lines += end_offers(session, telling, but=but if isinstance(but, JobOffer) else None)
    return lines


def complete_if_over(booking: Booking, telling: Telling) -> None:
    """A booking of a locked session whose end has passed, whether a clock has come by or not."""
    end = booking.during.upper
    agreed = booking.state == Booking.CONFIRMED and booking.asked_during is None
    if agreed and telling.now >= end:
        booking.state, booking.ended_at = Booking.COMPLETED, end
        telling.booking(booking)
        telling.record("booking.complete", at=end, booking=booking)


def lapse(booking: Booking, telling: Telling, calls: dict[int, OpenCall]) -> Line:
    """Its model was asked about another time and has not answered: it is over with the first of
    the two times. Nobody comes at a time that they have not agreed to, or to an evening that is
    elsewhere.
    """
    at = span_of(booking)[0]
    line = free_place(booking, Booking.CANCELLED_BY_HOST, telling, calls, quiet=True)
    for notice in notices.lapsed(booking, telling.now):
        telling.notice(notice)
    telling.record("booking.lapse", at=at, booking=booking)
    return line._replace(what="booking.lapsed")


def free_place(
    booking: Booking,
    state: str,
    telling: Telling,
    calls: dict[int, OpenCall],
    *,
    quiet: bool = False,
) -> Line:
    """A confirmed booking of a locked session ends before its time: its place is free again.

    With it ends the application that was booked, so that its model may apply again. `quiet`: the
    caller tells them.
    """
    session, application = booking.calendar_session, booking.application
    booking.state, booking.ended_at = state, telling.now
    booking.asked_during = None
    session.booked -= 1
    session.sequence += 1
    telling.places(session, calls.values())
    telling.booking(booking)
    if not quiet:
        telling.notice(notices.cancelled(booking, telling.now))
    if application is not None:
        call = application.open_call = calls[application.open_call_id]
        by_model = state == Booking.CANCELLED_BY_MODEL
        status = Application.WITHDRAWN if by_model else Application.REJECTED
        decide(application, status, "cancelled", telling)
        telling.host_call(call)
    return of_booking(booking, state)
