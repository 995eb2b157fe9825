"""Every screen for everybody: checked by axe in light and dark, on a desk and on a phone."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from playwright.async_api import expect

from people.models import User
from tests import stories
from tests.feed.posting import follow, publish
from tests.moderation import reporting
from tests.people import Cast
from tests.screens import talk
from tests.screens.conftest import DESK, PHONE, AtScreen
from tests.screens.visitor import Visitor
from tools.local.client import MODULES
from workflows.models import CalendarSession

AXE = MODULES / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
NARROW = (320, 640)
ZOOMED = (640, 400)


class World(NamedTuple):
    conversation: str
    call: str
    handle: str
    host: str
    session: str
    group: str


@pytest.fixture
def world(people: Cast) -> World:
    """An evening with a call, two who applied, something said, and an evening that is booked."""
    evening = stories.session(people.hanna, is_public=True)
    call = stories.open_call(people.hanna, evening, note="Short poses first.")
    applied = stories.apply(people.ana, call, "I would love to.")
    stories.apply(people.jane, call)
    stories.say(people.hanna, applied.conversation, "Can you bring red drapes?")
    stories.react(people.ana, applied.conversation, 2)
    stories.say(people.ana, applied.conversation, "Two of them.", reply_to=2)
    stories.booked(people.hanna, people.jane)
    follow(people.hanna, people.ana)
    publish(people.ana, "Bring paper", link_url="https://zoom.us/j/1", pin=True)
    publish(people.ana, "Until tonight", ends_in=timedelta(hours=2))
    publish(people.hanna, "How it works", link_url="https://example.org/book", pin=True)
    publish(people.hanna, "The stove is in")
    stories.talking(people.hanna, people.ana)
    reporting.report(people.hanna, person=people.ana.public_id)
    reporting.sanction(people.hanna, "limit", reporter=people.ana, by=reporting.moderator())
    crew = stories.group(people.hanna, people.ana)
    stories.say(people.ana, crew, f"Shall we, @{people.hanna.handle}? See https://a.example")
    handles = people.ana.handle, people.hanna.handle
    return World(str(applied.conversation), str(call), *handles, str(evening), str(crew))


def of_hanna(world: World) -> list[str]:
    return [
        "/inbox",
        f"/inbox/{world.conversation}",
        "/inbox/new",
        "/calls/yours",
        f"/calls/{world.call}",
        "/calls/new",
        "/calendar",
        "/calendar/new",
        "/settings",
        "/settings/reports",
        "/notifications",
        "/notifications/why",
        f"/@{world.handle}",
        "/feed",
        "/feed/search?q=paper",
        f"/@{world.handle}/followers",
        f"/@{world.host}",
        f"/@{world.host}/following",
        f"/inbox/{world.group}",
        f"/calendar/{world.session}",
        f"/calendar/{world.session}/edit",
        "/people",
        "/offers",
    ]


def of_ana(world: World) -> list[str]:
    talk = f"/inbox/{world.conversation}"
    own = ["/calls", "/calls/applied", f"/calls/{world.call}", talk, "/first-run", "/settings"]
    return [*own, "/feed", "/offers", "/calendar", f"/inbox/{world.group}"]


def of_anybody(world: World) -> list[str]:
    door = ["/sign-in", "/sign-up", "/forgot-password", "/reset-password/x", "/confirm-email/x"]
    return [*door, f"/@{world.host}", f"/@{world.handle}"]


Walk = Callable[..., AsyncIterator[tuple[Visitor, str]]]


@pytest.fixture
def walk(people: Cast, at_screen: AtScreen, world: World) -> Walk:
    """`async for visitor, path in walk(...)`: everybody on each of their screens."""

    async def through(**how: Any) -> AsyncIterator[tuple[Visitor, str]]:
        everybody = ((people.hanna, of_hanna), (people.ana, of_ana), (None, of_anybody))
        for user, paths in everybody:
            visitor = await at_screen(user, **how)
            for path in paths(world):
                await visitor.opens(path)
                if user:
                    await visitor.is_connected()
                yield visitor, path
            # A link with a wrong key is refused, as it should be.
            await visitor.finds_nothing_wrong(but="/_allauth/")
            await visitor.page.close()

    return through


async def violations(visitor: Visitor) -> list[str]:
    """One line for each place that a rule finds fault with."""
    await visitor.page.evaluate(AXE.read_text())
    found = await visitor.page.evaluate("(rules) => axe.run(document, rules)", RULES)
    return [
        f"{fault['id']}: {place['target']} {place['failureSummary']}"
        for fault in found["violations"]
        for place in fault["nodes"]
    ]


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_no_screen_has_a_hindrance(walk: Walk, size: tuple[int, int], dark: bool) -> None:
    hindrances = {}
    async for visitor, path in walk(size=size, dark=dark):
        if faults := await violations(visitor):
            hindrances[path] = faults
    assert hindrances == {}


@pytest.mark.timeout(300)
async def test_no_screen_has_a_hindrance_or_scrolls_sideways_on_the_smallest_phone(
    walk: Walk,
) -> None:
    """As narrow as that is also a desk of 640 at 200 % zoom."""
    hindrances, wider = {}, []
    async for visitor, path in walk(size=NARROW):
        if faults := await violations(visitor):
            hindrances[path] = faults
        if await is_wider(visitor):
            wider.append(path)
    assert (hindrances, wider) == ({}, [])


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_no_screen_scrolls_sideways_whatever_people_call_themselves_and_things(
    people: Cast, walk: Walk, world: World
) -> None:
    wide = "W" * 60
    User.objects.filter(pk__in=[user.pk for user in people]).update(display_name=wide, about=wide)
    CalendarSession.objects.filter(host__in=people).update(title=wide, district=wide, place=wide)
    stories.rename(people.hanna, UUID(world.group), wide)
    for conversation in (world.conversation, world.group):
        stories.say(people.ana, UUID(conversation), f"https://a.example/{wide * 4} {wide * 4}")
    publish(people.ana, wide * 4)
    wider = [path async for visitor, path in walk(size=NARROW) if await is_wider(visitor)]
    assert wider == []


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_no_screen_scrolls_sideways_at_200_percent(walk: Walk) -> None:
    """A desk of 1280 at 200 % has 640 by 400 of the page's own points, drawn twice as fine."""
    wider = [path async for visitor, path in walk(size=ZOOMED) if await is_wider(visitor)]
    assert wider == []


