"""What a person may see of sessions, calls, applications and bookings."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from people.models import Block, ModelProfile, User
from protocol.refused import Refused, not_found
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall


def model_of(user: User) -> ModelProfile:
    """The model that a person is; only models apply."""
    found = ModelProfile.objects.filter(user_profile=user).first() if user.is_model else None
    if found is None:
        raise Refused("forbidden", "Only models can do this: say in your settings that you model.")
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


def calls_seen_by(user: User) -> QuerySet[OpenCall]:
    """Calls are there for everybody but those who are blocked with their host."""
    between = Block.objects.filter(
        Q(blocker=user, blocked=OuterRef("host")) | Q(blocker=OuterRef("host"), blocked=user)
    )
    found = OpenCall.objects.select_related("host", "calendar_session", "calendar_session__host")
    return found.filter(~Exists(between))


def call(public_id: UUID, *, seen_by: User) -> OpenCall:
    found = calls_seen_by(seen_by).filter(public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def own_call(public_id: UUID, *, host: User) -> OpenCall:
    found = call(public_id, seen_by=host)
    if found.host_id != host.pk:
        raise not_found()
    return found


def application(public_id: UUID, *, of: User) -> Application:
    """One's own, as the model who applied or as the host of the call."""
    found = (
        Application.objects.select_related("open_call", "model__user_profile", "conversation")
        .filter(Q(open_call__host=of) | Q(model__user_profile=of), public_id=public_id)
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
    """One's own, as the host who asks or the model who is asked."""
    found = offers().filter(Q(host=of) | Q(model__user_profile=of), public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def booking(public_id: UUID, *, of: User) -> Booking:
    """One's own, as the model who is booked or the host of the session."""
    mine = Q(calendar_session__host=of) | Q(model__user_profile=of)
    found = Booking.objects.filter(mine, public_id=public_id).first()
    if found is None:
        raise not_found()
    return found
