"""Signing up, signing in and forgetting a password: without telling strangers who is here."""

import asyncio
import re
import time
from typing import Any

import httpx
import pytest
from django.contrib.sessions.backends.db import SessionStore

from people.models import SignIn, User
from tests.accounts import PASSWORD, newcomer
from tests.people import Cast
from tests.security.browser import with_password
from tests.security.conftest import OpenBrowser


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


async def test_namesakes_may_sign_up_at_one_moment(browser: OpenBrowser) -> None:
    emails = [f"nora-{time.time_ns()}-{n}@example.org" for n in range(8)]
    answers = await asyncio.gather(
        *(browser().account("POST", "auth/signup", **newcomer(email)) for email in emails)
    )
    assert {answer.status_code for answer in answers} == {200}
    handles = set(User.objects.filter(email__in=emails).values_list("handle", flat=True))
    assert len(handles) == len(emails)


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


#: Whatever it is, it is not `true`.
NO: tuple[Any, ...] = (False, None, "no", "false", "true", "yes", 1, 0, [], {}, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "1234"},
        {"display_name": ""},
        {"email": "x"},
        {"is_host": "no"},
        *({"adult": no} for no in NO),
    ],
)
async def test_who_may_not_sign_up(browser: OpenBrowser, wrong: dict[str, Any]) -> None:
    email = f"nora-{time.time_ns()}@example.org"
    answer = await browser().account("POST", "auth/signup", **(newcomer(email) | wrong))
    assert answer.status_code == 400
    assert {error["param"] for error in answer.json()["errors"]} == set(wrong)


async def test_the_answers_name_no_row(people: Cast, browser: OpenBrowser) -> None:
    """Numbers of rows would tell how many people there are."""
    with_password(people.ana, PASSWORD)
    ana = browser()
    answer = await ana.account("POST", "auth/login", email=people.ana.email, password=PASSWORD)
    assert answer.json()["data"]["user"]["id"] == str(people.ana.public_id)
    session = await ana.account("GET", "auth/session")
    for text in (answer.text, session.text):
        assert str(people.ana.pk) not in re.findall(r"(?<![\w.-])\d+(?![\w.-])", text)


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
