"""What a model had asked for ends where they are booked, or host, then: one call at a time."""

from core import clock
from core.transaction import transaction
from workflows import notices
from workflows.actions.ending import decide
from workflows.actions.lines import write_lines
from workflows.actions.locking import lock_call, lock_models
from workflows.actions.telling import Telling
from workflows.models import Application, Booking, CalendarSession, OpenCall
from workflows.queries import calls
from workflows.queries.busy import is_busy


def overlapping(booking_id: int) -> list[int]:
    """Pending applications of the same model for sessions that overlap this booking."""
    booking = Booking.objects.filter(pk=booking_id, state=Booking.CONFIRMED).first()
    if booking is None:
        return []
    return list(
        Application.objects.filter(
            model=booking.model_id,
            status=Application.PENDING,
            open_call__calendar_session__during__overlap=booking.during,
        ).values_list("pk", flat=True)
    )


def hosting(session_id: int) -> list[int]:
    """Pending applications of a host for sessions that overlap one of their own."""
    own = CalendarSession.objects.get(pk=session_id)
    if own.cancelled_at is not None:
        return []
    return list(
        Application.objects.filter(
            model__user_profile=own.host_id,
            status=Application.PENDING,
            open_call__calendar_session__during__overlap=own.during,
        ).values_list("pk", flat=True)
    )


def clashing(call_id: int) -> list[int]:
    """Pending applications on a call that was moved, of models who are not free then."""
    pending = Application.objects.filter(open_call=call_id, status=Application.PENDING)
    found = pending.select_related("open_call__calendar_session", "model")
    return [row.pk for row in found if _busy(row)]


def end_conflict(application_id: int) -> None:
    """To the host it only says that the model is not free: not where, not with whom.

    What was true when the job was written may have changed: it is looked at again.
    """
    call_id = Application.objects.values_list("open_call_id", flat=True).get(pk=application_id)
    with transaction():
        call = lock_call(call_id)
        application = calls.applications_of(call).get(pk=application_id)
        application.open_call = call
        lock_models([application.model_id])
        telling = Telling(clock.now())
        over = call.status != OpenCall.ACTIVE or telling.now >= call.expires_at
        if over or application.status != Application.PENDING or not _busy(application):
            return
        line = decide(application, Application.REJECTED, "conflict", telling)
        telling.notice(notices.decided(application, telling.now))
        telling.host_call(call)
        telling.record("application.conflict", open_call=call, application=application)
        write_lines([line], now=telling.now, actor=None)
        telling.send()


def _busy(application: Application) -> bool:
    return is_busy(application.model, application.open_call.calendar_session.during)
