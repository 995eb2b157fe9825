"""The outbox as the people of the house see it, and what they can do about what has failed."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from django.conf import settings

from core import clock
from notifications.models import Delivery
from people.models import User
from tests.people import Cast, person
from tests.processes import Web
from tests.stories import booked
from tools.bench.world import session_of

LIST = "/admin/notifications/delivery/"


def at(web: Web, user: User) -> httpx.AsyncClient:
    cookies = {settings.SESSION_COOKIE_NAME: session_of(user)}
    headers = {"Origin": web.origin}
    return httpx.AsyncClient(base_url=web.origin, cookies=cookies, headers=headers)


@pytest.fixture
async def staff(webs: list[Web]) -> AsyncIterator[httpx.AsyncClient]:
    async with at(webs[0], person("Otto", is_staff=True, is_superuser=True)) as client:
        yield client


def failed(people: Cast) -> Delivery:
    booked(people.hanna, people.ana)
    delivery = Delivery.objects.get(user=people.ana, channel="email")
    delivery.state, delivery.problem = Delivery.DEAD, "the mail server said 554"
    delivery.attempts, delivery.ended_at = 6, clock.now()
    delivery.save()
    return delivery


async def test_what_failed_is_found_and_sent_again(people: Cast, staff: httpx.AsyncClient) -> None:
    delivery = failed(people)
    asked = {"q": people.ana.handle, "state__exact": "dead"}
    page = await staff.get(LIST, params=asked)
    assert page.status_code == 200
    assert "the mail server said 554" in page.text
    again = {"action": "try_again", "_selected_action": str(delivery.pk)}
    again["csrfmiddlewaretoken"] = staff.cookies["csrftoken"]
    assert (await staff.post(LIST, data=again)).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.problem) == ("waiting", 0, "")


async def test_what_failed_and_what_is_late_can_be_watched(people: Cast, webs: list[Web]) -> None:
    before = webs[0].metric("callboard_deliveries_dead")
    failed(people)
    assert webs[0].metric("callboard_deliveries_dead") == before + 1
    late = webs[0].metric("callboard_deliveries_overdue")
    booked(people.hanna, people.jane)
    Delivery.objects.filter(user=people.jane, channel="email").update(
        due_at=clock.now() - timedelta(minutes=2)
    )
    assert webs[0].metric("callboard_deliveries_overdue") == late + 1


async def test_nobody_changes_or_adds_a_delivery(people: Cast, staff: httpx.AsyncClient) -> None:
    delivery = failed(people)
    assert (await staff.get(f"{LIST}add/")).status_code == 403
    assert (await staff.post(f"{LIST}{delivery.pk}/change/", data={})).status_code == 403
    assert (await staff.get(f"{LIST}{delivery.pk}/change/")).status_code == 200


async def test_nobody_else_sees_it(people: Cast, webs: list[Web]) -> None:
    failed(people)
    async with at(webs[0], people.mika) as mika:
        page = await mika.get(LIST)
    assert page.status_code == 302
    assert "554" not in page.text
