"""From opening a call to a mail and a push that reach somebody, by the product's own worker."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.async_api import expect

from notifications.actions.devices import register_device
from notifications.verbs import RegisterDevice
from people.models import SignIn, User
from tests import processes, stories
from tests.notifications.push_service import Browser, PushService
from tests.people import Cast, nobody_else
from tests.processes import Web
from tests.screens import calls
from tests.screens.conftest import AtScreen
from tests.screens.pushing import Device, read
from tests.screens.visitor import Visitor

pytestmark = pytest.mark.notifications

TITLE = "Life drawing in the attic"


@pytest.fixture
def service() -> Iterator[PushService]:
    service = PushService()
    service.start()
    with override_settings(PUSH_HOSTS=[service.host]):
        yield service
    service.stop()


@pytest.fixture
def dev_worker(
    environment: dict[str, str], sites: list[Web], service: PushService, logs: Path
) -> Iterator[processes.Process]:
    """As bin/dev runs it: mails land on the mailbox page."""
    own = {"CALLBOARD_DEV": "1", "PUSH_HOSTS": service.host, "ORIGINS": sites[0].origin}
    started = processes.worker(environment | own, log=logs / "dev-worker.log")
    with processes.running(started):
        yield started


def turned_on(person: User, service: PushService, phone: Browser) -> None:
    ask = RegisterDevice(
        endpoint=f"http://{service.host}/{person.handle}", p256dh=phone.p256dh, auth=phone.auth
    )
    sign_in = SignIn.objects.create(user=person, kind=SignIn.SESSION)
    register_device(ask, by=person, sign_in=sign_in)


async def gets_mail(reader: Visitor, person: User) -> None:
    """On the page where every mail of bin/dev lands; opens the newest of theirs."""
    await reader.opens("/mailbox/")
    mail = reader.page.get_by_role("listitem").filter(has_text=person.email)
    async with asyncio.timeout(30):
        while not await mail.count():
            await asyncio.sleep(0.1)
            await reader.reloads()
    await expect(mail).to_have_count(1)
    await mail.get_by_role("link").click()


@pytest.mark.usefixtures("dev_worker")
async def test_an_open_call_reaches_who_is_not_looking(
    people: Cast, at_screen: AtScreen, service: PushService
) -> None:
    nobody_else(people.ana, people.mika)
    phone = Browser()
    for person in (people.ana, people.mika):
        turned_on(person, service, phone)
    evening = stories.session(people.hanna, title=TITLE)
    hanna = await at_screen(people.hanna)
    await hanna.opens("/calendar")
    await hanna.presses("Open a call", within=calls.evening(hanna, TITLE))
    await calls.asks_for(hanna, pose="dynamic", rating="2 or better")
    call = await calls.publishes(hanna)
    assert stories.call_row(call).calendar_session.public_id == evening

    # The mail, as text and as HTML; its button leads to the call.
    reader = await at_screen()
    await gets_mail(reader, people.ana)
    await reader.sees("Hello Ana,")
    await reader.sees("Nobody reads replies to this mail: answer in Callboard.")
    await reader.presses("As HTML")
    await reader.sees("Hanna looks for a model")
    await reader.presses("See the call")
    await reader.page.wait_for_url(f"**/sign-in?next=*{call}*")
    await expect(reader.page.get_by_label("Password")).to_be_visible()

    # The push, which only her browser can read.
    async with asyncio.timeout(30):
        while not service.taken:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    [taken] = service.taken
    assert taken.path == f"/{people.ana.handle}"
    message = read(phone.read(taken.body))
    assert (message["path"], message["unread"]) == (f"/calls/{call}", 1)

    # Her other browser shows it, the bell and the title count it, and it opens the call.
    ana = await at_screen(people.ana)
    device = await Device.of(ana)
    await device.takes(phone.read(taken.body))
    await device.shows_titles(message["title"])
    # So is that she signed in here.
    await expect(ana.page.get_by_role("link", name="Bell")).to_contain_text("2new")
    await expect(ana.page).to_have_title("(2) Notifications · Callboard")
    await device.is_clicked()
    await ana.is_at(f"/calls/{call}")
    await calls.stands_at(ana, call, "active", "Open")
    await expect(ana.page.get_by_role("link", name="Bell")).to_contain_text("1new")

    # Mika, whom it does not suit, hears of nothing.
    await reader.opens("/mailbox/")
    mails = reader.page.get_by_role("listitem")
    await expect(mails.filter(has_text=people.mika.email)).to_have_count(0)
    assert len(service.taken) == 1
    for visitor in (hanna, ana):
        await visitor.finds_nothing_wrong()
