"""Everything of others that is seen can be reported, and one sees what becomes of it."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from playwright.async_api import Locator, expect

from conversations.models import Reach
from moderation.actions import decisions
from moderation.models import Report, Sanction
from moderation.vocabulary import THINGS as KINDS
from people.models import User
from tests import dealings, stories
from tests.conversations.test_images import ready, show
from tests.feed.posting import row_of
from tests.moderation import reporting
from tests.moderation.reporting import THINGS, decide, moderator, report, sanction
from tests.people import Cast
from tests.screens import talk
from tests.screens.conftest import DESK, PHONE, AtScreen
from tests.screens.fingers import Finger
from tests.screens.visitor import Visitor

Named = dict[str, Any]
Press = Callable[[Locator], Awaitable[None]]


class Reporter:
    """Somebody who has only a keyboard, or only fingers."""

    def __init__(self, visitor: Visitor, *, keys: bool) -> None:
        self.visitor, self.page, self.keys = visitor, visitor.page, keys

    async def presses(self, it: Locator) -> None:
        if self.keys:
            await it.focus()
            await self.page.keyboard.press("Enter")
        else:
            await it.tap()

    async def chooses_report(self, menu: str, *, within: Locator | None = None) -> None:
        button = (within or self.page.get_by_role("main")).get_by_role("button", name=menu)
        await self.presses(button.first)
        await self.presses(self.page.get_by_role("menuitem", name="Report"))

    async def chooses_in_a_menu_of(self, named: Named, word: str) -> None:
        """Of a message or line in a conversation."""
        await talk.opens(self.visitor, named["conversation"])
        said = self.page.locator(f"[data-number='{named['number']}']")
        button = said.get_by_role("button", name="Message actions")
        item = self.page.get_by_role("menuitem", name=word, exact=True)
        if not self.keys and await said.locator(".text").count():
            finger = await Finger.of(self.visitor)
            await finger.puts(said.locator(".text"))
            await expect(item).to_be_visible()
            await finger.lifts()
        else:
            await self.presses(button)
        await self.presses(item)

    async def writes(self, reason: str) -> Locator:
        dialog = self.page.get_by_role("dialog", name=re.compile("^Report "))
        await expect(dialog.get_by_label("What is wrong?")).to_be_focused()
        await self.page.keyboard.insert_text(reason)
        await self.presses(dialog.get_by_role("button", name="Report"))
        return dialog


# --- the way to each kind of thing ---------------------------------------------------------------


async def message(ana: Reporter, named: Named) -> None:
    await talk.opens(ana.visitor, named["conversation"])
    said = ana.page.locator(f"[data-number='{named['number']}']")
    if ana.keys:
        # Tab leads from the list into it, to the newest, and arrows to those before.
        await talk.messages(ana.visitor).focus()
        await ana.page.keyboard.press("Tab")
        await expect(said.get_by_role("button", name="Message actions")).to_be_focused()
        await ana.page.keyboard.press("ArrowUp")
        await ana.page.keyboard.press("ArrowDown")
        return await ana.chooses_report("Message actions", within=said)
    finger = await Finger.of(ana.visitor)
    await finger.puts(said.locator(".text"))
    await expect(ana.page.get_by_role("menuitem", name="Report")).to_be_visible()
    await finger.lifts()
    await ana.presses(ana.page.get_by_role("menuitem", name="Report"))


async def picture(ana: Reporter, named: Named) -> None:
    await talk.opens(ana.visitor, named["conversation"])
    await ana.presses(ana.page.get_by_role("button", name="Picture by Hanna"))
    viewer = ana.page.get_by_role("dialog", name="Picture", exact=True)
    await ana.presses(viewer.get_by_role("button", name="Report"))


async def group(ana: Reporter, named: Named) -> None:
    await talk.opens(ana.visitor, named["conversation"])
    await ana.chooses_report("Conversation menu")


async def post(ana: Reporter, named: Named) -> None:
    await ana.visitor.opens(f"/@{row_of(named['post']).author.handle}")
    await ana.chooses_report("Post menu", within=ana.page.locator(f"[data-post='{named['post']}']"))


async def call(ana: Reporter, named: Named) -> None:
    await ana.visitor.opens(f"/calls/{named['call']}")
    await ana.chooses_report("Call menu")


async def offer(ana: Reporter, named: Named) -> None:
    await ana.visitor.opens("/offers")
    card = ana.page.locator(f"[data-offer='{named['offer']}']")
    await ana.chooses_report("Offer menu", within=card)


async def session(ana: Reporter, named: Named) -> None:
    row = stories.session_row(named["session"])
    await ana.visitor.opens(f"/@{row.host.handle}")
    await ana.chooses_report("Evening menu")


async def application(ana: Reporter, named: Named) -> None:
    await ana.visitor.opens("/calls/applied")
    card = ana.page.locator(f"[data-application='{named['application']}']")
    await ana.chooses_report("Application menu", within=card)


async def booking(ana: Reporter, named: Named) -> None:
    row = dealings.booking_row(named["booking"])
    await ana.visitor.opens(f"/calendar/{row.calendar_session.public_id}")
    await ana.chooses_report("Booking menu")


async def reaction(ana: Reporter, named: Named) -> None:
    await ana.chooses_in_a_menu_of(named, "Report a reaction")


async def line(ana: Reporter, named: Named) -> None:
    """In which somebody has named a group."""
    await ana.chooses_in_a_menu_of(named, "Report")


async def profile(ana: Reporter, named: Named) -> None:
    await ana.visitor.opens(f"/@{User.objects.get(public_id=named['person']).handle}")
    await ana.chooses_report("More about Hanna")


Way = Callable[[Reporter, Named], Awaitable[None]]
WAYS: dict[str, Way] = {
    "message": message,
    "picture": picture,
    "group": group,
    "post": post,
    "session": session,
    "call": call,
    "application": application,
    "offer": offer,
    "booking": booking,
    "reaction": reaction,
    "line": line,
    "profile": profile,
}
#: What is no kind of its own: it is reported as a message.
MESSAGES = {"picture", "line"}


Make = Callable[[str, Cast], Named]


@pytest.fixture
def make(environment: dict[str, str]) -> Make:
    """`make(thing, people)`: something of Hanna's, as a report names it."""

    def one(thing: str, people: Cast) -> Named:
        if thing == "line":
            named = THINGS["group"](people)[0]
            return {**named, "number": stories.row_of(named["conversation"]).last_number}
        if thing != "picture":
            return THINGS[thing](people)[0]
        talking = stories.talking(people.hanna, people.ana)
        with override_settings(DATA=Path(environment["CALLBOARD_DATA"])):
            shown = show(people.hanna, talking, ready(people.hanna))
        return {"conversation": talking, "number": shown.number}

    return one


