"""Signing up, signing in and forgetting a password: without telling strangers who is here."""

import json
import time
from typing import Any

import httpx
import pytest
from django.contrib.sessions.backends.db import SessionStore

from people.models import SignIn, User
from tests.conftest import WebWith
from tests.people import Cast
from tests.processes import Web
from tests.security.browser import with_password
from tests.security.conftest import OpenBrowser

PASSWORD = "charcoal and paper"


def newcomer(email: str) -> dict[str, Any]:
    return {
        "email": email,
        "password": PASSWORD,
        "display_name": "Nora Weiss",
        "is_model": True,
        "time_zone": "Europe/Berlin",
        "adult": True,
    }


def told(answer: httpx.Response) -> tuple[int, Any]:
    """What can be learned from an answer: its status and shape, without what is always new."""
    return answer.status_code, shape(answer.json())


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value]
    return type(value).__name__


async def test_signing_up_does_not_tell_who_is_here(people: Cast, browser: OpenBrowser) -> None:
    known, unknown = browser(), browser()
    fresh = f"nora-{time.time_ns()}@example.org"
    answers = [
        await known.account("POST", "auth/signup", **newcomer(people.ana.email)),
        await unknown.account("POST", "auth/signup", **newcomer(fresh)),
    ]
    assert told(answers[0]) == told(answers[1])
    for nora in (known, unknown):
        me = (await nora.client.get("/api/v1/me")).json()
        assert (me["name"], me["email_confirmed"]) == ("Nora Weiss", False)
        assert me["id"] != str(people.ana.public_id)


async def test_a_forgotten_password_does_not_tell_either(
    people: Cast, browser: OpenBrowser
) -> None:
    answers = [
        await browser().account("POST", "auth/password/request", email=email)
        for email in (people.ana.email, "nobody@example.org")
    ]
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].json() == answers[1].json()


async def test_a_wrong_password_and_nobody_are_the_same(people: Cast, browser: OpenBrowser) -> None:
    with_password(people.ana, PASSWORD)
    answers = [
        await browser().account("POST", "auth/login", email=email, password="wrong one")
        for email in (people.ana.email, "nobody@example.org")
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()


async def test_who_is_blocked_or_closed_cannot_be_told_at_the_door(
    people: Cast, browser: OpenBrowser
) -> None:
    """A closed account is refused with its right password, and no session is made."""
    with_password(people.ana, PASSWORD)
    people.ana.is_active = False
    people.ana.save()
    ana = browser()
    answer = await ana.account("POST", "auth/login", email=people.ana.email, password=PASSWORD)
    assert answer.status_code in (400, 401)
    assert (await ana.client.get("/api/v1/me")).status_code == 401
    assert not SignIn.objects.filter(user=people.ana).exists()


@pytest.mark.parametrize(
    "wrong",
    [{"password": "1234"}, {"adult": False}, {"display_name": ""}, {"email": "x"}, {"adult": None}],
)
async def test_who_may_not_sign_up(browser: OpenBrowser, wrong: dict[str, Any]) -> None:
    email = f"nora-{time.time_ns()}@example.org"
    answer = await browser().account("POST", "auth/signup", **(newcomer(email) | wrong))
    assert answer.status_code == 400
    assert {error["param"] for error in answer.json()["errors"]} == set(wrong)


async def test_nobody_signs_up_as_staff(browser: OpenBrowser) -> None:
    email = f"nora-{time.time_ns()}@example.org"
    more = {"is_staff": True, "is_superuser": True, "handle": "admin", "email_confirmed_at": "2020"}
    await browser().account("POST", "auth/signup", **newcomer(email), **more)
    nora = User.objects.get(email=email)
    assert not nora.is_staff
    assert not nora.is_superuser
    assert nora.handle.startswith("nora-weiss")
    assert nora.email_confirmed_at is None


async def test_signing_in_makes_a_new_session(people: Cast, browser: OpenBrowser) -> None:
    """A session key that somebody else has planted is worth nothing afterwards."""
    with_password(people.ana, PASSWORD)
    planted = SessionStore()
    planted["nothing"] = "special"
    planted.save()
    ana, mallory = browser(), browser()
    for each in (ana, mallory):
        each.client.cookies.set("session", planted.session_key or "", domain="127.0.0.1")
    answer = await ana.account("POST", "auth/login", email=people.ana.email, password=PASSWORD)
    assert answer.status_code == 200
    assert (await ana.client.get("/api/v1/me")).json()["handle"] == people.ana.handle
    assert "session" in answer.cookies
    assert answer.cookies["session"] != planted.session_key
    assert (await mallory.client.get("/api/v1/me")).status_code == 401


async def test_guessing_passwords_is_slowed_down(
    people: Cast, web_with: WebWith, browser: OpenBrowser
) -> None:
    """After some wrong ones even the right one has to wait; others are let in."""
    web: Web = web_with(MARK_FRAMES=63)
    for user in (people.ana, people.jane):
        with_password(user, PASSWORD)
    codes = []
    for guess in range(12):
        answer = await browser(on=web).account(
            "POST", "auth/login", email=people.ana.email, password=f"guess {guess}"
        )
        codes.append(json.loads(answer.text)["errors"][0]["code"] if answer.text else "")
    assert codes[0] == "email_password_mismatch"
    assert "too_many_login_attempts" in codes or answer.status_code == 429
    right = await browser(on=web).account(
        "POST", "auth/login", email=people.ana.email, password=PASSWORD
    )
    assert right.status_code in (400, 429)
