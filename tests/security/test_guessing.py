"""A guesser is slowed down, over every process, and never keeps the owner out."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from people import attempts
from people.hashing import Argon2
from people.shared_cache import SharedCache
from tests import processes
from tests.accounts import NEW, PASSWORD, link, sent, signs_in
from tests.notifications.post import MailServer
from tests.people import Cast
from tests.processes import Web, free_port
from tests.security.browser import an_address, with_password
from tests.security.conftest import OpenBrowser


async def guesses(browser: OpenBrowser, email: str, count: int, address: str, on: Web) -> str:
    """The last answer's code."""
    code = ""
    for number in range(count):
        guesser = browser(on=on, address=address)
        answer = await guesser.account("POST", "auth/login", email=email, password=f"no. {number}")
        code = answer.json()["errors"][0]["code"] if answer.status_code == 400 else "429"
    return code


@pytest.mark.attack("guess a password from one address", "stopped after five; the owner comes in")
async def test_a_guesser_is_stopped_on_every_process_and_the_owner_is_not(
    people: Cast, browser: OpenBrowser, webs: list[Web]
) -> None:
    with_password(people.ana, PASSWORD)
    evil = an_address()
    assert await guesses(browser, people.ana.email, 5, evil, webs[0]) == "email_password_mismatch"
    for web in webs:
        code = await guesses(browser, people.ana.email.upper(), 1, evil, web)
        assert code == "too_many_login_attempts"
    assert await signs_in(browser(address=evil), people.ana.email) == 400, "not even the right one"
    assert await signs_in(browser(), people.ana.email) == 200
    with_password(people.jane, PASSWORD)
    assert await signs_in(browser(address=evil), people.jane.email) == 200, "others at that address"


@pytest.mark.attack("name another client in X-Forwarded-For", "only trusted proxies are believed")
async def test_a_guesser_cannot_invent_addresses(
    people: Cast, browser: OpenBrowser, webs: list[Web]
) -> None:
    with_password(people.ana, PASSWORD)
    evil = an_address()
    for _ in range(5):
        made_up = f"{an_address()}, {evil}"
        await guesses(browser, people.ana.email, 1, made_up, webs[0])
    code = await guesses(browser, people.ana.email, 1, f"{an_address()}, {evil}", webs[0])
    assert code == "too_many_login_attempts"


@pytest.mark.attack("guess a password from many addresses", "its owner's browsers still come in")
async def test_a_crowd_of_guessers_does_not_keep_the_owner_out(
    people: Cast, browser: OpenBrowser, webs: list[Web], mails: MailServer
) -> None:
    with_password(people.ana, PASSWORD)
    ana = browser()
    assert await signs_in(ana, people.ana.email) == 200
    await ana.account("DELETE", "auth/session")
    limit = int(attempts.RATES[attempts.WHOLE].partition("/")[0])
    for _ in range(limit // 5):
        await guesses(browser, people.ana.email, 5, an_address(), webs[0])
    assert await signs_in(browser(), people.ana.email) == 400, "the account as a whole"
    assert await signs_in(ana, people.ana.email) == 200, "from here she came before"
    # From a new browser: with a new password, by the link in her mailbox.
    elsewhere = browser()
    await elsewhere.account("POST", "auth/password/request", email=people.ana.email)
    key = link(sent(mails, people.ana.email)[-1], "reset-password")
    await elsewhere.account("POST", "auth/password/reset", key=key, password=NEW)
    assert await signs_in(elsewhere, people.ana.email, NEW) == 200


async def test_a_thief_does_not_guess_the_password_at_an_open_screen(
    people: Cast, browser: OpenBrowser
) -> None:
    with_password(people.ana, PASSWORD)
    thief = browser(people.ana)
    codes = []
    for number in range(7):
        answer = await thief.account("POST", "auth/reauthenticate", password=f"no. {number}")
        codes.append(answer.json()["errors"][0]["code"])
    assert codes[0] == "incorrect_password"
    assert codes[-1] == "too_many_login_attempts"


@pytest.fixture
def without_redis(environment: dict[str, str], logs: Path) -> Iterator[Web]:
    away = {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    web = Web(environment | away, log=logs / "without-redis.log")
    with processes.running(web):
        web.wait()
        yield web


async def test_without_redis_people_sign_in_and_guessers_are_stopped(
    people: Cast, browser: OpenBrowser, without_redis: Web
) -> None:
    with_password(people.ana, PASSWORD)
    assert await signs_in(browser(on=without_redis), people.ana.email) == 200
    code = await guesses(browser, people.ana.email, 6, an_address(), without_redis)
    assert code == "too_many_login_attempts"


def test_the_counts_are_kept_as_json_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.set("a-test", [1.5, 2], 10)
    assert cache.get("a-test") == [1.5, 2]
    assert cache.add("a-test", True, 10) is False
    cache.delete("a-test")
    assert cache.get("a-test") is None
    monkeypatch.setattr(SharedCache, "away_until", time.monotonic() + 60)
    assert cache.add("a-test", True, 10) is True
    assert cache.get("a-test") is True
    cache.delete("a-test")


def test_a_hash_is_argon2_within_bounds_and_old_ones_still_count() -> None:
    encoded = Argon2().encode(PASSWORD, "a grain of salt")
    assert "$argon2id$" in encoded
    assert "m=19456,t=2,p=1" in encoded
    assert Argon2().verify(PASSWORD, encoded)
    heavier = type("Django", (Argon2,), {"memory_cost": 102_400, "parallelism": 8})()
    old = heavier.encode(PASSWORD, "a grain of salt")
    assert Argon2().verify(PASSWORD, old)
    assert Argon2().must_update(old)


async def test_many_who_sign_in_at_once_hold_up_nobody_else(
    people: Cast, browser: OpenBrowser
) -> None:
    """They wait in a queue of their own; beyond its end they are told to come again."""
    ana = browser(people.ana)
    crowd = [browser() for _ in range(90)]
    knocks = [
        asyncio.create_task(
            one.account("POST", "auth/login", email="nobody@example.org", password="x")
        )
        for one in crowd
    ]
    codes = set()
    while not all(knock.done() for knock in knocks):
        codes.add((await ana.client.get("/api/v1/me", timeout=30)).status_code)
    assert codes == {200}
    assert {knock.result().status_code for knock in knocks} <= {400, 503}
