"""What an operator can watch of the outbox; looked at when somebody asks."""

from datetime import timedelta

from prometheus_client import Gauge

from core import clock
from notifications.models import Delivery

overdue = Gauge("callboard_deliveries_overdue", "Mails and pushes more than a minute late")
dead = Gauge("callboard_deliveries_dead", "What could not be sent in the last day")

LATE = timedelta(minutes=1)
DAY = timedelta(days=1)


def measure() -> None:
    now = clock.now()
    left = Delivery.objects.filter(state__in=(Delivery.WAITING, Delivery.SENDING))
    overdue.set(left.filter(due_at__lt=now - LATE).count())
    dead.set(Delivery.objects.filter(state=Delivery.DEAD, ended_at__gt=now - DAY).count())
