"""What is one's own: an archive of it, and leaving, with the door open for a while."""

from playwright.async_api import expect

from people.models import User
from tests import jobs, stories
from tests.people import Cast
from tests.screens.conftest import AtScreen
from tests.screens.visitor import Visitor
from tests.security.browser import with_password

PASSWORD = "charcoal-and-paper"


async def enters_password(visitor: Visitor) -> None:
    await visitor.page.get_by_label("Your password", exact=True).fill(PASSWORD)
    await visitor.presses("Go on")


async def signs_in(visitor: Visitor, user: User) -> None:
    await visitor.page.get_by_label("E-mail").fill(user.email)
    await visitor.page.get_by_label("Password").fill(PASSWORD)
    await visitor.presses("Sign in")


async def test_everything_is_put_together_and_one_can_leave_and_come_back(
    people: Cast, at_screen: AtScreen
) -> None:
    with_password(people.ana, PASSWORD)
    stories.talking(people.ana, people.hanna)
    ana = await at_screen(people.ana)
    await ana.opens("/settings")
    await ana.presses("Make my archive")
    await enters_password(ana)
    await ana.sees("It is being made.")
    jobs.work_off("archives")
    await expect(ana.page.get_by_role("button", name="Download it")).to_be_visible()

    await ana.presses("Delete my account")
    await ana.sees("After 14 days everything is erased")
    await ana.presses("Delete it")
    await ana.is_at("/sign-in?left")
    await ana.sees("Your account is closed.")
    await signs_in(ana, people.ana)
    await ana.sees("You can still keep it.")
    await ana.presses("Keep my account")
    await ana.is_at("/inbox")
    people.ana.refresh_from_db()
    assert people.ana.is_active
    await ana.finds_nothing_wrong(but="status of 403")
