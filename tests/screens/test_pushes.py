"""The service worker in a real browser: what is pushed is shown, opens its page, and goes."""

import json
from datetime import datetime, timedelta

import pytest
from playwright.async_api import expect

from conversations.actions.missed import tell_missed
from core import clock as deciding
from notifications.actions import reading
from notifications.models import Delivery
from notifications.verbs import ReadAllNotifications
from people.models import User
from tests import clock
from tests.people import Cast
from tests.screens.conftest import AtScreen
from tests.screens.pushing import Device, pushed_to, read
from tests.stories import apply, booked, open_call, say, talking
from tests.stories import read as reads

pytestmark = pytest.mark.notifications


def arrived(person: User) -> None:
    """The postman has carried what was pushed to them so far."""
    pushed = Delivery.objects.filter(user=person, channel="push")
    pushed.update(state=Delivery.SENT, ended_at=deciding.now())


async def test_a_push_is_shown_opens_its_page_and_counts_on_the_icon(
    people: Cast, at_screen: AtScreen
) -> None:
    booked(people.hanna, people.ana)
    ana = await at_screen(people.ana)
    device = await Device.of(ana)
    data = pushed_to(people.ana)
    await device.takes(data)
    [shown] = await device.shows(1)
    message = read(data)
    assert shown == {
        "title": message["title"],
        "body": message["text"],
        "tag": message["tag"],
        "data": {"path": message["path"]},
    }
    # One line behind the bell, and one conversation with something unread.
    assert message["unread"] == 2
    assert await device.badge() == 2
    await expect(ana.page).to_have_title("(2) Notifications · Callboard")
    assert await ana.page.evaluate("globalThis.badge") == 2

    await device.is_clicked()
    await ana.is_at(message["path"])
    assert await device.shows(0) == []
    await ana.sees("Hanna booked you")


async def test_what_was_read_elsewhere_goes_with_the_next_push(
    people: Cast, at_screen: AtScreen
) -> None:
    booked(people.hanna, people.ana)
    ana = await at_screen(people.ana)
    device = await Device.of(ana)
    await device.takes(pushed_to(people.ana))
    await device.shows(1)
    arrived(people.ana)
    await ana.page.goto("about:blank")  # nobody tells this browser
    reading.read_all(ReadAllNotifications(), by=people.ana)
    booked(people.hanna, people.ana, starts_at=in_five_days())
    data = pushed_to(people.ana)
    assert len(read(data)["read"]) == 1
    await device.takes(data)
    await device.shows_titles(read(data)["title"])


def in_five_days() -> datetime:
    return deciding.now().replace(microsecond=0) + timedelta(days=5)


async def test_news_of_what_was_read_before_stays_on_the_screen(
    people: Cast, at_screen: AtScreen
) -> None:
    call = open_call(people.hanna)
    apply(people.ana, call)
    arrived(people.hanna)
    reading.read_all(ReadAllNotifications(), by=people.hanna)
    apply(people.jane, call)
    data = pushed_to(people.hanna)
    assert read(data)["read"] == []
    device = await Device.of(await at_screen(people.hanna))
    await device.takes(data)
    await device.shows_titles(read(data)["title"])
    assert read(data)["title"].startswith("Jane applied")


async def test_a_missed_message_goes_from_the_screen_when_it_is_read(
    people: Cast, at_screen: AtScreen
) -> None:
    conversation = talking(people.hanna, people.ana)
    while tell_missed():
        pass
    number = say(people.hanna, conversation, "Red drapes, please").number
    clock.travel(timedelta(minutes=3))
    while tell_missed():
        pass
    ana = await at_screen(people.ana)
    device = await Device.of(ana)
    await ana.is_connected()
    await device.takes(pushed_to(people.ana))
    await device.shows_titles("Hanna wrote to you")
    reads(people.ana, conversation, number)  # on another device
    assert await device.shows(0) == []
    await expect(ana.page).to_have_title("Notifications · Callboard")


async def test_what_is_read_on_the_page_goes_from_the_screen(
    people: Cast, at_screen: AtScreen
) -> None:
    booked(people.hanna, people.ana)
    ana = await at_screen(people.ana)
    device = await Device.of(ana)
    await device.takes(pushed_to(people.ana))
    assert len(await device.shows(1)) == 1
    bell = ana.page.get_by_role("link", name="Bell")
    await expect(bell).to_contain_text("1new")
    await ana.presses("Mark all as read")
    assert await device.shows(0) == []
    await expect(bell).not_to_contain_text("new")


async def test_nobody_is_asked_for_permission_on_load(people: Cast, at_screen: AtScreen) -> None:
    ana = await at_screen(people.ana)
    await ana.context.add_init_script(
        "Notification.requestPermission = () => { window.asked = true; return 'default'; };"
    )
    for path in ("/inbox", "/settings", "/notifications"):
        await ana.opens(path)
        await ana.page.get_by_role("navigation", name="Main").wait_for()
        assert await ana.page.evaluate("window.asked") is None
    await ana.presses("Turn on")
    await ana.finds("window.asked === true")


async def test_it_can_be_installed(people: Cast, at_screen: AtScreen) -> None:
    """By Chromium's own judgement of the manifest and its icons."""
    ana = await at_screen(people.ana)
    await Device.of(ana)
    devtools = await ana.context.new_cdp_session(ana.page)
    found = await devtools.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert (manifest["start_url"], manifest["scope"], manifest["id"]) == ("/inbox", "/", "/")
    for icon in manifest["icons"]:
        answer = await ana.page.request.get(ana.origin + icon["src"])
        assert answer.headers["content-type"] == icon["type"]
