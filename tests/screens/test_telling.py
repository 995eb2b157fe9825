"""How somebody is told, as they set it on their own screens, and what they read about it."""

import json

import pytest
from playwright.async_api import Locator, expect

from notifications import queries, unsubscribing
from notifications.actions.devices import register_device, remove_device
from notifications.models import Preference, Quiet
from notifications.verbs import RegisterDevice, RemoveDevice
from people.models import SignIn, User
from tests.notifications.push_service import Browser
from tests.people import Cast
from tests.screens.conftest import PHONE, AtScreen
from tests.screens.visitor import Visitor
from tests.stories import booked

pytestmark = pytest.mark.notifications

SUBSCRIBED = """
PushManager.prototype.getSubscription = async () => sessionStorage.letGo ? null : {
    toJSON: () => (ADDRESS),
    unsubscribe: async () => { sessionStorage.letGo = 'yes'; return true; }
};
"""


def box(visitor: Visitor, kind: str, channel: str, hat: str = "") -> Locator:
    """The switch of a kind of notice, in one role, by one channel."""
    title = visitor.page.get_by_role("rowheader", name=f"{kind} {hat}".strip(), exact=True)
    row = visitor.page.get_by_role("row").filter(has=title)
    return row.get_by_role("checkbox", name=f"{kind}, {channel}")


async def test_who_is_both_sets_each_role_by_itself(people: Cast, at_screen: AtScreen) -> None:
    User.objects.filter(pk=people.ana.pk).update(is_host=True)
    ana = await at_screen(people.ana)
    await ana.opens("/settings")
    as_host = box(ana, "A booking was changed", "by e-mail", "as a host")
    as_model = box(ana, "A booking was changed", "by e-mail", "as a model")
    await as_host.uncheck()
    await ana.reloads()
    await expect(as_host).not_to_be_checked()
    await expect(as_model).to_be_checked()
    [row] = Preference.objects.filter(user=people.ana)
    assert (row.kind, row.hat, row.channel, row.on) == ("booking.changed", "host", "email", False)
    await expect(box(ana, "A new sign-in to your account", "by e-mail")).to_be_disabled()
    assert not Preference.objects.filter(user=people.mika).exists()
    await ana.finds_nothing_wrong()


async def test_quiet_hours_are_kept(people: Cast, at_screen: AtScreen) -> None:
    ana = await at_screen(people.ana, size=PHONE)
    await ana.opens("/settings")
    quiet = ana.page.get_by_role("region", name="Quiet hours")
    await quiet.get_by_label("Nothing at night").check()
    await quiet.get_by_label("From").fill("23:30")
    await quiet.get_by_label("To").fill("07:15")
    await quiet.get_by_label("But what cannot wait").check()
    await quiet.get_by_role("button", name="Save").click()
    await ana.sees("Saved.")
    await ana.reloads()
    await expect(quiet.get_by_label("From")).to_have_value("23:30")
    await expect(quiet.get_by_label("To")).to_have_value("07:15")
    row = Quiet.objects.get(user=people.ana)
    assert (row.urgent_in_quiet_hours, row.text_in_push) == (True, False)
    await quiet.get_by_label("Nothing at night").uncheck()
    await quiet.get_by_role("button", name="Save").click()
    await ana.sees("Saved.")
    row.refresh_from_db()
    assert (row.quiet_from, row.quiet_to) == (None, None)


def turned_on(person: User) -> str:
    """A browser in which they are signed in; its address."""
    browser = Browser()
    ask = RegisterDevice(
        endpoint=f"https://fcm.googleapis.com/fcm/send/{person.handle}",
        p256dh=browser.p256dh,
        auth=browser.auth,
        name="Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
    )
    sign_in = SignIn.objects.create(user=person, kind=SignIn.SESSION)
    register_device(ask, by=person, sign_in=sign_in)
    return ask.endpoint


async def is_where(visitor: Visitor, endpoint: str) -> None:
    """This is the browser with that address: a push service on the network has given it one."""
    keys = Browser()
    address = {"endpoint": endpoint, "keys": {"p256dh": keys.p256dh, "auth": keys.auth}}
    await visitor.context.grant_permissions(["notifications"], origin=visitor.origin)
    await visitor.context.add_init_script(SUBSCRIBED.replace("ADDRESS", json.dumps(address)))


async def has_let_go(visitor: Visitor) -> None:
    await visitor.finds("sessionStorage.letGo === 'yes'")


async def test_a_device_is_shown_and_removed(people: Cast, at_screen: AtScreen) -> None:
    turned_on(people.ana)
    ana = await at_screen(people.ana)
    await ana.opens("/settings")
    await ana.presses("Remove Firefox on Android")
    await expect(ana.page.get_by_role("button", name="Remove Firefox on Android")).to_have_count(0)
    assert queries.devices(people.ana) == []
    await ana.finds_nothing_wrong()


async def test_turning_it_off_tells_the_server(people: Cast, at_screen: AtScreen) -> None:
    endpoint = turned_on(people.ana)
    ana = await at_screen(people.ana)
    await is_where(ana, endpoint)
    await ana.opens("/settings")
    await ana.sees("This device tells you, also when Callboard is closed.")
    await ana.presses("Turn off")
    await ana.sees("This device stays silent.")
    await has_let_go(ana)
    assert queries.devices(people.ana) == []
    await ana.finds_nothing_wrong()


async def test_a_device_that_was_removed_elsewhere_lets_go(
    people: Cast, at_screen: AtScreen
) -> None:
    endpoint = turned_on(people.ana)
    remove_device(RemoveDevice(endpoint=endpoint), by=people.ana)
    ana = await at_screen(people.ana)
    await is_where(ana, endpoint)
    await ana.opens("/inbox")
    await has_let_go(ana)
    assert queries.devices(people.ana) == []


async def test_everybody_can_read_why_they_were_told_or_not(
    people: Cast, at_screen: AtScreen
) -> None:
    booked(people.hanna, people.ana)
    ana = await at_screen(people.ana)
    await ana.opens("/notifications")
    await ana.presses("Why was I told, or not?")
    mine = ana.page.get_by_role("main").get_by_role("listitem").filter(has_text="Hanna booked you")
    await expect(mine).to_have_count(2)
    await ana.sees("E-mail: Waits, because your settings say so.", within=mine.last)
    await ana.sees(
        "On your devices: Not sent, because no browser of yours takes notifications.",
        within=mine.first,
    )
    mika = await at_screen(people.mika)
    await mika.opens("/notifications/why")
    await mika.sees("Nothing yet")


async def test_the_page_of_a_mail_that_ends_such_mails(people: Cast, at_screen: AtScreen) -> None:
    reader = await at_screen()
    await reader.opens(unsubscribing.path(people.ana, "booking.made", "model"))
    await reader.sees("You are booked")
    await reader.presses("Stop these mails")
    await reader.sees("Done")
    [row] = Preference.objects.filter(user=people.ana)
    assert (row.kind, row.channel, row.on) == ("booking.made", "email", False)
    await reader.finds_nothing_wrong()
