"""Who follows whom, what comes up and how posts are found: on the screen, with the mouse."""

from datetime import timedelta

from playwright.async_api import Locator, expect

from feed.models import Follow
from feed.queries import follows
from people.models import User
from tests import stories
from tests.feed.posting import follow, publish
from tests.people import Cast
from tests.screens.conftest import PHONE, AtScreen
from tests.screens.feed.test_news import posts
from tests.screens.visitor import Visitor


def row(visitor: Visitor, person: User) -> Locator:
    """A person in a list of people."""
    link = visitor.page.locator(f"a[href='/@{person.handle}']")
    return visitor.page.get_by_role("listitem").filter(has=link)


async def test_a_list_is_its_owners(people: Cast, at_screen: AtScreen) -> None:
    hanna_, ana, jane, _ = people
    for follower in (ana, jane):
        follow(follower, hanna_)
    path = f"/@{hanna_.handle}"
    hanna, mika = await at_screen(hanna_), await at_screen(people.mika, size=PHONE)
    await mika.opens(path)
    await mika.page.get_by_role("link", name="2 followers").click()
    for name in ("Ana", "Jane"):
        await mika.sees(name)
    await hanna.opens(f"{path}/followers")
    row = hanna.page.get_by_role("listitem").filter(has_text="Jane")
    await hanna.presses("Remove", within=row)
    await expect(row).to_have_count(0)
    assert not Follow.objects.filter(follower=jane).exists()
    await hanna.page.get_by_label("Only you see whom you follow").check()
    await hanna.sees("Ana")
    await mika.opens(f"{path}/followers")
    await mika.sees("Hanna keeps this list private.")
    await mika.opens(path)
    await mika.sees("1 follower")
    await expect(mika.page.get_by_role("link", name="1 follower")).to_have_count(0)


async def test_people_are_followed_from_every_list_of_them(
    people: Cast, at_screen: AtScreen
) -> None:
    hanna_, ana_, jane, _ = people
    follow(ana_, jane)
    mika, ana = await at_screen(people.mika, size=PHONE), await at_screen(ana_, on=1)
    await mika.opens("/people")
    await mika.chooses("Models", of="Who")
    await mika.page.get_by_label("Name").fill(jane.handle)
    card = mika.page.locator(f"[data-person='{jane.handle}']")
    await mika.presses("Follow Jane", within=card)
    following = card.get_by_role("button", name="Following Jane")
    await expect(following).to_have_attribute("aria-pressed", "true")
    assert Follow.objects.filter(follower=people.mika, followed=jane).exists()
    # It is so wherever they are met, until it is taken back there.
    await mika.opens("/feed/search")
    await mika.page.get_by_label("Search people and posts").fill(jane.handle)
    await expect(row(mika, jane).get_by_role("button")).to_have_text("Following")
    await mika.opens(f"/@{ana_.handle}/following")
    await mika.presses("Following Jane", within=row(mika, jane))
    await expect(row(mika, jane).get_by_role("button")).to_have_text("Follow")
    assert not Follow.objects.filter(follower=people.mika, followed=jane).exists()
    # Whom somebody else follows is no matter of Ana's own buttons.
    follow(people.mika, hanna_)
    await ana.opens("/feed/search")
    await ana.page.get_by_label("Search people and posts").fill(hanna_.handle)
    await expect(row(ana, hanna_).get_by_role("button")).to_have_text("Follow")
    for visitor in (mika, ana):
        await visitor.finds_nothing_wrong()


async def test_a_bell_is_set_beside_the_name(people: Cast, at_screen: AtScreen) -> None:
    ana = await at_screen(people.ana)
    await ana.opens(f"/@{people.hanna.handle}")
    await ana.presses("Follow Hanna")
    bell = ana.page.get_by_role("button", name="Tell me when Hanna posts")
    await expect(bell).to_have_attribute("aria-pressed", "false")
    await bell.click()
    await ana.sees("You will be told when Hanna posts.")
    await expect(bell).to_have_attribute("aria-pressed", "true")
    assert follows.standing(people.hanna, people.ana).bell
    await ana.finds_nothing_wrong()


async def test_people_and_posts_are_found_by_their_words(people: Cast, at_screen: AtScreen) -> None:
    post = publish(people.hanna, "Linolschnitt\nhttps://example.org/a?b=1. And javascript:alert(1)")
    mika = await at_screen(people.mika)
    await mika.opens("/feed/search")
    await mika.page.get_by_label("Search people and posts").fill("linolsch")
    found = posts(mika).filter(has_text="Linolschnitt")
    await expect(found).to_have_count(1)
    await expect(found).to_have_attribute("data-post", str(post))
    links = found.locator(".words a")
    await expect(links).to_have_count(1)
    await expect(links).to_have_attribute("href", "https://example.org/a?b=1")
    await mika.page.get_by_label("Search people and posts").fill(people.hanna.handle)
    page = f"section[aria-labelledby=people] a[href='/@{people.hanna.handle}']"
    await expect(mika.page.locator(page)).to_be_visible()
    await mika.page.get_by_label("Search people and posts").fill("qqqqqq")
    await mika.sees("Nobody and nothing with these words.")
    await mika.finds_nothing_wrong()


async def test_a_link_leads_to_its_post_wherever_it_is(people: Cast, at_screen: AtScreen) -> None:
    first = publish(people.hanna, "Where it all began")
    for n in range(25):
        publish(people.hanna, f"News, number {n}\n\nwith\nsome\nlines")
    visitor = await at_screen(size=PHONE)
    await visitor.opens(f"/@{people.hanna.handle}#post-{first}")
    sought = visitor.page.locator(f"#post-{first}")
    await expect(sought).to_be_in_viewport()
    await expect(sought).to_be_focused()
    await visitor.finds_nothing_wrong()


async def test_what_comes_up_turns_before_ones_eyes(people: Cast, at_screen: AtScreen) -> None:
    evening = stories.session(people.hanna, is_public=True, title="Candlelight")
    quiet = stories.session(people.hanna, title="Portraits")
    call = stories.open_call(people.hanna, evening, closes=timedelta(hours=2))
    stories.open_call(people.hanna, quiet, closes=timedelta(hours=2))
    application = stories.apply(people.jane, call).application
    path = f"/@{people.hanna.handle}"
    visitor, ana = await at_screen(size=PHONE), await at_screen(people.ana)
    hanna = await at_screen(people.hanna, on=1)
    for somebody in (visitor, ana):
        await somebody.opens(path)
        await somebody.sees("Candlelight")
    await expect(ana.page.get_by_role("link", name="Looking for a model")).to_have_count(2)
    await expect(visitor.page.get_by_text("Portraits")).to_have_count(0)
    await ana.is_connected()
    await hanna.opens(f"/calls/{call}")
    await hanna.presses("Book Jane")
    await hanna.presses("Book Jane", within=hanna.page.get_by_role("dialog"))
    await expect(ana.page.get_by_role("link", name="Looking for a model")).to_have_count(1)
    await ana.sees("Candlelight")
    assert stories.application_row(application).status == "accepted"
    for somebody in (visitor, ana):
        await somebody.finds_nothing_wrong()
