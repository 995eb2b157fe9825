"""What a person may see of sessions, calls, applications and bookings."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.refused import Refused, not_found
from people.models import Block, ModelProfile, User
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall


def model_of(user: User) -> ModelProfile:
    """The model that a person is; only models apply."""
    found = ModelProfile.objects.filter(user_profile=user).first() if user.is_model else None
    if found is None:
        raise Refused("forbidden", "Only models can do this: say in your settings that you model.")
    found.user_profile = user
    return found


def model_behind(user: User) -> ModelProfile:
    """The model that somebody else is."""
    found = ModelProfile.objects.filter(user_profile=user).first() if user.is_model else None
    if found is None:
        raise Refused("bad_request", "This person does not model.", field="person")
    found.user_profile = user
    return found


def own_session(public_id: UUID, *, host: User) -> CalendarSession:
    found = CalendarSession.objects.filter(host=host, public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def session(public_id: UUID, *, seen_by: User) -> CalendarSession:
    """An evening of somebody who is here, for all but those who are blocked with them: one that
    is on its host's page, or that there has been a call for.
    """
    between = Block.objects.filter(
        Q(blocker=seen_by, blocked=OuterRef("host")) | Q(blocker=OuterRef("host"), blocked=seen_by)
    )
    found = CalendarSession.objects.select_related("host").filter(
        ~Exists(between), public_id=public_id, host__is_active=True
    )
    called = Exists(OpenCall.objects.filter(calendar_session=OuterRef("pk")))
    row = found.filter(Q(is_public=True) | called).first()
    if row is None:
        raise not_found()
    return row


def calls_seen_by(user: User) -> QuerySet[OpenCall]:
    """Calls of people who are here, for everybody but those who are blocked with their host."""
    between = Block.objects.filter(
        Q(blocker=user, blocked=OuterRef("host")) | Q(blocker=OuterRef("host"), blocked=user)
    )
    found = OpenCall.objects.select_related("host", "calendar_session", "calendar_session__host")
    return found.filter(~Exists(between), host__is_active=True)


def call(public_id: UUID, *, seen_by: User) -> OpenCall:
    found = calls_seen_by(seen_by).filter(public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def public_call(public_id: UUID) -> OpenCall:
    """A call for an evening that its host shows to everybody, visitors included."""
    found = (
        OpenCall.objects.select_related("host", "calendar_session", "calendar_session__host")
        .filter(public_id=public_id, host__is_active=True, calendar_session__is_public=True)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def own_call(public_id: UUID, *, host: User) -> OpenCall:
    found = call(public_id, seen_by=host)
    if found.host_id != host.pk:
        raise not_found()
    return found


def application(public_id: UUID, *, of: User) -> Application:
    """One's own, as the model who applied or as the host of the call, both of whom are here."""
    found = (
        Application.objects.select_related("open_call", "model__user_profile", "conversation")
        .filter(Q(open_call__host=of) | Q(model__user_profile=of), public_id=public_id)
        .filter(open_call__host__is_active=True, model__user_profile__is_active=True)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def offers() -> QuerySet[JobOffer]:
    return JobOffer.objects.select_related(
        "calendar_session__host", "model__user_profile", "conversation"
    )


def offer(public_id: UUID, *, of: User) -> JobOffer:
    """One's own, as the host who asks or the model who is asked, both of whom are here."""
    mine = Q(host=of) | Q(model__user_profile=of)
    here = Q(host__is_active=True, model__user_profile__is_active=True)
    found = offers().filter(mine, here, public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def booking(public_id: UUID, *, of: User) -> Booking:
    """One's own, as the model who is booked or the host of the session, both of whom are here."""
    mine = Q(calendar_session__host=of) | Q(model__user_profile=of)
    here = Q(calendar_session__host__is_active=True, model__user_profile__is_active=True)
    found = Booking.objects.filter(mine, here, public_id=public_id).first()
    if found is None:
        raise not_found()
    return found