FINGERS = pytest.param(False, marks=pytest.mark.long, id="fingers")


@pytest.mark.parametrize("keys", [pytest.param(True, id="keyboard"), FINGERS])
async def test_everything_of_others_can_be_reported(
    people: Cast, at_screen: AtScreen, make: Make, *, keys: bool
) -> None:
    assert set(WAYS) == {*KINDS, *MESSAGES}
    visitor = await at_screen(people.ana, size=DESK if keys else PHONE, touch=not keys)
    ana = Reporter(visitor, keys=keys)
    for thing, way in WAYS.items():
        named = make(thing, people)
        await way(ana, named)
        dialog = await ana.writes(f"This {thing} is rude.")
        await expect(dialog).to_be_hidden()
        row = Report.objects.get(reporter=people.ana, reason=f"This {thing} is rude.")
        assert (row.thing, row.person) == ("message" if thing in MESSAGES else thing, people.hanna)
        Reach.objects.filter(by=people.ana).delete()  # so many a day cost too much

    # Reported again it is refused, and nothing of what was written is lost.
    await profile(ana, named)
    dialog = await ana.writes("And rude again.")
    await expect(dialog.get_by_text("You have reported this already.")).to_be_visible()
    await expect(dialog.get_by_label("What is wrong?")).to_have_value("And rude again.")
    await visitor.finds_nothing_wrong()


async def test_a_host_reports_what_an_applicant_has_written(
    people: Cast, at_screen: AtScreen
) -> None:
    call = stories.open_call(people.hanna)
    stories.apply(people.ana, call, note="An insult.")
    hanna = Reporter(await at_screen(people.hanna), keys=True)
    await hanna.visitor.opens(f"/calls/{call}")
    await hanna.chooses_report("More about Ana")
    dialog = await hanna.writes("This note is rude.")
    await expect(dialog).to_be_hidden()
    row = Report.objects.get(reporter=people.hanna)
    assert (row.thing, row.person) == ("application", people.ana)
    assert row.evidence["note"] == "An insult."
    await hanna.visitor.finds_nothing_wrong()


async def test_of_several_reactions_one_is_chosen(people: Cast, at_screen: AtScreen) -> None:
    crew = stories.group(people.ana, people.hanna, people.jane)
    number = stories.say(people.ana, crew, "How do I look?").number
    for person in (people.hanna, people.jane):
        stories.react(person, crew, number, reporting.MONKEY)
    ana = Reporter(await at_screen(people.ana), keys=True)
    await reaction(ana, {"conversation": crew, "number": number})
    dialog = ana.page.get_by_role("dialog", name="Report a reaction")
    await dialog.get_by_label("Whose reaction?").select_option("Jane")
    await dialog.get_by_label("What is wrong?").fill("Racist.")
    await ana.presses(dialog.get_by_role("button", name="Report"))
    await expect(dialog).to_be_hidden()
    row = Report.objects.get(reporter=people.ana)
    assert (row.thing, row.person) == ("reaction", people.jane)
    await ana.visitor.finds_nothing_wrong()


async def test_what_became_of_a_report_and_a_decision_that_is_appealed(
    people: Cast, at_screen: AtScreen
) -> None:
    boss = moderator()
    waiting = report(people.ana, "They shout.", person=people.hanna.public_id)
    sanction(people.ana, "limit", reporter=people.jane, by=boss)
    ana = await at_screen(people.ana)
    await ana.opens("/settings")
    await ana.presses("Look at them")
    await ana.is_at("/settings/reports")
    mine = ana.page.get_by_role("listitem").filter(has_text="They shout.")
    await ana.sees("Waiting", within=mine)
    await ana.is_connected()
    decide(waiting, "warn", boss)
    await ana.sees("Acted on", within=mine)

    against = ana.page.get_by_role("article").filter(has_text="You cannot contact new people")
    await ana.sees("In force", within=against)
    await ana.sees("Be kind.", within=against)
    await against.get_by_role("button", name="Appeal").click()
    await against.get_by_label("Why should it be changed?").fill("It was a joke.")
    # It was appealed on another device meanwhile: what was written stays.
    appealed = Sanction.objects.get(person=people.ana)
    reporting.appeal(people.ana, appealed, "I did not mean it.")
    await ana.presses("Send the appeal", within=against)
    await ana.sees("You have appealed this decision already.", within=against)
    await expect(against.get_by_label("Why should it be changed?")).to_have_value("It was a joke.")
    await ana.reloads()
    await ana.sees("I did not mean it.", within=against)
    decisions.answer_appeal(appealed, "Agreed, and lifted.", lifts=True, by=boss)
    await ana.sees("Agreed, and lifted.", within=against)
    await ana.sees("Over", within=against)
    await ana.finds_nothing_wrong()
