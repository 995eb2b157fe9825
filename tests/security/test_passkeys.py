"""A passkey is its person's, on our own pages, once for each question."""

from typing import Any

import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.conf import settings

from people import stricter
from people.models import User
from tests.accounts import PASSWORD, enters_password_again, signs_in
from tests.people import Cast
from tests.security.browser import Browser, totp_code, with_password
from tests.security.conftest import OpenBrowser
from tests.security.passkeys import Passkey

MINE = "account/authenticators/webauthn"
STEP = "auth/webauthn/authenticate"


async def at_home(browser: OpenBrowser, user: User) -> Browser:
    opened = browser(with_password(user, PASSWORD))
    await enters_password_again(opened)
    return opened


async def adds(at: Browser, passkey: Passkey, origin: str = "", rp: str = "") -> int:
    found = await at.account("GET", MINE)
    options = found.json()["data"]["creation_options"]
    made = passkey.registered(options, origin or at.web.origin, rp)
    answer = await at.account("POST", MINE, name="Key", credential=made)
    return answer.status_code


async def asked(browser: OpenBrowser, user: User) -> tuple[Browser, Any]:
    """A browser that has shown the password, and what its second step asks for."""
    opened = browser()
    assert await signs_in(opened, user.email) == 401
    found = await opened.account("GET", STEP)
    return opened, found.json()["data"]["request_options"]


async def shows(at: Browser, answer: dict[str, Any]) -> int:
    return (await at.account("POST", STEP, credential=answer)).status_code


@pytest.mark.attack(
    "add or show a passkey on a page that is not ours, also of a subdomain", "it is none"
)
async def test_a_passkey_belongs_to_our_own_pages(people: Cast, browser: OpenBrowser) -> None:
    ana = await at_home(browser, people.ana)
    origin = ana.web.origin
    foreign = [
        *("https://evil.example", f"{origin}.evil.example", origin.replace("://", "://evil.")),
        *(origin.replace("http:", "https:"), f"{origin}0", "null", "", f"{origin}/"),
    ]
    for elsewhere in foreign:
        assert await adds(ana, Passkey(), elsewhere or " ") == 400, elsewhere
    assert await adds(ana, Passkey(), rp="evil.example") == 400
    key = Passkey()
    assert await adds(ana, key) == 200
    for elsewhere in foreign[:3]:
        at, options = await asked(browser, people.ana)
        assert await shows(at, key.shown(options, elsewhere or " ")) == 400, elsewhere
    at, options = await asked(browser, people.ana)
    assert await shows(at, key.shown(options, origin)) == 200


@pytest.mark.attack(
    "pass the second step with a passkey of somebody else, also one of the same id",
    "only with one's own",
)
async def test_a_passkey_of_another_is_none(people: Cast, browser: OpenBrowser) -> None:
    hers = Passkey()
    thiefs = Passkey(id=hers.id)
    ana, mika = await at_home(browser, people.ana), await at_home(browser, people.mika)
    assert await adds(ana, hers) == 200
    assert await adds(mika, thiefs) == 200, "nobody can tell whose ids there are"
    origin = ana.web.origin
    for key in (thiefs, Passkey()):
        at, options = await asked(browser, people.ana)
        assert await shows(at, key.shown(options, origin)) == 400
        assert await shows(at, key.shown(options, origin, id=hers.id)) == 400
    at, options = await asked(browser, people.ana)
    assert await shows(at, hers.shown(options, origin)) == 200


async def test_what_was_shown_once_is_worth_nothing_again(
    people: Cast, browser: OpenBrowser
) -> None:
    key = Passkey()
    ana = await at_home(browser, people.ana)
    assert await adds(ana, key) == 200
    at, options = await asked(browser, people.ana)
    answer = key.shown(options, ana.web.origin)
    other, _ = await asked(browser, people.ana)
    assert await shows(other, answer) == 400, "another browser was asked another question"
    assert await shows(at, answer) == 200
    again, _ = await asked(browser, people.ana)
    assert await shows(again, answer) == 400


async def test_a_passkey_that_was_removed_is_none(people: Cast, browser: OpenBrowser) -> None:
    key, other = Passkey(), Passkey()
    ana = await at_home(browser, people.ana)
    assert await adds(ana, key) == 200
    assert await adds(ana, other) == 200
    at, options = await asked(browser, people.ana)
    Authenticator.objects.filter(user=people.ana, type="webauthn").earliest("pk").delete()
    assert await shows(at, key.shown(options, ana.web.origin)) == 400
    at, options = await asked(browser, people.ana)
    assert await shows(at, other.shown(options, ana.web.origin)) == 200


@pytest.mark.attack(
    "use a code of an authenticator app that somebody has just used", "it works once"
)
async def test_a_code_works_once_as_long_as_it_is_accepted(
    people: Cast, browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await at_home(browser, people.ana)
    found = await ana.account("GET", "account/authenticators/totp")
    secret = found.json()["meta"]["secret"]
    answer = await ana.account("POST", "account/authenticators/totp", code=totp_code(secret))
    assert answer.status_code == 200
    code, answers = totp_code(secret), []
    for _ in range(2):
        at = browser()
        await signs_in(at, people.ana.email)
        answers.append((await at.account("POST", "auth/2fa/authenticate", code=code)).status_code)
    assert answers[1] == 400
    remembered: list[float] = []
    monkeypatch.setattr(stricter, "cache", Cache(remembered))
    totp = Authenticator.objects.get(user=people.ana, type="totp").wrap()
    assert totp.validate_code(totp_code(secret))
    # Beside its own time it is accepted before and after it.
    assert remembered == [3 * app_settings.TOTP_PERIOD]
    assert settings.MFA_TOTP_TOLERANCE == 1


class Cache:
    def __init__(self, timeouts: list[float]) -> None:
        self.timeouts = timeouts

    def add(self, key: str, value: str, timeout: float) -> bool:
        self.timeouts.append(timeout)
        return True
