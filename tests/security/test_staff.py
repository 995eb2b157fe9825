"""The admin is opened by the sign-in of everybody, and only with a second factor."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import call_command

from people.models import SignIn, User
from tests.accounts import PASSWORD, enters_password_again, signs_in, switches_on_totp
from tests.people import Cast, person
from tests.security.browser import totp_code, with_password
from tests.security.conftest import OpenBrowser


def boss() -> User:
    return with_password(person("Boss", is_staff=True, is_superuser=True), PASSWORD)


async def test_the_admins_own_page_leads_to_the_one_sign_in(browser: OpenBrowser) -> None:
    visitor = browser()
    answer = await visitor.client.get("/admin/people/user/", follow_redirects=False)
    assert answer.headers["Location"] == "/admin/login/?next=/admin/people/user/"
    answer = await visitor.client.get(answer.headers["Location"])
    assert answer.headers["Location"] == "/sign-in?next=%2Fadmin%2Fpeople%2Fuser%2F"


@pytest.mark.attack("guess the password of staff at the admin", "no password is asked for there")
async def test_no_password_opens_the_admin_by_its_own_form(browser: OpenBrowser) -> None:
    user = boss()
    for name in (user.handle, user.email):
        visitor = browser()
        form = {"username": name, "password": PASSWORD}
        await visitor.client.get("/")
        token = {"X-CSRFToken": visitor.client.cookies["csrftoken"]}
        answer = await visitor.client.post("/admin/login/", data=form, headers=token)
        assert answer.status_code == 302
        assert (await visitor.client.get("/api/v1/me")).status_code == 401


@pytest.mark.attack("open the admin with the password of staff alone", "a second factor is asked")
async def test_staff_come_in_with_a_second_factor_only(browser: OpenBrowser) -> None:
    user = boss()
    first = browser()
    assert await signs_in(first, user.email) == 200
    answer = await first.client.get("/admin/login/")
    assert answer.headers["Location"] == "/settings#second-step"
    await enters_password_again(first)
    secret = await switches_on_totp(first)
    assert (await first.client.get("/admin/")).status_code == 200, "shown just now"

    again = browser()
    answer = await again.account("POST", "auth/login", email=user.email, password=PASSWORD)
    assert answer.status_code == 401
    pending = [flow["id"] for flow in answer.json()["data"]["flows"] if flow.get("is_pending")]
    assert pending == ["mfa_authenticate"]
    assert (await again.client.get("/admin/")).status_code == 302
    assert (await again.client.get("/api/v1/me")).status_code == 401
    wrong = await again.account("POST", "auth/2fa/authenticate", code="000000")
    assert wrong.status_code == 400
    Authenticator.objects.filter(user=user).update(last_used_at=None)
    answer = await again.account("POST", "auth/2fa/authenticate", code=totp_code(secret))
    assert answer.status_code in (200, 400), answer.text
    if answer.status_code == 400:  # this code was used just now to switch it on
        codes = RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes"))
        code = codes.get_unused_codes()[0]
        answer = await again.account("POST", "auth/2fa/authenticate", code=code)
    assert answer.status_code == 200
    assert (await again.client.get("/admin/")).status_code == 200


async def test_a_new_second_factor_ends_other_browsers(people: Cast, browser: OpenBrowser) -> None:
    """A session that somebody stole before shall not count as one that has shown it."""
    with_password(people.ana, PASSWORD)
    stolen, own = browser(people.ana), browser(people.ana)
    await enters_password_again(own)
    await switches_on_totp(own)
    assert (await stolen.client.get("/api/v1/me")).status_code == 401
    assert (await own.client.get("/api/v1/me")).status_code == 200


async def test_a_session_from_before_the_second_factor_has_not_shown_it(
    browser: OpenBrowser,
) -> None:
    user = boss()
    old = browser(user)
    Authenticator.objects.filter(user=user).update(created_at="2020-01-01T00:00:00Z")
    assert (await old.client.get("/admin/")).status_code == 302
    answer = await old.client.get("/admin/login/")
    assert answer.headers["Location"].startswith("/sign-in?")
    assert (await old.client.get("/api/v1/me")).status_code == 401, "to sign in with both steps"


async def test_who_is_no_staff_finds_nothing_there(people: Cast, browser: OpenBrowser) -> None:
    ana = browser(people.ana)
    assert (await ana.client.get("/admin/login/")).status_code == 404


@pytest.mark.parametrize("to", ["//evil.example/", "https://evil.example", "/\\evil.example", "/x"])
async def test_it_leads_nowhere_else(browser: OpenBrowser, to: str) -> None:
    answer = await browser().client.get("/admin/login/", params={"next": to})
    assert answer.headers["Location"] == "/sign-in?next=%2Fadmin%2F"


def test_the_operator_removes_a_second_factor_that_was_lost(people: Cast) -> None:
    Authenticator.objects.create(user=people.ana, type="totp", data={"secret": "A" * 32})
    sign_in = SignIn.objects.create(user=people.ana, kind=SignIn.SESSION)
    call_command("second_factor", people.ana.handle, "--remove")
    assert not Authenticator.objects.filter(user=people.ana).exists()
    sign_in.refresh_from_db()
    assert sign_in.revoked_at is not None


# --- the list of second factors ----------------------------------------------------------------

LIST = "account/authenticators"


def passkey(user: User) -> Authenticator:
    data = {"name": "Phone", "credential": {}}
    made: Authenticator = Authenticator.objects.create(user=user, type="webauthn", data=data)
    return made


@pytest.mark.attack("count the second factors of everybody by the ids of one's own", "random ids")
async def test_second_factors_have_no_ids_of_rows(people: Cast, browser: OpenBrowser) -> None:
    with_password(people.ana, PASSWORD)
    mine, hers = passkey(people.ana), passkey(people.mika)
    ana, mika = browser(people.ana), browser(people.mika)
    [shown] = (await ana.account("GET", LIST)).json()["data"]
    [of_mika] = (await mika.account("GET", LIST)).json()["data"]
    assert len({shown["id"], of_mika["id"], str(mine.pk), str(hers.pk)}) == 4
    await enters_password_again(ana)
    for other in (mine.pk, str(mine.pk), of_mika["id"], hers.pk, None, [1]):
        renamed = await ana.account("PUT", f"{LIST}/webauthn", id=other, name="Mine")
        removed = await ana.account("DELETE", f"{LIST}/webauthn", authenticators=[other])
        assert (renamed.status_code, removed.status_code) == (400, 400)
    answer = await ana.account("PUT", f"{LIST}/webauthn", id=shown["id"], name="Key")
    assert (answer.json()["data"]["name"], answer.json()["data"]["id"]) == ("Key", shown["id"])
    removed = await ana.account("DELETE", f"{LIST}/webauthn", authenticators=[shown["id"]])
    assert removed.status_code == 200
    left = Authenticator.objects.filter(type="webauthn", pk__in=[mine.pk, hers.pk])
    assert list(left) == [hers]
