"""Web push: for one browser's eyes only, by a known service, and gone when the browser is."""

import base64
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from django.db import connection

from conversations.actions.missed import tell_missed
from notifications.actions import postman
from notifications.actions.keys import public_key, push_key
from notifications.actions.postman import deliver_due
from notifications.actions.settings import keep_quiet
from notifications.kinds import Channel
from notifications.models import Device, PushKey
from notifications.push import CURVE, decode
from notifications.verbs import KeepQuiet
from tests.notifications.post import MailServer, carry, later, push_to
from tests.notifications.push_service import Browser, PushService, Taken, subscribed
from tests.people import Cast, nobody_else
from tests.stories import booked, fan_out, open_call, say, talking


def shown(taken: Taken, browser: Browser) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(browser.read(taken.body))
    return message


def test_a_booking_reaches_the_phone_and_only_the_phone_can_read_it(
    people: Cast, service: PushService, phone: Browser, mails: MailServer
) -> None:
    path = subscribed(people.ana, service, phone, "phone")
    booked(people.hanna, people.ana)
    carry()
    [taken] = service.taken
    assert taken.path == path
    message = shown(taken, phone)
    assert message["title"].startswith("Hanna booked you")
    assert message["path"].startswith("/inbox/")
    assert message["unread"] == 2  # behind the bell, and in the inbox
    assert b"Hanna" not in taken.body
    with pytest.raises(Exception):  # noqa: B017, PT011  (whatever a cipher says)
        Browser().read(taken.body)
    assert push_to(people.ana).state == "sent"


def test_it_is_signed_so_that_the_service_knows_whom_to_ask(
    people: Cast, service: PushService, phone: Browser, mails: MailServer
) -> None:
    subscribed(people.ana, service, phone, "phone")
    booked(people.hanna, people.ana)
    carry()
    headers = service.taken[0].headers
    scheme, _, rest = headers["Authorization"].partition(" ")
    given = dict(part.split("=", 1) for part in rest.split(", "))
    assert (scheme, given["k"]) == ("vapid", public_key())
    signed, _, raw = given["t"].rpartition(".")
    r, s = (int.from_bytes(half) for half in (decode(raw)[:32], decode(raw)[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(given["k"]))
    key.verify(utils.encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))
    claims = json.loads(decode(signed.split(".")[1]))
    assert claims["aud"] == f"http://{service.host}"
    assert time.time() < claims["exp"] < time.time() + 24 * 3600
    assert claims["sub"].startswith("mailto:")
    assert headers["Content-Encoding"] == "aes128gcm"


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    people: Cast, service: PushService, phone: Browser, mails: MailServer, status: int
) -> None:
    service.statuses[subscribed(people.ana, service, phone, "old")] = status
    subscribed(people.ana, service, phone, "new")
    booked(people.hanna, people.ana)
    carry()
    [left] = Device.objects.filter(user=people.ana)
    assert "/new/" in left.endpoint
    assert left.last_used_at is not None
    assert push_to(people.ana).state == "sent"


def test_when_the_last_browser_is_gone_it_is_not_told(
    people: Cast, service: PushService, phone: Browser, mails: MailServer
) -> None:
    service.statuses[subscribed(people.ana, service, phone, "old")] = 410
    booked(people.hanna, people.ana)
    carry()
    delivery = push_to(people.ana)
    assert (delivery.state, delivery.reasons[-1]) == ("skipped", "no_device")


def test_a_busy_service_is_asked_again(
    people: Cast, service: PushService, phone: Browser, mails: MailServer
) -> None:
    path = subscribed(people.ana, service, phone, "phone")
    service.statuses[path] = 503
    booked(people.hanna, people.ana)
    carry()
    assert push_to(people.ana).state == "waiting"
    service.statuses.clear()
    later(seconds=35)
    assert push_to(people.ana).state == "sent"


@pytest.mark.parametrize("chosen", [True, False])
def test_words_of_others_are_shown_to_who_has_chosen_it(
    people: Cast, service: PushService, phone: Browser, mails: MailServer, chosen: bool
) -> None:
    conversation = talking(people.hanna, people.ana)
    while tell_missed():
        pass
    subscribed(people.ana, service, phone, "phone")
    ask = KeepQuiet(
        quiet_from=None, quiet_to=None, urgent_in_quiet_hours=False, text_in_push=chosen
    )
    keep_quiet(ask, by=people.ana)
    say(people.hanna, conversation, "Red drapes, please")
    later(minutes=3)
    tell_missed()
    carry()
    message = shown(service.taken[-1], phone)
    assert message["title"] == "Hanna wrote to you"
    assert ("Red drapes" in message["text"]) == chosen


