from workflows.models.bookings import Booking, JobOffer, Transition
from workflows.models.calls import Application, CalendarSession, OpenCall, Told

__all__ = [
    "Application",
    "Booking",
    "CalendarSession",
    "JobOffer",
    "OpenCall",
    "Told",
    "Transition",
]
