"""A link in a mail works once, for its account, as long as nothing has changed since."""

import asyncio

import pytest

from people.models import User
from tests.accounts import (
    PASSWORD,
    enters_password_again,
    fresh_address,
    link,
    sent,
    signs_in,
    signs_up,
)
from tests.notifications.post import MailServer
from tests.people import Cast
from tests.processes import Web
from tests.security.browser import Browser, with_password
from tests.security.conftest import OpenBrowser

RESET, VERIFY = "auth/password/reset", "auth/email/verify"
THIRD = "a third crayon by now"


async def forgot(browser: OpenBrowser, mails: MailServer, user: User) -> str:
    await browser().account("POST", "auth/password/request", email=user.email)
    return link(sent(mails, user.email)[-1], "reset-password")


async def resets(at: Browser, key: str, password: str = THIRD) -> bool:
    """A new password signs nobody in: what went well is answered 401."""
    return (await at.account("POST", RESET, key=key, password=password)).status_code == 401


async def wants(at: Browser, mails: MailServer) -> tuple[str, str]:
    """Another address, and the key in the mail to it."""
    address = fresh_address()
    assert (await at.account("POST", "account/email", email=address)).status_code == 200
    return address, link(sent(mails, address)[-1], "confirm-email")


async def at_home(browser: OpenBrowser, user: User) -> Browser:
    opened = browser(with_password(user, PASSWORD))
    await enters_password_again(opened)
    return opened


@pytest.mark.attack(
    "use one link to a new password twice, also at the same time on two processes", "one counts"
)
async def test_a_link_to_a_new_password_works_once(
    people: Cast, browser: OpenBrowser, mails: MailServer, webs: list[Web]
) -> None:
    key = await forgot(browser, mails, people.ana)
    two = [browser(on=web) for web in webs]
    for one in two:
        await one.client.get("/")
    passwords = ["the first of two crayons", "the second of two crayons"]
    answers = await asyncio.gather(*map(resets, two, [key, key], passwords))
    assert sum(answers) == 1
    works = [await signs_in(browser(), people.ana.email, one) == 200 for one in passwords]
    assert works == answers
    assert not await resets(browser(), key)


@pytest.mark.attack(
    "use an old link to a new password after the password or the address was changed", "it is void"
)
async def test_a_link_to_a_new_password_is_void_after_a_change(
    people: Cast, browser: OpenBrowser, mails: MailServer
) -> None:
    with_password(people.ana, "what it was before")
    old = await forgot(browser, mails, people.ana)
    ana = await at_home(browser, people.ana)
    assert not await resets(browser(), old)
    old = await forgot(browser, mails, people.ana)
    _, key = await wants(ana, mails)
    assert (await ana.account("POST", VERIFY, key=key)).status_code == 200
    assert not await resets(browser(), old)


@pytest.mark.attack(
    "confirm an address as somebody else, by an old link, or after the change was taken back",
    "403, or it is void",
)
async def test_a_link_that_confirms_is_of_one_account_and_one_change(
    people: Cast, browser: OpenBrowser, mails: MailServer
) -> None:
    ana = await at_home(browser, people.ana)
    before = people.ana.email
    _, given_up = await wants(ana, mails)
    second, key = await wants(ana, mails)
    assert (await ana.account("POST", VERIFY, key=given_up)).status_code == 400
    mika = browser(people.mika)
    assert (await mika.account("POST", VERIFY, key=key)).status_code == 403
    notice = next(text for text in sent(mails, before) if second in text)
    undo = {"key": link(notice, "not-me")}
    answers = [await browser().send("POST", "/account/undo", undo) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    ana = await at_home(browser, people.ana)
    assert (await ana.account("POST", VERIFY, key=key)).status_code == 400
    assert User.objects.get(pk=people.ana.pk).email == before


async def test_a_link_that_confirms_is_pressed_twice(
    browser: OpenBrowser, mails: MailServer, webs: list[Web]
) -> None:
    """By the same person, in two tabs: it is confirmed, and nobody is told of a fault."""
    address = fresh_address()
    nora = browser()
    user = await signs_up(nora, address)
    key = link(sent(mails, address)[-1], "confirm-email")
    other = browser(user, on=webs[1])
    answers = await asyncio.gather(*(at.account("POST", VERIFY, key=key) for at in (nora, other)))
    assert 200 in {answer.status_code for answer in answers}
    assert {answer.status_code for answer in answers} <= {200, 400}
    assert User.objects.get(pk=user.pk).email_confirmed_at is not None


async def test_a_newcomer_is_spoken_to_in_the_language_of_their_browser(
    browser: OpenBrowser, mails: MailServer
) -> None:
    nora, address, nobody = browser(), fresh_address(), fresh_address()
    nora.client.headers["Accept-Language"] = "fr, de-AT;q=0.9, en;q=0.8"
    user = await signs_up(nora, address)
    assert user.language == "de"
    assert "Bestätige deine E-Mail-Adresse" in sent(mails, address)[-1]
    await nora.account("POST", "auth/password/request", email=nobody)
    assert "Kein Konto mit dieser Adresse" in sent(mails, nobody)[-1]
