"""Whoever has been booked is no stranger any more. Asking, alone, makes nobody acquainted."""

from conversations.acquaintance import bond
from workflows.models import Booking


@bond
def have_worked_together(one: int, other: int) -> bool:
    """Whether there ever was a booking between the two, by their ids."""
    return any(_between(host, model) for host, model in ((one, other), (other, one)))


def _between(host: int, model: int) -> bool:
    return Booking.objects.filter(calendar_session__host=host, model__user_profile=model).exists()
