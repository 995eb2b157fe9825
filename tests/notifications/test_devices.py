"""Browsers that take pushes: whose they are, who may remove them, and when they are silent."""

from urllib.parse import urlsplit

import pytest

from core.refused import Refused
from notifications import queries
from notifications.actions.devices import register_device, remove_device
from notifications.models import Device
from notifications.push import is_push_service
from notifications.verbs import RegisterDevice, RemoveDevice
from people.actions import end_sign_ins
from tests.notifications.post import MailServer, carry, push_to
from tests.notifications.push_service import (
    Browser,
    PushService,
    registers,
    signed_in,
    subscribed,
)
from tests.people import Cast
from tests.stories import booked


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("https://web.push.apple.com/x", True),
        ("http://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://fcm.googleapis.com@evil.example/x", False),
        ("https://notfcm.googleapis.com.evil.example/x", False),
        ("https://evilfcm.googleapis.com/x", False),
        ("http://127.0.0.1:8000/admin/", False),
        ("https://169.254.169.254/latest", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_known_services_are_called(address: str, known: bool) -> None:
    assert is_push_service(urlsplit(address)) == known


def test_a_made_up_address_or_key_is_refused(
    people: Cast, service: PushService, phone: Browser
) -> None:
    good = f"http://{service.host}/x"
    for endpoint, p256dh, auth in (
        ("https://evil.example/x", phone.p256dh, phone.auth),
        (good, "AAAA", phone.auth),
        (good, phone.p256dh, "AAAA"),
        (good, "not base64!", phone.auth),
    ):
        ask = RegisterDevice(endpoint=endpoint, p256dh=p256dh, auth=auth)
        with pytest.raises(Refused) as refused:
            register_device(ask, by=people.ana, sign_in=signed_in(people.ana))
        assert refused.value.code == "bad_request"
    assert not Device.objects.filter(user=people.ana).exists()


def test_a_browser_belongs_to_who_signed_in_there_last(
    people: Cast, service: PushService, phone: Browser, mails: MailServer
) -> None:
    endpoint = f"http://{service.host}/shared/{people.ana.handle}"
    registers(people.ana, endpoint, phone)
    registers(people.jane, endpoint, phone)
    booked(people.hanna, people.ana)
    carry()
    assert service.taken == []
    assert Device.objects.get(endpoint=endpoint).user == people.jane


def test_a_browser_is_removed_by_its_owner_alone(
    people: Cast, service: PushService, phone: Browser
) -> None:
    subscribed(people.ana, service, phone, "phone")
    device = Device.objects.get(user=people.ana)
    with pytest.raises(Refused) as refused:
        remove_device(RemoveDevice(device=device.public_id), by=people.mika)
    assert refused.value.code == "not_found"
    remove_device(RemoveDevice(device=device.public_id), by=people.ana)
    assert queries.devices(people.ana) == []
    booked(people.hanna, people.ana)
    assert push_to(people.ana).reasons == ["no_device"]


def test_a_removed_browser_does_not_come_back_by_itself(
    people: Cast, service: PushService, phone: Browser
) -> None:
    endpoint = f"http://{service.host}/phone/{people.ana.handle}"
    registers(people.ana, endpoint, phone)
    remove_device(RemoveDevice(endpoint=endpoint), by=people.ana)
    assert not registers(people.ana, endpoint, phone, again=True).known
    assert queries.devices(people.ana) == []
    assert registers(people.ana, endpoint, phone).known  # they have turned it on
    assert len(queries.devices(people.ana)) == 1


def test_a_browser_that_the_server_has_forgotten_is_known_again(
    people: Cast, service: PushService, phone: Browser
) -> None:
    endpoint = f"http://{service.host}/phone/{people.ana.handle}"
    assert registers(people.ana, endpoint, phone, again=True).known
    assert len(queries.devices(people.ana)) == 1


def test_which_browser_to_remove_has_to_be_said(people: Cast) -> None:
    with pytest.raises(Refused) as refused:
        remove_device(RemoveDevice(), by=people.ana)
    assert refused.value.code == "bad_request"


def test_where_nobody_is_signed_in_any_more_nothing_is_pushed(
    people: Cast, service: PushService, phone: Browser, mails: MailServer
) -> None:
    subscribed(people.ana, service, phone, "lost")
    booked(people.hanna, people.ana)
    end_sign_ins(people.ana)
    carry()
    assert service.taken == []
    assert push_to(people.ana).reasons[-1] == "no_device"
    assert queries.devices(people.ana) == []
    subscribed(people.ana, service, phone, "lost")  # and is signed in there again
    assert len(queries.devices(people.ana)) == 1
