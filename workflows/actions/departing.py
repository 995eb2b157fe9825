"""When an account is closed: calls, offers, applications and bookings of that person end.

Each session is a transaction of its own. What is over already stays as it was.
"""

from core import clock
from core.transaction import transaction
from people import actions as people
from people.models import User
from workflows.actions.booking import free_place
from workflows.actions.ending import decide, end_offer
from workflows.actions.lines import Line, write_lines
from workflows.actions.locking import lock_calls, lock_session
from workflows.actions.sessions import call_off
from workflows.actions.telling import Telling
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall
from workflows.queries import offers, own


@people.when_closed
def end_hosting(user: User) -> None:
    """Cancel every session to come, and every call that is still open."""
    to_come = CalendarSession.objects.filter(
        host=user, cancelled_at=None, during__startswith__gt=clock.now()
    )
    for session in to_come.order_by("pk").values_list("pk", flat=True):
        _call_off(session)


@people.when_closed
def end_modelling(user: User) -> None:
    """Withdraw applications, decline offers and give booked places back."""
    mine = {"model__user_profile": user}
    waiting = {
        *Application.objects.filter(status=Application.PENDING, **mine).values_list(
            "open_call__calendar_session", flat=True
        ),
        *JobOffer.objects.filter(status=JobOffer.SENT, **mine).values_list(
            "calendar_session", flat=True
        ),
        *Booking.objects.filter(
            state=Booking.CONFIRMED, calendar_session__during__startswith__gt=clock.now(), **mine
        ).values_list("calendar_session", flat=True),
    }
    for session in sorted(waiting):
        _leave(session, user)


def _call_off(id: int) -> None:
    with transaction():
        session = lock_session(id)
        calls = lock_calls(session)
        telling = Telling(clock.now())
        if session.cancelled_at is None and telling.now < session.during.lower:
            lines = call_off(session, calls, telling)
            telling.record("session.closed", calendar_session=session)
            write_lines(lines, now=telling.now, actor=None)
            telling.send()


def _leave(id: int, user: User) -> None:
    with transaction():
        session = lock_session(id)
        calls = lock_calls(session)
        telling = Telling(clock.now())
        lines = [
            *_give_places_back(session, calls, user, telling),
            *_withdraw_applications(calls, user, telling),
            *_decline_offers(session, user, telling),
        ]
        write_lines(lines, now=telling.now, actor=None)
        telling.send()


def _give_places_back(
    session: CalendarSession, calls: dict[int, OpenCall], user: User, telling: Telling
) -> list[Line]:
    if telling.now >= session.during.lower:
        return []
    lines = []
    booked = own.with_session(session.bookings.filter(model__user_profile=user))
    for booking in booked.filter(state=Booking.CONFIRMED).order_by("pk"):
        booking.calendar_session = session
        telling.record("booking.closed", booking=booking)
        lines.append(free_place(booking, Booking.CANCELLED_BY_MODEL, telling, calls))
    return lines


def _withdraw_applications(calls: dict[int, OpenCall], user: User, telling: Telling) -> list[Line]:
    lines = []
    pending = Application.objects.select_related("model__user_profile", "conversation").filter(
        open_call__in=calls, model__user_profile=user, status=Application.PENDING
    )
    for application in pending.order_by("pk"):
        application.open_call = calls[application.open_call_id]
        telling.record("application.closed", application=application)
        lines.append(decide(application, Application.WITHDRAWN, "", telling))
        telling.host_call(application.open_call)
    return lines


def _decline_offers(session: CalendarSession, user: User, telling: Telling) -> list[Line]:
    lines = []
    sent = offers().filter(calendar_session=session, model__user_profile=user, status=JobOffer.SENT)
    for offer in sent.order_by("pk"):
        offer.calendar_session = session
        telling.record("offer.closed", offer=offer)
        lines.append(end_offer(offer, JobOffer.DECLINED, telling))
    return lines
