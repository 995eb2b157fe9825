"""Nobody takes an account over: not from an open screen, and not by a mistyped address."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import URLPattern, URLResolver, get_resolver

from people.models import SignIn, User
from tests.accounts import (
    NEW,
    PASSWORD,
    enters_password_again,
    fresh_address,
    link,
    newcomer,
    sent,
    signs_in,
    signs_up,
)
from tests.notifications.post import MailServer
from tests.people import Cast, person
from tests.security.browser import ALLAUTH, Browser, with_password
from tests.security.conftest import OpenBrowser

# --- an open screen ---------------------------------------------------------------------------


def account_paths(resolver: URLResolver | None = None, prefix: str = "/") -> list[str]:
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += account_paths(pattern, route)
        elif isinstance(pattern, URLPattern) and route.startswith(f"{ALLAUTH}account/"):
            found.append(route.removeprefix(ALLAUTH))
    return found


#: Enough for any of allauth's forms; what a form does not know it passes over.
ANYTHING = {
    "email": "evil@example.org",
    "primary": True,
    "new_password": NEW,
    "current_password": "a guess",
    "code": "123456",
    "name": "Mine",
    "phone": "+4930123456",
    "authenticators": [1],
    "id": 1,
}


def ownership(user: User) -> Any:
    """What decides who owns an account."""
    row = User.objects.get(pk=user.pk)
    return (
        (row.email, row.password, row.is_active, row.email_confirmed_at),
        list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")),
        list(Authenticator.objects.filter(user=user).values_list("type", "data")),
        list(SignIn.objects.filter(user=user, revoked_at=None).values_list("pk", "kind")),
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", account_paths())
@pytest.mark.attack(
    "change an account at a screen that its owner left open", "the password is asked for"
)
async def test_an_open_screen_alone_changes_nothing_about_the_account(
    people: Cast, browser: OpenBrowser, path: str, method: str
) -> None:
    with_password(people.ana, PASSWORD)
    EmailAddress.objects.create(
        user=people.ana, email=people.ana.email, verified=True, primary=True
    )
    Authenticator.objects.create(user=people.ana, type="totp", data={"secret": "A" * 32})
    thief = browser(people.ana)
    before = ownership(people.ana)
    answer = await thief.account(method, path, **ANYTHING)
    assert answer.status_code in (400, 401, 403, 404, 405, 409)
    assert ownership(people.ana) == before


def test_the_walk_reaches_the_paths_that_matter() -> None:
    assert {"account/email", "account/password/change", "account/authenticators/totp"} <= {
        *account_paths()
    }


async def test_with_the_password_the_address_is_changed_and_the_old_one_is_told(
    people: Cast, browser: OpenBrowser, mails: MailServer
) -> None:
    with_password(people.ana, PASSWORD)
    old, new = people.ana.email, fresh_address()
    ana = browser(people.ana)
    refused = await ana.account("POST", "account/email", email=new)
    assert refused.status_code == 401
    assert {"id": "reauthenticate"} in refused.json()["data"]["flows"]
    await enters_password_again(ana)
    assert (await ana.account("POST", "account/email", email=new)).status_code == 200
    assert sent(mails, old)[-1].count(new) == 1
    [asked] = sent(mails, new)
    assert await signs_in(browser(), new) == 400, "not confirmed yet"
    key = link(asked, "confirm-email")
    assert (await ana.account("POST", "auth/email/verify", key=key)).status_code == 200
    assert User.objects.get(pk=people.ana.pk).email == new
    assert f"It is {new} now" in sent(mails, old)[-1]
    assert await signs_in(browser(), new) == 200
    assert await signs_in(browser(), old) == 400


async def test_a_wrong_password_is_not_entered_again(people: Cast, browser: OpenBrowser) -> None:
    with_password(people.ana, PASSWORD)
    thief = browser(people.ana)
    answer = await thief.account("POST", "auth/reauthenticate", password="a guess")
    assert answer.status_code == 400
    answer = await thief.account("POST", "account/email", email=fresh_address())
    assert answer.status_code == 401


# --- an address that is not confirmed ---------------------------------------------------------


@pytest.mark.attack(
    "take an account by an address that its owner has mistyped", "it does not count"
)
async def test_a_mistyped_address_gives_nothing_to_the_stranger_who_has_it(
    people: Cast, browser: OpenBrowser, mails: MailServer
) -> None:
    """Neither by a reset, nor by signing in, nor by the confirmation in the stranger's mailbox."""
    with_password(people.jane, PASSWORD)
    jane, mistyped = browser(people.jane), fresh_address()
    await enters_password_again(jane)
    await jane.account("POST", "account/email", email=mistyped)
    key = link(sent(mails, mistyped)[0], "confirm-email")
    stranger = browser()
    await stranger.account("POST", "auth/password/request", email=mistyped)
    assert "/reset-password/" not in "".join(sent(mails, mistyped))
    assert await signs_in(stranger, mistyped) == 400
    for visitor in (stranger, browser(people.mika)):
        answer = await visitor.account("POST", "auth/email/verify", key=key)
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["code"] == "sign_in_first"
    assert User.objects.get(pk=people.jane.pk).email == people.jane.email
    await browser().account("POST", "auth/password/request", email=people.jane.email)
    assert "/reset-password/" in sent(mails, people.jane.email)[-1]


