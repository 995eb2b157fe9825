"""The host's side of a call's applicants: seen, shortlisted, declined, booked."""

from datetime import datetime

from core import clock
from core.refused import Refused, not_found
from people.models import User
from protocol.action import action
from workflows import notices, queries
from workflows.actions.booking import book, close_if_full
from workflows.actions.ending import decide
from workflows.actions.expiring import flips_on_touch
from workflows.actions.lines import write_lines
from workflows.actions.locking import lock_call, lock_calls, lock_models, lock_session
from workflows.actions.telling import Telling
from workflows.answers import ApplicationDecided, Confirmed
from workflows.machine import guard_application, guard_call
from workflows.models import Application, OpenCall
from workflows.queries import shapes, terms
from workflows.verbs import Confirm, Reject, Shortlist


@flips_on_touch
@action
def confirm(ask: Confirm, *, by: User) -> Confirmed:
    found = _own(ask, by)
    session = lock_session(found.open_call.calendar_session_id)
    calls = lock_calls(session)
    lock_models([found.model_id])
    call = calls[found.open_call_id]
    application, now = _anew(ask, call, by)
    guard_call(ask.verb, call, now)
    guard_application(ask.verb, application)
    terms.require(ask.terms, terms.of_call(call))
    if terms.is_asked_again(application):
        raise Refused("conflict", "They have not agreed to what you changed yet.")
    telling = Telling(now)
    booking = book(session, application, telling, calls)
    telling.record(ask.verb, by=by, open_call=call, application=application, booking=booking)
    lines = [decide(application, Application.ACCEPTED, "", telling)]
    lines += close_if_full(session, call, telling, but=application)
    telling.notice(notices.booked(booking, now))
    write_lines(lines, now=now, actor=by)
    telling.send()
    return Confirmed(
        application=application.public_id,
        booking=booking.public_id,
        call_status=call.status,  # type: ignore[arg-type]
        positions_left=shapes.call_state(call).positions_left,
        version=call.host_version,
        receipt=shapes.receipt(now, call.expires_at),
    )


@flips_on_touch
@action
def reject(ask: Reject, *, by: User) -> ApplicationDecided:
    """Decide for someone else: a kind line, at once, and nobody is left waiting."""
    call = lock_call(_own(ask, by).open_call_id)
    application, now = _anew(ask, call, by)
    guard_call(ask.verb, call, now)
    guard_application(ask.verb, application)
    telling = Telling(now)
    line = decide(application, Application.REJECTED, "declined", telling)
    telling.host_call(call)
    telling.notice(notices.decided(application, now))
    telling.record(ask.verb, by=by, open_call=call, application=application)
    write_lines([line], now=now, actor=by)
    telling.send()
    return _decided(application, now)


@flips_on_touch
@action
def shortlist(ask: Shortlist, *, by: User) -> ApplicationDecided:
    """A note to oneself: the applicant does not hear of it."""
    call = lock_call(_own(ask, by).open_call_id)
    application, now = _anew(ask, call, by)
    guard_call(ask.verb, call, now)
    guard_application(ask.verb, application)
    if (application.shortlisted_at is not None) != ask.on:
        application.shortlisted_at = now if ask.on else None
        telling = Telling(now)
        telling.applicant(call, application)
        telling.record(ask.verb, by=by, application=application)
        telling.send()
    return _decided(application, now)


def _own(ask: Confirm | Reject | Shortlist, by: User) -> Application:
    found = queries.application(ask.application, of=by)
    if found.open_call.host_id != by.pk:
        raise not_found()
    return found


def _anew(
    ask: Confirm | Reject | Shortlist, call: OpenCall, by: User
) -> tuple[Application, datetime]:
    """With the call locked, in statements of their own: the application, and the time."""
    now = clock.now()
    application = queries.application(ask.application, of=by)
    application.open_call = call
    return application, now


def _decided(application: Application, now: datetime) -> ApplicationDecided:
    return ApplicationDecided(
        application=application.public_id,
        status=application.status,  # type: ignore[arg-type]
        version=application.version,
        receipt=shapes.receipt(now, application.open_call.expires_at),
    )
