"""After a booking: what else its model had asked for at that time ends, one call at a time."""

from protocol import clock
from protocol.transaction import transaction
from workflows import notices
from workflows.actions.ending import decide
from workflows.actions.lines import write_lines
from workflows.actions.locking import lock_call, lock_models
from workflows.actions.telling import Telling
from workflows.models import Application, Booking, OpenCall
from workflows.queries import calls


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


def clashing(call_id: int) -> list[int]:
    """Pending applications on a call that was moved, of models who are booked at that time."""
    pending = Application.objects.filter(open_call=call_id, status=Application.PENDING)
    return [row.pk for row in pending.select_related("open_call__calendar_session") if _booked(row)]


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
        if over or application.status != Application.PENDING or not _booked(application):
            return
        line = decide(application, Application.REJECTED, "conflict", telling)
        telling.notice(notices.decided(application, telling.now))
        telling.host_call(call)
        telling.record("application.conflict", open_call=call, application=application)
        write_lines([line], now=telling.now, actor=None)
        telling.send()


def _booked(application: Application) -> bool:
    return Booking.objects.filter(
        model=application.model_id,
        state=Booking.CONFIRMED,
        during__overlap=application.open_call.calendar_session.during,
    ).exists()
