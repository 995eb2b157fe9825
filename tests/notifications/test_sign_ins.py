"""A sign-in from a new browser is told, and cannot be kept quiet."""

import pytest
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from notifications.actions.settings import set_preference
from people.models import User
from protocol.refused import Refused
from tests.notifications.post import MailServer, carry, listed
from tests.people import Cast


def signs_in(person: User, browser: str) -> None:
    request = RequestFactory().post("/", headers={"User-Agent": browser})
    request.session = SessionStore()
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")


def test_a_new_browser_is_told_and_a_known_one_is_not(people: Cast, mails: MailServer) -> None:
    signs_in(people.ana, "A phone")
    assert listed(people.ana) == []
    signs_in(people.ana, "A phone")
    assert listed(people.ana) == []
    signs_in(people.ana, "Somebody's desk")
    assert listed(people.ana) == ["sign_in.new"]
    carry()
    [mail] = mails.to(people.ana)
    assert mail["List-Unsubscribe"] is None
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Somebody's desk" in body.get_content()
    assert listed(people.mika) == []


def test_it_cannot_be_switched_off(people: Cast) -> None:
    with pytest.raises(Refused) as refused:
        set_preference(people.ana, "sign_in.new", "any", "email", on=False)
    assert refused.value.code == "forbidden"
