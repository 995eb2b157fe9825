"""A host has news: what a follower, a stranger and a visitor see of it, while it happens."""

from datetime import timedelta
from urllib.parse import quote

from playwright.async_api import Locator, expect

from core import clock as deciding
from tests.feed.posting import follow, for_followers, publish
from tests.people import Cast
from tests.screens.conftest import PHONE, AtScreen
from tests.screens.visitor import Visitor


def posts(visitor: Visitor) -> Locator:
    return visitor.page.locator("article[data-post]")


async def writes(visitor: Visitor, words: str, *, link: str = "", who: str = "Everybody") -> None:
    await visitor.presses("Share your news…")
    await visitor.page.get_by_label("Your news").fill(words)
    await visitor.page.get_by_text(who, exact=True).first.click()
    if link:
        await visitor.page.get_by_label("Link").fill(link)
    await visitor.presses("Publish")
    await expect(posts(visitor).filter(has_text=words)).to_be_visible()


async def test_a_hint_waits_until_the_reader_asks_for_it(people: Cast, at_screen: AtScreen) -> None:
    follow(people.ana, people.hanna)
    for n in range(12):
        publish(people.hanna, f"Earlier news, number {n}\n\nwith\nsome\nlines")
    hanna, ana = await at_screen(people.hanna), await at_screen(people.ana, on=1)
    mika = await at_screen(people.mika)
    for visitor in (hanna, ana, mika):
        await visitor.opens("/feed")
        await visitor.is_connected()
    await mika.sees("Nothing here yet")
    await ana.page.mouse.wheel(0, 600)
    await ana.finds("scrollY > 300")
    reading = await ana.page.evaluate("scrollY")

    await writes(hanna, "Tonight by candlelight", link="zoom.us/j/7")
    await writes(hanna, "For those who follow", who="Followers only")
    await ana.sees("2 new posts")
    await expect(posts(ana)).to_have_count(12)
    assert await ana.page.evaluate("scrollY") == reading

    await ana.presses("2 new posts")
    await expect(posts(ana)).to_have_count(14)
    await ana.sees("For those who follow", within=posts(ana).first)
    await ana.sees("You were here")
    button = ana.page.get_by_role("link", name="Join on Zoom")
    await expect(button).to_have_attribute("href", "https://zoom.us/j/7")
    await ana.sees("zoom.us", within=posts(ana).nth(1))

    # What is edited or deleted changes on every screen by itself.
    mine = posts(hanna).filter(has_text="Tonight by candlelight")
    await hanna.presses("Post menu", within=mine)
    await hanna.page.get_by_role("menuitem", name="Edit").click()
    await hanna.page.get_by_role("dialog").get_by_label("Your news").fill("Tomorrow at dawn")
    await hanna.presses("Save")
    await ana.sees("Tomorrow at dawn")
    await hanna.presses("Post menu", within=posts(hanna).filter(has_text="For those who follow"))
    await hanna.page.get_by_role("menuitem", name="Delete").click()
    await expect(posts(ana).filter(has_text="For those who follow")).to_have_count(0)
    await expect(posts(mika)).to_have_count(0)
    for visitor in (hanna, ana, mika):
        await visitor.finds_nothing_wrong()


async def test_a_post_leaves_the_screen_when_it_runs_out(people: Cast, at_screen: AtScreen) -> None:
    follow(people.ana, people.hanna)
    publish(people.hanna, "It stays")
    ana = await at_screen(people.ana)
    publish(people.hanna, "It goes", ends_in=timedelta(seconds=8))
    await ana.opens("/feed")
    await ana.sees("It goes")
    await expect(posts(ana).filter(has_text="It goes")).to_have_count(0)
    await ana.sees("It stays")


async def test_a_page_is_for_visitors_and_shows_followers_more(
    people: Cast, at_screen: AtScreen
) -> None:
    hanna = people.hanna
    publish(hanna, "How it works here", pin=True)
    publish(hanna, "The stove is in")
    for_followers(hanna, "Four places held back")
    path = f"/@{hanna.handle}"
    visitor = await at_screen(size=PHONE)
    await visitor.opens(path)
    await visitor.sees("Pinned")
    await visitor.sees("Latest news")
    await expect(posts(visitor)).to_have_count(2)
    await expect(visitor.page).to_have_title("Hanna · Callboard")

    ana = await at_screen(people.ana, on=1)
    await ana.opens(path)
    await expect(posts(ana)).to_have_count(2)
    await ana.presses("Follow Hanna")
    await ana.sees("Four places held back")
    await ana.sees("1 follower")
    await ana.presses("Following Hanna")
    await expect(posts(ana).filter(has_text="Four places held back")).to_have_count(0)

    # Joining from the page leads back to it.
    await visitor.presses("Follow")
    await visitor.is_at(f"/sign-up?next={quote(path, safe='')}")
    for person in (visitor, ana):
        await person.finds_nothing_wrong()


async def test_all_that_was_begun_is_still_there(people: Cast, at_screen: AtScreen) -> None:
    """What was meant for followers must not be for everybody after a reload."""
    follow(people.ana, people.hanna)
    hanna = await at_screen(people.hanna)
    await hanna.opens("/feed")
    await hanna.presses("Share your news…")
    await hanna.page.get_by_label("Your news").fill("Half a thought")
    await hanna.sees("3986 left")
    await hanna.chooses("Followers only", of="Who sees it")
    await hanna.page.get_by_label("Link").fill("zoom.us/j/7")
    await hanna.chooses("In a week", of="Hides itself")
    await hanna.page.get_by_label("Pin it to your page").check()
    await hanna.opens("/calendar")
    await hanna.opens("/feed")
    await hanna.reloads()
    await expect(hanna.page.get_by_label("Your news")).to_have_value("Half a thought")
    await expect(hanna.page.get_by_label("Link")).to_have_value("zoom.us/j/7")
    before = deciding.now()
    await hanna.presses("Publish")
    await expect(posts(hanna).filter(has_text="Half a thought")).to_be_visible()
    post = people.hanna.posts.get()
    assert (post.visibility, post.link_url) == ("followers_only", "https://zoom.us/j/7")
    assert post.is_pinned
    assert post.created_at >= before
    assert post.expires_at is not None
    assert post.expires_at > before + timedelta(days=6)

    # An edit that was begun is kept as well, and nothing is left of what was sent.
    await hanna.opens(f"/@{people.hanna.handle}")
    await hanna.presses("Post menu", within=posts(hanna).first)
    await hanna.page.get_by_role("menuitem", name="Edit").click()
    dialog = hanna.page.get_by_role("dialog")
    await dialog.get_by_label("Your news").fill("A whole thought")
    await hanna.presses("Cancel", within=dialog)
    await hanna.page.reload()
    await expect(hanna.page.get_by_label("Your news")).to_have_count(0)
    await hanna.presses("Post menu", within=posts(hanna).first)
    await hanna.page.get_by_role("menuitem", name="Edit").click()
    await expect(dialog.get_by_label("Your news")).to_have_value("A whole thought")
    await hanna.presses("As it was", within=dialog)
    await expect(dialog.get_by_label("Your news")).to_have_value("Half a thought")
    await hanna.finds_nothing_wrong()