async def is_wider(visitor: Visitor) -> bool:
    found: bool = await visitor.page.evaluate(WIDER)
    return found


async def test_a_word_is_said_by_keyboard_alone(people: Cast, at_screen: AtScreen) -> None:
    talking = stories.talking(people.ana, people.hanna)
    hanna = await at_screen(people.hanna)
    await hanna.opens("/inbox")
    await tabs_to(hanna, f"li[data-conversation='{talking}'] > a")
    await hanna.page.keyboard.press("Enter")
    await talk.reads(hanna, "Good evening.")
    await tabs_to(hanna, "textarea")
    await hanna.page.keyboard.type("By hand, without a mouse")
    await tabs_to(hanna, "button[aria-label='Send']")
    await hanna.page.keyboard.press("Enter")
    await expect(talk.messages(hanna).get_by_text("By hand, without a mouse")).to_be_visible()
    await talk.all_sent(hanna)
    assert stories.row_of(talking).last_number == 3


async def tabs_to(visitor: Visitor, selector: str) -> None:
    """On by Tab, past places that all show where one is."""
    for _ in range(60):
        if await visitor.page.evaluate("(here) => document.activeElement.matches(here)", selector):
            return
        await visitor.page.keyboard.press("Tab")
        shown = "document.activeElement.matches(':focus-visible')"
        assert await visitor.page.evaluate(shown), await visitor.page.evaluate(
            "document.activeElement.outerHTML.slice(0, 300)"
        )
    raise AssertionError(f"Tab does not lead to {selector}")
