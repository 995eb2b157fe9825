"""When an account is closed: no browser of that person gets pushes any more."""

from core import clock
from core.transaction import transaction
from notifications.models import Device
from people import actions as people
from people.models import User


@people.when_closed
def remove_devices(user: User) -> None:
    with transaction():
        Device.objects.filter(user=user, removed_at=None).update(removed_at=clock.now())
