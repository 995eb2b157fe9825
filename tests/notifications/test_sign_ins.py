"""A sign-in from a new browser is told, and cannot be kept quiet."""

import pytest
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory

from core.refused import Refused
from notifications.actions.settings import set_preference
from people import browsers, devices
from people.models import User
from tests.jobs import work_off
from tests.notifications.post import MailServer, listed
from tests.people import Cast


def signs_in(person: User, browser: str, knows: str = "") -> str:
    """Answers what the browser keeps of it: with that cookie it is known the next time."""
    request = RequestFactory().post("/", headers={"User-Agent": browser})
    request.session = SessionStore()
    request.COOKIES[devices.name()] = knows
    login(request, person, backend="people.signing_in.AddressBackend")
    response = HttpResponse()
    devices.write(request, response)
    return str(response.cookies[devices.name()].value)


def test_a_new_browser_is_told_and_a_known_one_is_not(people: Cast, mails: MailServer) -> None:
    phone = signs_in(people.ana, "A phone")
    assert listed(people.ana) == []
    signs_in(people.ana, "A phone", phone)
    assert listed(people.ana) == []
    signs_in(people.ana, "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0 https://evil.example")
    assert listed(people.ana) == ["sign_in.new"]
    work_off("account")
    [mail] = mails.to(people.ana)
    assert mail["List-Unsubscribe"] is None
    body = mail.get_body(("plain",))
    assert body is not None
    assert "with Firefox on Linux." in body.get_content()
    assert "evil.example" not in body.get_content()
    assert "/not-me#" in body.get_content()
    assert listed(people.mika) == []


@pytest.mark.attack(
    "speak to somebody in our mail about a new sign-in, as the name of a browser",
    "it is named in words of ours",
)
@pytest.mark.parametrize(
    "called", ["Locked! See https://evil.example", "evil.example", "a\nb: c", "me@evil.example", ""]
)
def test_a_browser_says_nothing_in_a_mail(called: str) -> None:
    assert browsers.named(called) == "an unknown device"


def test_a_browser_that_only_calls_itself_the_same_is_new(people: Cast) -> None:
    signs_in(people.ana, "A phone")
    mikas = signs_in(people.mika, "A phone")
    signs_in(people.ana, "A phone", mikas)
    assert listed(people.ana) == ["sign_in.new"]


def test_a_new_password_makes_every_browser_new(people: Cast) -> None:
    phone = signs_in(people.ana, "A phone")
    people.ana.set_password("another crayon")
    people.ana.save()
    signs_in(people.ana, "A phone", phone)
    assert listed(people.ana) == ["sign_in.new"]


def test_it_cannot_be_switched_off(people: Cast) -> None:
    with pytest.raises(Refused) as refused:
        set_preference(people.ana, "sign_in.new", "any", "email", on=False)
    assert refused.value.code == "forbidden"
