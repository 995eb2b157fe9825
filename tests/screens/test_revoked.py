"""A sign-in that has ended elsewhere: its browser forgets everything and sends nothing more."""

import asyncio
import uuid
from uuid import UUID

from playwright.async_api import WebSocketRoute, expect

from conversations.models import Message
from people import actions
from people.models import SignIn, User
from tests import stories
from tests.people import Cast
from tests.screens import talk
from tests.screens.conftest import AtScreen
from tests.screens.test_accounts import (
    KEPT,
    PASSWORD,
    follows_the_link,
    opens_the_mail,
    signs_in,
)
from tests.screens.visitor import Visitor
from tests.security.browser import with_password

NEW = "a-new-crayon-of-mine"


async def is_sent_away_with_nothing_left(visitor: Visitor) -> None:
    await visitor.page.wait_for_url("**/sign-in*")
    await visitor.finds(f"{KEPT}.then((count) => count === 0)")


def words_in(conversation: UUID) -> list[str]:
    found = Message.objects.filter(conversation__public_id=conversation)
    return list(found.order_by("number").values_list("content", flat=True))


async def test_a_forgotten_password_ends_every_other_sign_in(
    people: Cast, at_screen: AtScreen, the_worker: object
) -> None:
    with_password(people.ana, PASSWORD)
    talking = stories.talking(people.ana, people.hanna)
    laptop, hanna = await at_screen(people.ana), await at_screen(people.hanna, on=1)
    for visitor in (laptop, hanna):
        await visitor.opens(f"/inbox/{talking}")
        await visitor.is_connected()
    await laptop.finds(f"{KEPT}.then((count) => count > 0)")

    phone = await at_screen(on=1)
    await phone.opens("/sign-in")
    await phone.presses("Forgot the password?")
    await phone.page.wait_for_url("**/forgot-password")
    await phone.page.get_by_label("E-mail").fill(people.ana.email)
    await phone.presses("Send the link")
    await phone.sees("Look into your mailbox")
    await opens_the_mail(phone, people.ana.email, "Choose a new password")
    await follows_the_link(phone, "reset-password")
    link = phone.page.url
    await phone.page.get_by_label("New password").fill(NEW)
    await phone.presses("Change it")
    await phone.sees("Your password is changed")
    await is_sent_away_with_nothing_left(laptop)

    await phone.presses("Sign in with it")
    await signs_in(phone, people.ana, PASSWORD)
    await phone.sees("This e-mail and password do not go together.")
    await signs_in(phone, people.ana, NEW)
    await phone.page.wait_for_url("**/inbox")
    await phone.page.goto(link)
    await phone.page.get_by_label("New password").fill("another-crayon-of-mine")
    await phone.presses("Change it")
    await phone.sees("This link has expired")
    await hanna.is_connected()


async def test_another_address_counts_once_its_link_was_opened(
    people: Cast, at_screen: AtScreen, the_worker: object
) -> None:
    email = f"ana-{uuid.uuid4().hex[:8]}@example.org"
    here, telephone, mika = (
        await at_screen(people.ana),
        await at_screen(people.ana, on=1),
        await at_screen(people.mika),
    )
    for visitor in (here, telephone, mika):
        await visitor.opens("/settings")
        await visitor.is_connected()
    await here.sees(f"Mails go to {people.ana.email}.")
    await here.page.get_by_label("Another address").fill(email)
    await here.presses("Send the link")
    await here.sees(f"A link is on its way to {email}.")
    await here.reloads()
    await here.sees(f"A link is on its way to {email}.")
    assert User.objects.get(pk=people.ana.pk).email == people.ana.email

    await opens_the_mail(here, email, "Confirm your e-mail address")
    await follows_the_link(here, "confirm-email")
    await here.presses("Yes, this is mine")
    await here.sees("Thank you, that is confirmed")
    await is_sent_away_with_nothing_left(telephone)
    await here.opens("/settings")
    await here.sees(f"Mails go to {email}.")
    await expect(here.page.get_by_text("A link is on its way")).to_have_count(0)
    assert User.objects.get(pk=people.ana.pk).email == email
    await mika.is_connected()
    await here.finds_nothing_wrong()


async def test_what_waited_to_be_sent_is_gone_with_the_sign_in_that_ended(
    people: Cast, at_screen: AtScreen
) -> None:
    """Ana writes without a network; meanwhile she is signed out from elsewhere."""
    talking = stories.talking(people.ana, people.hanna)
    before = words_in(talking)
    ana = await at_screen(people.ana)
    await ana.opens(f"/inbox/{talking}")
    await ana.is_connected()
    await ana.context.set_offline(True)
    await talk.writes(ana, "Written on the train")
    await expect(ana.page.locator("[data-key]")).to_have_count(1)
    for row in SignIn.objects.filter(user=people.ana, kind=SignIn.SESSION):
        actions.end_sign_in(row)
    await ana.context.set_offline(False)
    await is_sent_away_with_nothing_left(ana)

    with_password(people.ana, PASSWORD)
    await signs_in(ana, people.ana, PASSWORD)
    await ana.page.wait_for_url("**/inbox*")
    await ana.is_connected()
    assert words_in(talking) == before


class Lossy:
    """A line that loses every message that is sent, at both doors, until it is mended."""

    def __init__(self) -> None:
        self.mended = False
        self.lost = 0

    async def spoil(self, visitor: Visitor) -> None:
        await visitor.page.route_web_socket("**/ws", self._socket)
        await visitor.page.route(
            "**/api/v1/message.send",
            lambda route: route.continue_() if self.mended else route.abort(),
        )

    def _socket(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def pass_on(words: str | bytes) -> None:
            if self.mended or '"message.send"' not in str(words):
                server.send(words)
            else:
                self.lost += 1

        route.on_message(pass_on)


async def test_who_comes_next_at_this_browser_sends_nothing_of_who_signed_out(
    people: Cast, at_screen: AtScreen
) -> None:
    """Hanna comes next, who could write in the same conversation."""
    talking = stories.talking(people.ana, people.hanna)
    before = words_in(talking)
    with_password(people.hanna, PASSWORD)
    browser, line = await at_screen(people.ana), Lossy()
    await line.spoil(browser)
    await browser.opens(f"/inbox/{talking}")
    await browser.is_connected()
    for n in range(3):
        await talk.writes(browser, f"Only from Ana {n}")
    assert line.lost
    await browser.opens("/settings")
    await browser.presses("Sign out")
    await is_sent_away_with_nothing_left(browser)
    line.mended = True

    await signs_in(browser, people.hanna, PASSWORD)
    await browser.page.wait_for_url("**/inbox*")
    await browser.opens(f"/inbox/{talking}")
    await browser.is_connected()
    await expect(browser.page.get_by_text("Only from Ana")).to_have_count(0)
    await talk.writes(browser, "From Hanna")
    async with asyncio.timeout(30):
        while len(words_in(talking)) == len(before):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert words_in(talking) == [*before, "From Hanna"]
