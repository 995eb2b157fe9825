"""Callboard in another language: nothing on the main screens stays English, and nothing is cut."""

import json
import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.async_api import expect

from people.models import User
from tests import stories
from tests.feed.posting import follow, publish
from tests.people import Cast
from tests.screens import layout
from tests.screens.conftest import DESK, PHONE, AtScreen
from tests.screens.visitor import Visitor
from tools.local.client import FRONTEND

#: What stands on a page, and what is said of it to those who listen.
SAID = """[...document.body.innerText.split('\\n'),
    ...[...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((one) =>
        ['aria-label', 'title', 'placeholder'].map((name) => one.getAttribute(name) ?? ''))]
    .map((line) => line.trim()).filter(Boolean)"""


def sentences(language: str) -> Iterator[tuple[str, str]]:
    """A key and a form of it, in each area."""
    for path in sorted((FRONTEND / "messages" / language).glob("*.json")):
        for key, value in json.loads(path.read_text()).items():
            forms = [value] if isinstance(value, str) else value[0]["match"].values()
            yield from ((key, form) for form in forms)


def english_only() -> list[re.Pattern[str]]:
    """What is said in another way in German; a name can be anything."""
    german = set(sentences("de"))
    said = {form for key, form in sentences("en") if (key, form) not in german}
    plain = {re.sub(r"\{[#/][^}]*\}", "", form) for form in said}
    words = [form for form in plain if re.search(r"[A-Za-z]{3}", re.sub(r"\{\w+\}", "", form))]
    return [re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(form))) for form in words]


ENGLISH = english_only()
NARROW = (320, 640)


async def left_english(visitor: Visitor, path: str) -> list[str]:
    """What is not German here, or is cut because German is longer."""
    await visitor.opens(path)
    await expect(visitor.page.locator("html[lang=de][dir=ltr]")).to_have_count(1)
    lines: list[str] = await visitor.page.evaluate(SAID)
    assert len(lines) > 3
    left = [line for line in lines if any(sentence.fullmatch(line) for sentence in ENGLISH)]
    cut = [fault for size in (NARROW, PHONE, DESK) for fault in await layout.faults(visitor, size)]
    return [f"{path}: {wrong}" for wrong in [*left, *cut]]


@pytest.fixture
def germans(people: Cast) -> Cast:
    User.objects.filter(pk=people.hanna.pk).update(language="de")
    return people


def evening_of(people: Cast) -> tuple[UUID, UUID]:
    """A conversation and the call that it is about; something to read elsewhere."""
    session = stories.session(people.hanna, title="Akt am Dienstag", is_public=True)
    call = stories.open_call(people.hanna, session, note="Kurze Posen zuerst.")
    applied = stories.apply(people.ana, call, "Sehr gern.")
    stories.say(people.hanna, applied.conversation, "Bringst du ein Tuch mit?")
    stories.say(people.ana, applied.conversation, "Zwei.", reply_to=2)
    stories.booked(people.hanna, people.jane)
    follow(people.hanna, people.ana)
    publish(people.ana, "Ich bin wieder da", pin=True)
    return applied.conversation, call


async def test_the_screens_of_a_german_host_are_german(germans: Cast, at_screen: AtScreen) -> None:
    conversation, call = evening_of(germans)
    hanna = await at_screen(germans.hanna)
    places = ["/inbox", f"/inbox/{conversation}", "/calendar", f"/calls/{call}", "/calls/new"]
    places += ["/people", "/feed", f"/@{germans.ana.handle}", "/notifications", "/settings"]
    assert [line for path in places for line in await left_english(hanna, path)] == []
    await hanna.finds_nothing_wrong()


async def test_before_sign_in_the_browser_says_which(at_screen: AtScreen) -> None:
    somebody = await at_screen(locale="de-AT")
    places = ["/sign-in", "/sign-up", "/forgot-password"]
    assert [line for path in places for line in await left_english(somebody, path)] == []


async def test_another_language_is_there_at_once(people: Cast, at_screen: AtScreen) -> None:
    hanna = await at_screen(people.hanna)
    await hanna.opens("/settings")
    about = hanna.page.get_by_role("textbox", name="About you")
    await about.fill("Half a sentence")
    await hanna.page.get_by_label("Language", exact=True).select_option("de")
    section = hanna.page.get_by_role("region", name="Time and language")
    await hanna.presses("Save", within=section)
    await expect(hanna.page.locator("html[lang=de]")).to_have_count(1)
    await hanna.sees("Zeit und Sprache")
    await expect(hanna.page.get_by_role("textbox", name="Über dich")).to_have_value(
        "Half a sentence"
    )
    # A refusal, too: the server's is English.
    stories.talking(people.hanna, people.ana)
    await hanna.page.get_by_label("Nutzername").fill(people.ana.handle)
    profile = hanna.page.get_by_role("region", name="Profil", exact=True)
    await hanna.presses("Speichern", within=profile)
    await hanna.sees("Dieser Nutzername ist vergeben.")
