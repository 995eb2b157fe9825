"""What the server takes, every screen can show: each extreme of each field, for everybody."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

import pytest
from playwright.async_api import expect

from people.models import User
from tests import stories
from tests.budgets import MANY, contacts
from tests.evenings import Evenings, evenings
from tests.extent import at_length
from tests.extremes import MOST
from tests.people import person
from tests.screens import languages, layout
from tests.screens.conftest import DESK, PHONE, AtScreen
from tests.screens.visitor import Visitor

NARROW = (320, 640)
#: Of these many hosts every screen is looked at.
HOSTS = at_length(1, MOST)
#: What a screen puts around words of people, so that they cannot turn its own around.
ISOLATES = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Screen(NamedTuple):
    """`heading`: what it is about, in somebody's own words. `cards`: what has to be on it."""

    path: str
    heading: str = ""
    cards: tuple[str, ...] = ()


@pytest.fixture
def found(an_empty_board: None) -> Iterator[Evenings]:
    with contacts(MANY):
        yield evenings()


def of(name: str, ids: list[UUID]) -> tuple[str, ...]:
    return tuple(f"[data-{name}='{id}']" for id in ids)


def called(session: UUID) -> str:
    return stories.session_row(session).title


def talks(found: Evenings, host: User, user: User) -> Iterator[Screen]:
    """The conversations of this host in which this person is."""
    for conversation in found.conversations[host.pk]:
        row = stories.row_of(conversation)
        people = row.participants.exclude(user=user).select_related("user")
        if row.participants.filter(user=user).exists():
            title = row.title if row.kind == "group" else people.get().user.display_name
            yield Screen(f"/inbox/{conversation}", title)


def calls(found: Evenings, host: User) -> Iterator[Screen]:
    for call in found.calls[host.pk]:
        row = stories.call_row(call)
        yield Screen(f"/calls/{call}", row.calendar_session.title, of("call", [call]))


def profile(user: User) -> Screen:
    return Screen(f"/@{user.handle}", user.display_name)


def of_host(found: Evenings, host: User) -> Iterator[Screen]:
    sessions, opened = found.sessions[host.pk], found.calls[host.pk]
    yield Screen("/inbox", cards=of("conversation", found.conversations[host.pk]))
    yield from talks(found, host, host)
    yield Screen("/calls/yours", cards=of("call", opened))
    yield from calls(found, host)
    yield Screen("/calls/new")
    yield Screen("/calendar", cards=of("session", sessions[:2]))
    for session in sessions:
        yield Screen(f"/calendar/{session}", called(session))
        yield Screen(f"/calendar/{session}/edit", cards=("main form",))
    yield profile(host)
    yield Screen(f"/@{host.handle}/followers")
    yield Screen("/offers", cards=("[data-offer]",))
    yield Screen("/notifications", cards=("[data-kind]",))
    yield Screen("/notifications/why")
    yield Screen("/settings")
    yield Screen("/settings/reports")
    yield Screen("/people")
    yield Screen("/feed")
    yield Screen("/first-run")


def of_model(found: Evenings) -> Iterator[Screen]:
    hosts = found.hosts[:HOSTS]
    everything = [one for host in hosts for one in found.conversations[host.pk]]
    yield Screen("/inbox", cards=of("conversation", everything))
    yield Screen("/calls", cards=("[data-call]",))
    yield Screen("/calls/applied", cards=("[data-application]",))
    yield Screen("/offers", cards=("[data-offer]",))
    yield Screen("/calendar")
    yield Screen("/notifications", cards=("[data-kind]",))
    yield Screen("/settings")
    yield Screen("/settings/reports", cards=("[data-report]",))
    yield profile(found.model)
    for host in hosts:
        yield from talks(found, host, found.model)
        yield from calls(found, host)
        yield profile(host)


def of_follower(found: Evenings) -> Iterator[Screen]:
    yield Screen("/inbox")
    yield Screen("/feed", cards=("[data-post]",))
    yield Screen("/feed/search?q=W")
    yield Screen("/notifications", cards=("[data-kind]",))
    yield Screen("/people", cards=("[data-person]",))
    yield Screen(f"/@{found.follower.handle}/following")
    yield Screen(f"/inbox/new?to={found.model.handle}")
    for host in found.hosts[:HOSTS]:
        yield from talks(found, host, found.follower)
        yield profile(host)


def of_stranger(found: Evenings) -> Iterator[Screen]:
    yield profile(found.model)
    yield Screen("/people", cards=("[data-person]",))
    yield Screen("/people?style=dynamic")
    for host in found.hosts[:HOSTS]:
        yield profile(host)
        yield Screen(f"/inbox/new?to={quote(host.handle)}")


def of_visitor(found: Evenings) -> Iterator[Screen]:
    yield profile(found.model)
    for host in found.hosts[:HOSTS]:
        yield profile(host)


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_the_pages_of_hosts(found: Evenings, at_screen: AtScreen) -> None:
    for turn, host in enumerate(found.hosts[:HOSTS]):
        reads(host, "de" if turn % 2 else "en")
        await walk(await at_screen(host), of_host(found, host), language=host.language)


@pytest.mark.timeout(1800)
async def test_the_pages_of_a_model(found: Evenings, at_screen: AtScreen) -> None:
    reads(found.model, "de")
    await walk(await at_screen(found.model), of_model(found), language="de")


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_the_pages_of_others(found: Evenings, at_screen: AtScreen) -> None:
    await walk(await at_screen(found.follower), of_follower(found))
    await walk(await at_screen(person("Rosa")), of_stranger(found))
    await walk(await at_screen(), of_visitor(found), signed_in=False)


def reads(user: User, language: str) -> None:
    """German is longer than English, and has to be all that is on their screens."""
    user.language = language
    user.save(update_fields=["language"])


async def walk(
    visitor: Visitor, screens: Iterator[Screen], *, signed_in: bool = True, language: str = "en"
) -> None:
    """Each screen, loaded by turns in a wide and in a narrow window, and looked at in all."""
    wrong: dict[str, list[str]] = {}
    sizes = [DESK, PHONE, NARROW]
    for screen in screens:
        await visitor.opens(screen.path)
        if signed_in:
            await visitor.is_connected()
        for card in screen.cards:
            await expect(visitor.page.locator(card).first).to_be_visible()
        if screen.heading:
            await is_headed(visitor, screen.heading)
        faults = [fault for size in sizes for fault in await layout.faults(visitor, size)]
        if language != "en":
            faults += [f"in English: {text}" for text in await languages.foreign(visitor, language)]
        if faults:
            wrong[screen.path] = faults
        sizes.reverse()
    assert wrong == {}, "\n".join(f"{path} {faults}" for path, faults in wrong.items())
    await visitor.finds_nothing_wrong()


async def is_headed(visitor: Visitor, title: str) -> None:
    """Some heading of the first rank says this, and can be read."""
    seen = [
        await one.inner_text()
        for one in await visitor.page.get_by_role("heading", level=1).all()
        if await one.is_visible()
    ]
    assert plain(title) in [plain(one) for one in seen]


def plain(text: str) -> str:
    return " ".join(ISOLATES.sub("", text).split())
