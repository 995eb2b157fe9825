"""Leaving: closed at once, erased later, and until then one may change one's mind."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail

from core.transaction import transaction
from people import actions, mails
from people.actions import accounts, leaving
from people.models import AccountChange, SignIn, User
from people.tasks import say_last_word
from rights.actions.leaving import delete_account
from rights.verbs import DeleteAccount
from tests import clock, jobs, stories
from tests.moderation.reporting import moderator
from tests.people import Cast, entered_again, model
from tests.processes import Web
from tests.refusals import refused
from tests.security.browser import Browser, with_password
from tests.verify import Verify
from workflows.models import Application

PASSWORD = "a long way home 7"


def at_a_browser(user: User) -> SignIn:
    return entered_again(actions.record_sign_in(user, "a browser"))


def leave(user: User) -> None:
    delete_account(DeleteAccount(), by=user, sign_in=at_a_browser(user))
    user.refresh_from_db()


def test_an_account_is_closed_at_once_and_what_it_has_going_ends(
    people: Cast, verify: Verify
) -> None:
    user = model("Lea")
    application = stories.apply(user, stories.open_call(people.hanna)).application
    with verify(people.hanna):
        leave(user)
        jobs.work_off("people")
    assert not user.is_active
    assert not user.sign_ins.filter(revoked_at=None).exists()
    assert Application.objects.get(public_id=application).status == Application.WITHDRAWN
    with refused("not_found"):
        stories.start(people.jane, user)


@pytest.mark.attack(
    "deleting an account at an open screen, or with an API token", "it asks for the password"
)
def test_it_asks_for_the_password(people: Cast) -> None:
    for sign_in, code in (
        (actions.record_sign_in(people.ana, "an open screen"), "reauthenticate"),
        (SignIn.objects.create(user=people.ana, kind="token", token_hash=b"leaving"), "forbidden"),
    ):
        with refused(code):
            delete_account(DeleteAccount(), by=people.ana, sign_in=sign_in)
    with refused("forbidden"):
        leave(moderator())
    people.ana.refresh_from_db()
    assert people.ana.is_active


def test_two_mails_tell_of_it(people: Cast) -> None:
    user = model("Lea")
    leave(user)
    jobs.work_off("account")
    told, last = [one for one in mail.outbox if one.to == [user.email]]
    assert f"{user.erase_at:%-d %B %Y}" in told.body
    assert "/not-me#" in told.body
    assert "tomorrow" in last.body
    leaving.keep_account(user)
    mail.outbox.clear()
    say_last_word.func(user=user.pk, erase_at=str(user.erase_at))
    assert mail.outbox == []


def test_whoever_did_not_do_it_gets_their_account_back(people: Cast) -> None:
    """By the link in the mail, which ends whoever did it."""
    user = model("Lea")
    leave(user)
    accounts.undo(AccountChange.objects.get(user=user, kind="account.leaving"))
    user.refresh_from_db()
    assert (user.is_active, user.erase_at) == (True, None)
    assert mails.reset_key(user)


def test_the_staff_and_the_person_close_for_reasons_of_their_own(people: Cast) -> None:
    user = model("Lea")
    leave(user)
    actions.close_account(user)
    leaving.keep_account(user)
    user.refresh_from_db()
    assert (user.is_active, user.erase_at) == (False, None)  # the staff's reason stands
    actions.reopen_account(user)
    leave(user)
    actions.close_account(user)
    actions.reopen_account(user)
    user.refresh_from_db()
    assert not user.is_active  # as does their own
    leaving.keep_account(user)
    user.refresh_from_db()
    assert user.is_active


def test_once_the_time_has_come_nothing_is_kept(people: Cast) -> None:
    user = model("Lea")
    leave(user)
    clock.travel(timedelta(days=settings.KEEP.leaving))
    with refused("conflict"):
        leaving.keep_account(user)


# --- at a browser --------------------------------------------------------------------------------


async def test_signing_in_offers_to_stay(people: Cast, webs: list[Web]) -> None:
    user = with_password(model("Lea"), PASSWORD)
    with transaction():
        leaving.begin(user)
    browser = Browser(webs[0])
    assert (await browser.send("POST", "/account/keep")).status_code == 403
    wrong = await browser.account("POST", "auth/login", email=user.email, password="guessed")
    assert codes(wrong) == ["email_password_mismatch"]
    assert (await browser.send("POST", "/account/keep")).status_code == 403
    known = await sign_in(browser, user)
    assert (known.status_code, codes(known)) == (403, ["account_leaving"])
    assert (await browser.read("me")).status_code == 401
    assert (await browser.send("POST", "/account/keep")).status_code == 200
    assert (await browser.read("me")).status_code == 401  # nobody is signed in by it
    assert (await sign_in(browser, user)).status_code == 200
    assert (await browser.read("me")).json()["id"] == str(user.public_id)
    again = await browser.account("POST", "auth/reauthenticate", password=PASSWORD)
    assert again.status_code == 200
    gone = await browser.ask("account.delete")
    assert set(gone.json()) >= {"erase_at"}
    assert (await browser.read("me")).status_code == 401
    await browser.close()


async def sign_in(browser: Browser, user: User) -> Any:
    return await browser.account("POST", "auth/login", email=user.email, password=PASSWORD)


def codes(answer: Any) -> list[str]:
    return [error["code"] for error in answer.json()["errors"]]
