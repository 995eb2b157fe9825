"""Accounts in tests: signing up and in, the password again, a second factor, and the mails."""

import re
import uuid
from typing import Any

from people.models import User
from tests import jobs
from tests.notifications.post import MailServer
from tests.security.browser import Browser, totp_code

PASSWORD = "charcoal and paper"
NEW = "a crayon of another colour"


def newcomer(email: str) -> dict[str, Any]:
    return {
        "email": email,
        "password": PASSWORD,
        "display_name": "Nora Weiss",
        "is_model": True,
        "time_zone": "Europe/Berlin",
        "adult": True,
    }


def fresh_address() -> str:
    return f"nora-{uuid.uuid4().hex[:10]}@example.org"


def sent(mails: MailServer, address: str) -> list[str]:
    """The texts of the mails to this address, after the worker has sent what waits."""
    jobs.work_off("account")
    bodies = [mail.get_body(("plain",)) for to, mail in mails.mails if to == address]
    return [body.get_content() for body in bodies if body is not None]


def link(text: str, page: str) -> str:
    found = re.search(rf"/{page}[/#](\S+)", text)
    assert found, text
    return found[1]


async def signs_in(visitor: Browser, email: str, password: str = PASSWORD) -> int:
    answer = await visitor.account("POST", "auth/login", email=email, password=password)
    return answer.status_code


async def enters_password_again(visitor: Browser, password: str = PASSWORD) -> None:
    answer = await visitor.account("POST", "auth/reauthenticate", password=password)
    assert answer.status_code == 200


async def signs_up(visitor: Browser, email: str, **fields: Any) -> User:
    answer = await visitor.account("POST", "auth/signup", **newcomer(email), **fields)
    assert answer.status_code == 200
    return User.objects.filter(email=email).latest("pk")


async def switches_on_totp(visitor: Browser) -> str:
    found = await visitor.account("GET", "account/authenticators/totp")
    secret = found.json()["meta"]["secret"]
    answer = await visitor.account("POST", "account/authenticators/totp", code=totp_code(secret))
    assert answer.status_code == 200, answer.text
    return str(secret)