async def test_a_new_account_signs_in_with_its_own_address_and_cannot_reset(
    browser: OpenBrowser, mails: MailServer
) -> None:
    address = fresh_address()
    await signs_up(browser(), address)
    assert await signs_in(browser(), address) == 200
    await browser().account("POST", "auth/password/request", email=address)
    assert "/reset-password/" not in "".join(sent(mails, address))


@pytest.mark.attack(
    "open an account with the address of somebody else",
    "another one, which reaches nobody and never becomes theirs",
)
async def test_an_address_belongs_to_whoever_confirms_it(
    browser: OpenBrowser, mails: MailServer
) -> None:
    """A stranger who opened an account with it before can do nothing with it."""
    address = fresh_address()
    squatter = browser()
    theirs = await signs_up(squatter, address)
    squatters_mail = sent(mails, address)[-1]
    nora = browser()
    hers = await nora.account("POST", "auth/signup", **newcomer(address) | {"password": NEW})
    assert hers.status_code == 200
    assert await signs_in(browser(), address, NEW) == 200
    key = link(squatters_mail, "confirm-email")
    assert (await nora.account("POST", "auth/email/verify", key=key)).status_code == 403
    key = link(sent(mails, address)[-1], "confirm-email")
    assert (await nora.account("POST", "auth/email/verify", key=key)).status_code == 200
    refused = await squatter.ask("follow", person=str(theirs.public_id))
    assert refused.json()["reasons"] == ["email_unconfirmed"]
    assert (await nora.read("me")).json()["email_confirmed"] is True
    await browser().account("POST", "auth/password/request", email=address)
    assert f"the account @{await handle(nora)}" in sent(mails, address)[-1]
    assert not User.objects.filter(pk=theirs.pk, email_confirmed_at__isnull=False).exists()


async def handle(of: Browser) -> str:
    return str((await of.read("me")).json()["handle"])


@pytest.mark.attack(
    "open an account with an address, and find out by signing in whether somebody has it",
    "it signs in whether or not",
)
async def test_a_second_account_does_not_tell_that_there_is_a_first(
    people: Cast, browser: OpenBrowser, mails: MailServer
) -> None:
    with_password(people.ana, PASSWORD)
    second = {"password": NEW}
    for address in (people.ana.email, fresh_address()):
        await browser().account("POST", "auth/signup", **newcomer(address) | second)
        again = browser()
        assert await signs_in(again, address, NEW) == 200
        assert (await handle(again)).startswith("nora-weiss")
    assert "You have an account already" in sent(mails, people.ana.email)[-1]
    ana = browser()
    assert await signs_in(ana, people.ana.email, PASSWORD) == 200
    assert await handle(ana) == people.ana.handle


async def test_an_account_that_was_never_confirmed_takes_another_address_at_once(
    browser: OpenBrowser, mails: MailServer
) -> None:
    mistyped, right = fresh_address(), fresh_address()
    nora = browser()
    user = await signs_up(nora, mistyped)
    await enters_password_again(nora)
    assert (await nora.account("POST", "account/email", email=right)).status_code == 200
    assert User.objects.get(pk=user.pk).email == right
    assert await signs_in(browser(), mistyped) == 400
    assert await signs_in(browser(), right) == 200
    assert not any("not-me" in text for text in sent(mails, mistyped)), "it may be a stranger's"


@pytest.mark.parametrize(
    "alike", ["\N{LATIN SMALL LETTER DOTLESS I}", "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}"]
)
async def test_an_address_that_only_looks_alike_is_another(
    browser: OpenBrowser, mails: MailServer, alike: str
) -> None:
    """PostgreSQL and Python fold letters differently: a dotless i becomes an I."""
    mine = person("Ina")
    with_password(mine, PASSWORD)
    other = mine.email.replace("i", alike, 1)
    await browser().account("POST", "auth/password/request", email=other)
    assert not any("/reset-password/" in text for text in sent(mails, mine.email))


async def test_the_confirmed_owner_is_found_in_any_case(people: Cast, browser: OpenBrowser) -> None:
    with_password(people.ana, PASSWORD)
    assert await signs_in(browser(), people.ana.email.upper()) == 200
