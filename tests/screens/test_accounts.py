"""Becoming somebody here, coming back, and leaving nothing behind."""

import asyncio
import uuid
from urllib.parse import urlsplit

from playwright.async_api import expect

from people.models import User
from tests import stories
from tests.people import Cast
from tests.screens import talk
from tests.screens.conftest import AtScreen
from tests.screens.kept import KINDS
from tests.screens.visitor import Visitor
from tests.security.browser import with_password

PASSWORD = "charcoal-and-paper"
#: Seconds for the first mail: the worker may be starting still, on a busy machine.
FIRST_MAIL = 45
#: How much this device keeps of anybody.
KEPT = f"{KINDS}.then((kinds) => kinds.length)"


async def opens_the_mail(visitor: Visitor, address: str, subject: str) -> None:
    """Once the worker has sent it."""
    mail = visitor.page.get_by_role("listitem").filter(has_text=address).filter(has_text=subject)
    async with asyncio.timeout(FIRST_MAIL):
        await visitor.opens("/mailbox/")
        while await mail.count() == 0:
            await asyncio.sleep(0.2)
            await visitor.reloads()
    await mail.first.get_by_role("link").click()


async def follows_the_link(visitor: Visitor, page: str) -> None:
    """In a mail. The worker knows the installation's address, not that of this test's server."""
    link = visitor.page.locator(f"a[href*='/{page}']").first
    address = urlsplit(await link.get_attribute("href") or "")
    await visitor.opens(address.path + (f"#{address.fragment}" if address.fragment else ""))


async def joins(visitor: Visitor, name: str) -> str:
    """As a model, on the page that one joins on. Returns the address."""
    email = f"{name.lower()}-{uuid.uuid4().hex[:8]}@example.org"
    await visitor.page.get_by_text("I model").click()
    await visitor.page.get_by_label("Your name").fill(name)
    await visitor.page.get_by_label("E-mail").fill(email)
    await visitor.page.get_by_label("Password").fill(PASSWORD)
    await visitor.page.get_by_label("I am 18 or older.").check()
    await visitor.presses("Make my account")
    await visitor.sees(f"Welcome, {name}")
    return email


async def test_a_newcomer_signs_up_and_confirms_the_address(
    at_screen: AtScreen, the_worker: object
) -> None:
    nora = await at_screen()
    await nora.opens("/sign-up")
    email = await joins(nora, "Nora")
    await nora.is_at("/first-run")
    await nora.sees("Confirm your e-mail to write and apply.")

    await opens_the_mail(nora, email, "Confirm your e-mail address")
    await follows_the_link(nora, "confirm-email")
    await nora.sees(f"Is {email} yours?")
    await nora.presses("Yes, this is mine")
    await nora.presses("Go on to Callboard")
    await nora.is_at("/inbox")
    await nora.sees("No conversations yet")
    await expect(nora.page.get_by_text("Confirm your e-mail")).to_have_count(0)
    assert User.objects.get(email=email).email_confirmed_at is not None
    await nora.finds_nothing_wrong()


async def test_who_asks_for_the_link_too_often_is_told_when_there_is_another(
    at_screen: AtScreen,
) -> None:
    nora = await at_screen()
    await nora.opens("/sign-up")
    email = await joins(nora, "Nora")
    again = nora.page.get_by_role("button", name="Send it again")
    said = nora.page.get_by_text(f"A new link is on its way to {email}.")
    for _ in range(3):
        await again.click()
        await expect(again).to_be_enabled()
    await nora.sees("Three links have gone out in the last ten minutes.")
    # One line for what was said twice.
    assert await said.count() <= 1
    await nora.presses("Another address")
    await nora.is_at("/settings#email")


async def signs_in(visitor: Visitor, user: User, password: str) -> None:
    await visitor.page.get_by_label("E-mail").fill(user.email)
    await visitor.page.get_by_label("Password").fill(password)
    await visitor.presses("Sign in")


