"""A mailbox has one account, however its address is written."""

import asyncio

import pytest
from django.db import IntegrityError

from people import addresses
from people.actions import close_account
from people.models import User
from tests.accounts import fresh_address, link, sent, signs_up
from tests.notifications.post import MailServer
from tests.people import Cast, person
from tests.processes import Web
from tests.security.conftest import OpenBrowser


@pytest.mark.parametrize(
    ("written", "mailbox"),
    [
        ("Nora@Example.org", "nora@example.org"),
        ("nora+evil@example.org", "nora@example.org"),
        ("nora+a+b@example.org.", "nora@example.org"),
        ("n.o.r.a@example.org", "n.o.r.a@example.org"),
        ("N.o.r.a+x@GoogleMail.com", "nora@gmail.com"),
        ("+nora@example.org", "+nora@example.org"),
        ('"a@b"@example.org', '"a@b"@example.org'),
        (
            "nora@ex\N{CYRILLIC SMALL LETTER A}mple.org",
            "nora@ex\N{CYRILLIC SMALL LETTER A}mple.org",
        ),
    ],
)
def test_where_an_address_leads(written: str, mailbox: str) -> None:
    assert addresses.mailbox(written) == mailbox


@pytest.mark.attack(
    "have many accounts, and the budgets of all of them, by one mailbox: with tags, dots or case",
    "a mailbox confirms one",
)
async def test_a_mailbox_confirms_one_account(
    browser: OpenBrowser, mails: MailServer, webs: list[Web]
) -> None:
    address = fresh_address()
    alias = address.replace("@", "+second@")
    first, second = browser(), browser(on=webs[1])
    await signs_up(first, address)
    await signs_up(second, alias)
    keys = [link(sent(mails, to)[-1], "confirm-email") for to in (address, alias)]
    answers = await asyncio.gather(
        first.account("POST", "auth/email/verify", key=keys[0]),
        second.account("POST", "auth/email/verify", key=keys[1]),
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes in ([200, 400], [400, 400])  # both at once: one of them asks again
    if codes == [400, 400]:
        again = await first.account("POST", "auth/email/verify", key=keys[0])
        assert again.status_code == 200
    confirmed = User.objects.filter(email__in=(address, alias), email_confirmed_at__isnull=False)
    assert confirmed.count() == 1
    third = browser()
    await signs_up(third, address.replace("@", "+third@"))
    assert "You have an account already" in sent(mails, address.replace("@", "+third@"))[-1]


def test_a_mailbox_of_a_closed_account_opens_no_other(people: Cast) -> None:
    close_account(people.mika)
    again = person("Mika", email_confirmed_at=None)
    alias = people.mika.email.replace("@", "+again@")
    assert addresses.belongs_to_another(alias, again)
    assert not addresses.belongs_to_another(alias, people.mika)
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=again.pk).update(email=alias, email_confirmed_at=again.created_at)