@pytest.mark.parametrize("letter", ["\N{CYRILLIC SMALL LETTER ZHE}", "\N{ARTIST PALETTE}"])
def test_long_words_of_any_alphabet_arrive(
    people: Cast, service: PushService, phone: Browser, mails: MailServer, letter: str
) -> None:
    conversation = talking(people.hanna, people.ana)
    while tell_missed():
        pass
    subscribed(people.ana, service, phone, "phone")
    keep_quiet(
        KeepQuiet(quiet_from=None, quiet_to=None, urgent_in_quiet_hours=False, text_in_push=True),
        by=people.ana,
    )
    say(people.hanna, conversation, letter * 1_000)
    later(minutes=3)
    tell_missed()
    carry()
    assert push_to(people.ana).state == "sent"
    assert letter * 300 in shown(service.taken[-1], phone)["text"]


def test_a_push_that_cannot_be_made_is_no_other_persons_problem(
    people: Cast,
    service: PushService,
    phone: Browser,
    mails: MailServer,
) -> None:
    for person in (people.ana, people.jane):
        subscribed(person, service, phone, "phone")
    Device.objects.filter(user=people.ana).update(p256dh="AAAA")  # no key of any browser
    booked(people.hanna, people.ana)
    booked(people.hanna, people.jane)
    carry()
    broken = push_to(people.ana)
    assert (broken.state, broken.attempts) == ("waiting", 1)
    assert "no push can be made" in broken.problem
    assert push_to(people.jane).state == "sent"


def test_a_push_service_that_hangs_holds_up_no_mail_and_is_asked_once_by_one(
    people: Cast,
    service: PushService,
    phone: Browser,
    mails: MailServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for n in range(3):
        subscribed(people.ana, service, phone, f"phone{n}")
    booked(people.hanna, people.ana)
    service.answers.clear()
    with ThreadPoolExecutor(1) as pool:
        pushing = pool.submit(in_a_thread, "push")
        assert service.asked.wait(20)
        assert deliver_due("email") == 1
        assert len(mails.to(people.ana)) == 1
        assert (deliver_due("push"), len(service.taken)) == (0, 1)
        monkeypatch.setattr(postman, "IN_TIME", 0)
        service.answers.set()
        pushing.result()
    delivery = push_to(people.ana)
    assert (delivery.state, delivery.attempts) == ("sent", 1)
    assert len(service.taken) == 1  # so late nothing more is begun


def test_what_there_was_no_time_for_is_no_try(
    people: Cast,
    service: PushService,
    phone: Browser,
    mails: MailServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    subscribed(people.ana, service, phone, "phone")
    booked(people.hanna, people.ana)
    with monkeypatch.context() as late:
        late.setattr(postman, "IN_TIME", 0)
        deliver_due("push")
    assert (push_to(people.ana).state, push_to(people.ana).attempts) == ("waiting", 0)
    carry()
    assert push_to(people.ana).state == "sent"


def in_a_thread(channel: Channel) -> None:
    try:
        deliver_due(channel)
    finally:
        connection.close()


def test_the_service_learns_that_two_pushes_are_about_one_thing_and_no_more(
    people: Cast, service: PushService, phone: Browser, mails: MailServer
) -> None:
    for person in (people.ana, people.jane):
        subscribed(person, service, phone, "phone")
    nobody_else(people.ana, people.jane)
    call = open_call(people.hanna)
    fan_out(call)
    carry()
    first, second = service.taken
    assert first.headers["Topic"] != second.headers["Topic"]  # not who hears of the same
    assert str(call) not in first.headers["Topic"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", first.headers["Topic"])


def test_the_key_pair_is_made_once() -> None:
    PushKey.objects.all().delete()
    first = public_key()
    assert public_key() == first
    assert len(base64.urlsafe_b64decode(first + "=")) == 65
    assert push_key().curve.name == "secp256r1"
