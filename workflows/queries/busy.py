"""When a person is not free: as a model who is booked, or as a host of an evening of their own."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from people.models import ModelProfile
from workflows.models import Booking, CalendarSession


def is_busy(model: ModelProfile, during: Any, *, but: Booking | None = None) -> bool:
    """Whether a model is booked or hosts at a time; `but` is a booking that does not count."""
    booked = Booking.objects.filter(model=model, state=Booking.CONFIRMED, during__overlap=during)
    if booked.exclude(pk=but.pk if but else 0).exists():
        return True
    hosted = CalendarSession.objects.filter(host=model.user_profile_id, cancelled_at=None)
    return hosted.filter(during__overlap=during).exists()


def busy_then(during: Any, *, model: str, person: str) -> Q:
    """The same as a condition on rows that name the model's id, and the id of their person."""
    booked = Booking.objects.filter(
        model=OuterRef(model), state=Booking.CONFIRMED, during__overlap=during
    )
    hosted = CalendarSession.objects.filter(
        host=OuterRef(person), cancelled_at=None, during__overlap=during
    )
    return Exists(booked) | Exists(hosted)
