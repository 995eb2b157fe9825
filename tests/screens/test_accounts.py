"""Becoming somebody here, coming back, and leaving nothing behind."""

import uuid

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
#: How much this device keeps of anybody.
KEPT = f"{KINDS}.then((kinds) => kinds.length)"


async def test_a_newcomer_signs_up_and_confirms_the_address(at_screen: AtScreen) -> None:
    nora = await at_screen()
    email = f"nora-{uuid.uuid4().hex[:8]}@example.org"
    await nora.opens("/sign-up")
    await nora.page.get_by_text("I model").click()
    await nora.page.get_by_label("Your name").fill("Nora")
    await nora.page.get_by_label("E-mail").fill(email)
    await nora.page.get_by_label("Password").fill(PASSWORD)
    await nora.page.get_by_label("I am 18 or older.").check()
    await nora.presses("Make my account")
    await nora.is_at("/first-run")
    await nora.sees("Welcome, Nora")
    await nora.sees("Confirm your e-mail to write and apply.")

    await nora.opens("/mailbox/")
    await nora.page.get_by_role("listitem").filter(has_text=email).get_by_role("link").click()
    await nora.page.locator("a[href*='/confirm-email/']").click()
    await nora.presses("Yes, this is mine")
    await nora.presses("Go on to Callboard")
    await nora.is_at("/inbox")
    await nora.sees("No conversations yet")
    await expect(nora.page.get_by_text("Confirm your e-mail")).to_have_count(0)
    assert User.objects.get(email=email).email_confirmed_at is not None
    await nora.finds_nothing_wrong()


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
