"""The second step of signing in: an authenticator app, recovery codes, and a passkey."""

from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from playwright.async_api import expect

from people.models import User
from tests.people import person
from tests.processes import Web
from tests.screens.conftest import AtScreen
from tests.screens.test_accounts import PASSWORD, signs_in
from tests.screens.visitor import Visitor
from tests.security.browser import totp_code, with_password


def staff(name: str) -> User:
    return with_password(person(name, is_staff=True, is_superuser=True), PASSWORD)


async def enters_password(visitor: Visitor) -> None:
    await visitor.page.get_by_label("Your password", exact=True).fill(PASSWORD)
    await visitor.presses("Go on")


async def comes_to_the_admin(visitor: Visitor) -> None:
    await visitor.page.goto(f"{visitor.origin}/admin/")
    await expect(visitor.page.get_by_role("link", name="Users").first).to_be_visible()


async def signs_out(visitor: Visitor) -> None:
    await visitor.opens("/settings")
    await visitor.presses("Sign out")
    await visitor.is_at("/sign-in")


async def shows_code(visitor: Visitor, code: str) -> None:
    await visitor.page.get_by_label("Code").fill(code)
    await visitor.presses("Go on")


async def test_staff_use_an_app_and_a_recovery_code_and_take_them_away(at_screen: AtScreen) -> None:
    user = staff("Otto")
    otto = await at_screen()
    await otto.opens("/sign-in?next=/admin/")
    await signs_in(otto, user, PASSWORD)
    await otto.is_at("/settings#second-step")
    await otto.presses("Use an authenticator app")
    await expect(otto.page.get_by_alt_text("QR code for an authenticator app")).to_be_visible()
    await otto.finds("document.querySelector('[alt^=\"QR code\"]').naturalWidth > 0")
    secret = (await otto.page.locator(".secret").inner_text()).replace(" ", "")
    await otto.page.get_by_label("The code that it shows").fill("000000")
    await otto.presses("Switch it on")
    await otto.sees("This code does not fit.")
    await otto.page.get_by_label("The code that it shows").fill(totp_code(secret))
    await otto.presses("Switch it on")
    await enters_password(otto)
    await otto.sees("Keep these codes")
    recovery = await otto.page.locator(".codes li").first.inner_text()
    await otto.presses("I have kept them")
    await otto.sees("10 left")
    await comes_to_the_admin(otto)

    await signs_out(otto)
    await signs_in(otto, user, PASSWORD)
    await otto.sees("One more step")
    await shows_code(otto, "123123")
    await otto.sees("This code does not fit.")
    await shows_code(otto, totp_code(secret))
    await otto.is_at("/inbox")
    await comes_to_the_admin(otto)

    await signs_out(otto)
    await signs_in(otto, user, PASSWORD)
    await shows_code(otto, recovery)
    await otto.is_at("/inbox")
    await otto.opens("/settings")
    await otto.sees("9 left")
    await otto.presses("Remove the authenticator app")
    await enters_password(otto)
    await otto.sees("With it, somebody who knows your password still does not come in.")
    assert not Authenticator.objects.filter(user=user).exists()
    await otto.page.goto(f"{otto.origin}/admin/")
    await otto.is_at("/settings#second-step")
    # Refused codes are refused requests, and allauth calls an app that is not there yet a 404.
    await otto.finds_nothing_wrong(but="/_allauth/")


async def test_staff_come_to_the_admin_by_a_passkey(at_screen: AtScreen, sites: list[Web]) -> None:
    user = staff("Olga")
    # A passkey belongs to the installation's first name: to numbers browsers give none.
    home = SimpleNamespace(origin=f"http://localhost:{sites[0].port}")
    olga = await at_screen(to=home)
    devtools = await olga.context.new_cdp_session(olga.page)
    await devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    key |= {"hasUserVerification": True, "isUserVerified": True}
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})

    await olga.opens("/sign-in?next=/admin/")
    await signs_in(olga, user, PASSWORD)
    await olga.is_at("/settings#second-step")
    await olga.is_connected()
    await olga.presses("Add a passkey")
    await enters_password(olga)
    await olga.sees("Keep these codes")
    await olga.presses("I have kept them")
    await olga.sees("Passkey 1")
    await comes_to_the_admin(olga)

    await olga.context.clear_cookies()
    await olga.opens("/sign-in?next=/admin/")
    await signs_in(olga, user, PASSWORD)
    await olga.presses("Use your passkey")
    await olga.is_at("/admin/")
    kinds = Authenticator.objects.filter(user=user).values_list("type", flat=True)
    assert sorted(kinds) == ["recovery_codes", "webauthn"]

    await olga.opens("/settings")
    await olga.presses("Remove Passkey 1")
    await enters_password(olga)
    await olga.sees("With it, somebody who knows your password still does not come in.")
    assert not Authenticator.objects.filter(user=user).exists()
    await olga.finds_nothing_wrong()