async def test_signing_in_leads_where_one_wanted_to_go(people: Cast, at_screen: AtScreen) -> None:
    with_password(people.ana, PASSWORD)
    ana = await at_screen()
    await ana.opens("/calls")
    await ana.page.wait_for_url("**/sign-in?next=*")
    await signs_in(ana, people.ana, "something-else")
    await ana.sees("This e-mail and password do not go together.")
    await signs_in(ana, people.ana, PASSWORD)
    await ana.is_at("/calls")
    await ana.sees("No call for you right now")


async def test_signing_out_leaves_nothing_on_the_device(people: Cast, at_screen: AtScreen) -> None:
    with_password(people.hanna, PASSWORD)
    talking = stories.talking(people.ana, people.hanna)
    browser = await at_screen()
    await browser.opens(f"/sign-in?next=/inbox/{talking}")
    await signs_in(browser, people.hanna, PASSWORD)
    await talk.reads(browser, "Good evening.")
    await browser.page.get_by_role("textbox", name="Message to Ana").fill("Only for Ana")
    await browser.finds(f"{KEPT}.then((count) => count > 0)")

    await browser.opens("/settings")
    await browser.presses("Sign out")
    await browser.is_at("/sign-in")
    assert await browser.page.evaluate(KEPT) == 0
    await browser.opens(f"/inbox/{talking}")
    await browser.page.wait_for_url("**/sign-in?next=*")

    # Who comes next at this browser sees only what is theirs.
    with_password(people.mika, PASSWORD)
    await signs_in(browser, people.mika, PASSWORD)
    await browser.sees("This conversation could not be loaded.")
    await expect(browser.page.get_by_text("Only for Ana")).to_have_count(0)
    await browser.page.goto(f"{browser.origin}/inbox")
    await browser.sees("No conversations yet")


async def test_another_address_is_asked_for_with_the_password_and_taken_back_from_the_mail(
    people: Cast, at_screen: AtScreen, the_worker: object
) -> None:
    with_password(people.ana, PASSWORD)
    old, new = people.ana.email, f"ana-{uuid.uuid4().hex[:8]}@example.org"
    ana = await at_screen(people.ana)
    await ana.opens("/settings")
    await ana.page.get_by_label("Another address").fill(new)
    await ana.presses("Send the link")
    await ana.page.get_by_label("Your password", exact=True).fill("a guess")
    await ana.presses("Go on")
    await ana.sees("This is not your password.")
    await ana.page.get_by_label("Your password", exact=True).fill(PASSWORD)
    await ana.presses("Go on")
    await ana.sees("A link is on its way to")

    await opens_the_mail(ana, new, "Confirm your e-mail address")
    await follows_the_link(ana, "confirm-email")
    await ana.presses("Yes, this is mine")
    await ana.sees("Thank you, that is confirmed")
    assert User.objects.get(pk=people.ana.pk).email == new

    await opens_the_mail(ana, old, "Your account has another address")
    await follows_the_link(ana, "not-me")
    await ana.presses("Take my account back")
    await ana.sees("Choose a new password")
    await ana.page.get_by_label("New password").fill("a crayon of another colour")
    await ana.presses("Change it")
    await ana.presses("Sign in with it")
    assert User.objects.get(pk=people.ana.pk).email == old


async def test_a_stranger_who_gets_the_link_by_mistake_cannot_confirm(
    people: Cast, at_screen: AtScreen, the_worker: object
) -> None:
    with_password(people.ana, PASSWORD)
    mistyped = f"ana-{uuid.uuid4().hex[:8]}@example.org"
    ana, stranger = await at_screen(people.ana), await at_screen()
    await ana.opens("/settings")
    await ana.page.get_by_label("Another address").fill(mistyped)
    await ana.presses("Send the link")
    await ana.page.get_by_label("Your password", exact=True).fill(PASSWORD)
    await ana.presses("Go on")
    await ana.sees("A link is on its way to")
    await opens_the_mail(stranger, mistyped, "Confirm your e-mail address")
    await follows_the_link(stranger, "confirm-email")
    await stranger.presses("Yes, this is mine")
    await stranger.sees("Sign in to confirm it")
    assert User.objects.get(pk=people.ana.pk).email != mistyped
