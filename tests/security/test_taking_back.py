"""What has happened to an account is told to the address that it had, with a way back."""

from typing import Any

import pytest

from people import actions, queries
from people.models import User
from tests.accounts import (
    NEW,
    PASSWORD,
    enters_password_again,
    fresh_address,
    link,
    sent,
    signs_in,
    switches_on_totp,
)
from tests.notifications.post import MailServer
from tests.people import Cast
from tests.security.browser import with_password
from tests.security.conftest import OpenBrowser


@pytest.mark.attack(
    "change password, address and second factor of a stolen account",
    "one link in a mail takes it back",
)
async def test_a_thief_who_has_everything_loses_it_to_the_mail_at_the_old_address(
    people: Cast, browser: OpenBrowser, mails: MailServer
) -> None:
    """The password, the address and a second factor are the thief's; one link gives all back."""
    with_password(people.ana, PASSWORD)
    old, new = people.ana.email, fresh_address()
    thief = browser(people.ana)
    await enters_password_again(thief)
    await thief.account("POST", "account/email", email=new)
    key = link(sent(mails, new)[-1], "confirm-email")
    await thief.account("POST", "auth/email/verify", key=key)
    secret = await switches_on_totp(thief)
    await thief.account(
        "POST", "account/password/change", current_password=PASSWORD, new_password=NEW
    )
    first = link(sent(mails, old)[0], "not-me")
    thiefs_own = link(sent(mails, new)[-1], "not-me")
    token = actions.create_token(people.ana, "the thief's bot")

    ana = browser()
    answer = await ana.send("POST", "/account/undo", {"key": first})
    assert answer.status_code == 200
    reset = answer.json()["reset"]
    restored = User.objects.get(pk=people.ana.pk)
    assert (restored.email, restored.email_confirmed_at is None) == (old, False)
    assert (await thief.client.get("/api/v1/me")).status_code == 401
    assert queries.sign_in_of_token(token) is None
    for email, password in ((new, NEW), (old, NEW), (old, PASSWORD)):
        assert await signs_in(browser(), email, password) == 400
    again = await browser().send("POST", "/account/undo", {"key": first})
    assert again.status_code == 409, "works once"
    back = await browser().send("POST", "/account/undo", {"key": thiefs_own})
    assert back.status_code == 409, "the thief has such a link, too"

    mine = "a pencil that nobody knows"
    answer = await ana.account("POST", "auth/password/reset", key=reset, password=mine)
    assert answer.status_code == 401  # done; nobody is signed in yet
    assert await signs_in(browser(), old, mine) == 200
    assert secret


@pytest.mark.parametrize("key", ["", "x", "InNvbWV0aGluZyI:1w0x:abc", None, 7])
async def test_a_link_that_nobody_has_sent_undoes_nothing(browser: OpenBrowser, key: Any) -> None:
    answer = await browser().send("POST", "/account/undo", {"key": key})
    assert answer.status_code in (400, 404)
