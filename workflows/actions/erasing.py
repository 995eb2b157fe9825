"""When a person is erased: their evenings say when they were, and nothing in their words.

The staff take down the words of one evening in the same way.

Whoever was there with them keeps the booking; what a model wrote to hosts goes with the model.
"""

from core import clock
from core.transaction import transaction
from people import former
from people.models import User
from workflows.actions.ending import offers_of
from workflows.actions.locking import lock_calls, lock_session
from workflows.actions.moving import bookings
from workflows.actions.telling import Telling
from workflows.models import Application, CalendarSession, OpenCall


def forget(user: User) -> None:
    hosted = CalendarSession.objects.filter(host=user)
    for session in list(hosted.order_by("pk").values_list("pk", flat=True)):
        forget_evening(session)
    noted = Application.objects.filter(model__user_profile=user).exclude(note="")
    for session in sorted({*noted.values_list("open_call__calendar_session", flat=True)}):
        forget_notes(session, user)


def forget_evening(id: int) -> None:
    """Title, place and district of a session, by id, and the notes of its calls and offers."""
    with transaction():
        session = lock_session(id)
        calls = lock_calls(session)
        telling = Telling(clock.now())
        session.title, session.place, session.district = former.EVENING, "", ""
        session.is_public = False
        for call in calls.values():
            call.note = ""
        telling.evening(session, calls.values())
        for booking in bookings(session):
            booking.kept = booking.kept and former.unnamed(booking.kept)
            telling.booking(booking)
        for offer in offers_of(session):
            offer.note, offer.kept = "", offer.kept and former.unnamed(offer.kept)
            telling.offer(offer)
        for application in _applications(calls):
            application.terms = former.unnamed(application.terms)
            application.kept = application.kept and former.unnamed(application.kept)
            _tell(application, telling)
        telling.send()


def forget_notes(id: int, user: User) -> None:
    """What this model wrote when they applied to a session."""
    with transaction():
        calls = lock_calls(lock_session(id))
        telling = Telling(clock.now())
        for application in _applications(calls):
            if application.model.user_profile_id == user.pk:
                application.note = ""
                _tell(application, telling)
        telling.send()


def _applications(calls: dict[int, OpenCall]) -> list[Application]:
    found = Application.objects.select_related("model__user_profile", "conversation")
    applications = list(found.filter(open_call__in=calls).order_by("pk"))
    for application in applications:
        application.open_call = calls[application.open_call_id]
    return applications


def _tell(application: Application, telling: Telling) -> None:
    telling.applicant(application.open_call, application)
    telling.application(application)
