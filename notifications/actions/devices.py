"""The browsers on which somebody is told: each is silent when its sign-in ends."""

from urllib.parse import urlsplit

from core import clock
from core.refused import Refused, not_found
from notifications import push, queries
from notifications.models import Device
from notifications.verbs import DeviceRegistered, RegisterDevice, RemoveDevice
from people.models import SignIn, User
from protocol.action import action
from protocol.wire import Noted

#: Browsers of one person that take pushes; one more makes the oldest leave.
DEVICES = 10


@action
def register_device(ask: RegisterDevice, *, by: User, sign_in: SignIn) -> DeviceRegistered:
    """A browser has one address: whoever signed in there last gets its pushes."""
    if not push.is_push_service(urlsplit(ask.endpoint)):
        raise Refused("bad_request", "This push service is not known.", field="endpoint")
    if not push.are_keys(ask.p256dh, ask.auth):
        raise Refused("bad_request", "These are no keys of a browser.", field="p256dh")
    removed = Device.objects.filter(endpoint=ask.endpoint, removed_at__isnull=False).first()
    if ask.again and removed is not None:
        return DeviceRegistered(device=removed.public_id, known=False)
    device, _ = Device.objects.update_or_create(
        endpoint=ask.endpoint,
        defaults={
            "user": by,
            "sign_in": sign_in,
            "p256dh": ask.p256dh,
            "auth": ask.auth,
            "name": ask.name,
            "removed_at": None,
        },
    )
    too_many = Device.objects.filter(user=by, removed_at=None).order_by("-pk")[DEVICES:]
    Device.objects.filter(pk__in=[row.pk for row in too_many]).delete()
    return DeviceRegistered(device=device.public_id, known=True)


@action
def remove_device(ask: RemoveDevice, *, by: User) -> Noted:
    if (ask.device is None) == (ask.endpoint is None):
        raise Refused("bad_request", "Say which one.", field="device")
    mine = queries.devices_of([by.pk])
    if ask.device is not None:
        mine = mine.filter(public_id=ask.device)
    if ask.endpoint is not None:
        mine = mine.filter(endpoint=ask.endpoint)
    if not mine.update(removed_at=clock.now()):
        raise not_found()
    return Noted()
