"""From a link that somebody was sent to an application, without losing the way."""

from datetime import timedelta

from playwright.async_api import expect

from people.models import User
from tests import stories
from tests.feed.posting import publish
from tests.people import Cast
from tests.screens import calls
from tests.screens.conftest import PHONE, AtScreen
from tests.screens.test_accounts import PASSWORD, follows_the_link, joins, opens_the_mail
from tests.screens.visitor import Visitor
from tests.security.browser import with_password


async def test_a_newcomer_comes_to_the_call_that_they_came_for(
    people: Cast, at_screen: AtScreen, the_worker: object
) -> None:
    evening = stories.session(people.hanna, is_public=True, title="Candlelight")
    call = stories.open_call(people.hanna, evening, note="Ring at Lea's", requirements={})
    nora = await at_screen(size=PHONE)
    await nora.opens(f"/calls/{call}")
    await expect(nora.page.get_by_role("heading", name="Candlelight")).to_be_visible()
    await nora.sees("Looking for a model")
    await nora.sees("Kreuzberg")
    await nora.presses("Join and apply")
    email = await joins(nora, "Nora")
    await nora.presses("Go on")
    await nora.is_at(f"/calls/{call}")
    await nora.sees("Confirm your e-mail, then you can apply.")
    await nora.sees("Ring at Lea's")

    await opens_the_mail(nora, email, "Confirm your e-mail address")
    await follows_the_link(nora, "confirm-email")
    await nora.presses("Yes, this is mine")
    await nora.presses("Go on to Callboard")
    await nora.is_at(f"/calls/{call}")
    await nora.presses("Apply")
    await calls.stands_at(nora, call, "pending", "Applied")
    assert User.objects.get(email=email).is_model
    await nora.finds_nothing_wrong()


async def test_whoever_has_an_account_signs_in_and_is_there(
    people: Cast, at_screen: AtScreen
) -> None:
    with_password(people.ana, PASSWORD)
    hidden = stories.open_call(people.hanna, closes=timedelta(hours=1))
    ana = await at_screen()
    await ana.page.goto(f"{ana.origin}/calls/{hidden}")
    await ana.page.wait_for_url("**/sign-in?next=*")
    await ana.presses("Make an account")
    await ana.page.wait_for_url("**/sign-up?next=*")
    await ana.presses("Sign in")
    await ana.page.wait_for_url("**/sign-in?next=*")
    await ana.page.get_by_label("E-mail").fill(people.ana.email)
    await ana.page.get_by_label("Password").fill(PASSWORD)
    await ana.presses("Sign in")
    await ana.is_at(f"/calls/{hidden}")
    await calls.stands_at(ana, hidden, "active", "Open")


async def test_what_was_asked_of_a_page_is_kept_through_signing_in(
    people: Cast, at_screen: AtScreen
) -> None:
    with_password(people.ana, PASSWORD)
    ana = await at_screen()
    await ana.page.goto(f"{ana.origin}/inbox/new?to={people.hanna.handle}")
    await ana.page.get_by_label("E-mail").fill(people.ana.email)
    await ana.page.get_by_label("Password").fill(PASSWORD)
    await ana.presses("Sign in")
    await ana.is_at(f"/inbox/new?to={people.hanna.handle}")
    await ana.sees("Hanna")


async def copied(visitor: Visitor) -> str:
    await visitor.sees("The link is copied.")
    text: str = await visitor.page.evaluate("navigator.clipboard.readText()")
    return text


async def test_links_to_calls_posts_and_people_can_be_copied(
    people: Cast, at_screen: AtScreen
) -> None:
    call = stories.open_call(people.hanna)
    post = publish(people.hanna, "Doors at seven")
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana)
    for visitor in (hanna, ana):
        await visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await hanna.opens(f"/calls/{call}")
    await hanna.presses("Copy the link")
    assert await copied(hanna) == f"{hanna.origin}/calls/{call}"
    page = f"/@{people.hanna.handle}"
    for path, menu, link in (
        (f"/calls/{call}", "Call menu", f"/calls/{call}"),
        (page, "More about Hanna", page),
        (page, "Post menu", f"{page}#post-{post}"),
    ):
        await ana.opens(path)
        await ana.presses(menu)
        await ana.page.get_by_role("menuitem", name="Copy the link").click()
        assert await copied(ana) == ana.origin + link
        await ana.finds_nothing_wrong()


async def test_the_two_columns_of_a_page_begin_at_one_height(
    people: Cast, at_screen: AtScreen
) -> None:
    stories.session(people.hanna, is_public=True)
    publish(people.hanna, "How it works here", pin=True)
    visitor = await at_screen()
    await visitor.opens(f"/@{people.hanna.handle}")
    tops = []
    for name in ("Pinned", "Coming up"):
        box = await visitor.page.get_by_role("heading", name=name).bounding_box()
        assert box is not None
        tops.append(round(box["y"]))
    assert tops[0] == tops[1]
