"""Who has applied, been asked or booked is no stranger any more."""

from conversations.acquaintance import bond
from workflows.models import Application, Booking, JobOffer


@bond
def have_worked_together(one: int, other: int) -> bool:
    """Whether there ever was an application, offer or booking between the two, by their ids."""
    return any(_between(host, model) for host, model in ((one, other), (other, one)))


def _between(host: int, model: int) -> bool:
    return (
        Application.objects.filter(open_call__host=host, model__user_profile=model).exists()
        or JobOffer.objects.filter(host=host, model__user_profile=model).exists()
        or Booking.objects.filter(calendar_session__host=host, model__user_profile=model).exists()
    )
