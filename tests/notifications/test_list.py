"""The list of what happened: live on every device, and nobody else's."""

from datetime import timedelta
from uuid import uuid4

import pytest

from core import clock
from core.refused import Refused
from notifications import queries
from notifications.actions import reading
from notifications.models import Notification
from notifications.verbs import ReadAllNotifications, ReadNotifications
from people.models import User
from tests.conftest import Connect, Over
from tests.people import Cast
from tests.stories import apply, booked, open_call
from tests.verify import Verify


def lines(person: User) -> list[Notification]:
    return list(Notification.objects.filter(user=person).order_by("user_version"))


def happens(people: Cast, times: int) -> None:
    for day in range(times):
        booked(people.hanna, people.ana, starts_at=clock.now() + timedelta(days=2 + day))


def test_reading_one_is_known_on_every_device(people: Cast, verify: Verify) -> None:
    happens(people, 2)
    [first, _] = lines(people.ana)
    with verify(people.ana):
        done = reading.read(ReadNotifications(notifications=[first.public_id]), by=people.ana)
    assert done.unread == 1


def test_reading_everything(people: Cast, verify: Verify) -> None:
    happens(people, 2)
    with verify(people.ana):
        assert reading.read_all(ReadAllNotifications(), by=people.ana).unread == 0
    with verify(people.ana):  # once more changes nothing
        reading.read_all(ReadAllNotifications(), by=people.ana)


def test_reading_all_about_one_thing(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    apply(people.ana, call)
    with verify(people.hanna):
        ask = ReadNotifications(about=f"call.{call}")
        assert reading.read(ask, by=people.hanna).unread == 0


def test_after_reading_it_news_of_the_same_thing_is_a_new_line(people: Cast) -> None:
    call = open_call(people.hanna)
    apply(people.ana, call)
    reading.read_all(ReadAllNotifications(), by=people.hanna)
    apply(people.jane, call)
    assert [line.count for line in lines(people.hanna)] == [1, 1]
    assert queries.unread([people.hanna.pk])[people.hanna.pk] == 1


def test_nobody_reads_for_somebody_else(people: Cast, verify: Verify) -> None:
    booked(people.hanna, people.ana)
    ids = [line.public_id for line in lines(people.ana)]
    with verify(people.mika):
        reading.read(ReadNotifications(notifications=ids), by=people.mika)
    assert [line.read_at for line in lines(people.ana)] == [None]


def test_what_to_read_has_to_be_said(people: Cast) -> None:
    with pytest.raises(Refused) as refused:
        reading.read(ReadNotifications(), by=people.ana)
    assert refused.value.code == "bad_request"


async def test_it_comes_live_and_on_another_device_it_goes(
    people: Cast, connect: Connect, over_http: Over
) -> None:
    phone, desk, mika = (
        await connect(people.ana),
        await connect(people.ana, on=1),
        await connect(people.mika),
    )
    applied = apply(people.ana, open_call(people.hanna))
    hanna, http = await connect(people.hanna), over_http(people.ana)
    await hanna.do("call.confirm", key=str(uuid4()), application=str(applied.application))
    heard = await phone.hears("notification.changed", kind="booking.made")
    assert heard["unread"] == 1
    page = (await http.read("notifications")).json()
    assert (page["unread"], page["notifications"]) == (1, [heard["data"]])
    await desk.do("notification.read", notifications=[heard["data"]["id"]])
    gone = await phone.wait(
        lambda f: f["type"] == "notification.changed" and f["data"]["read_at"] is not None
    )
    assert gone["unread"] == 0
    assert mika.events() == []


async def test_the_list_is_read_page_by_page(people: Cast, over_http: Over) -> None:
    happens(people, 3)
    http = over_http(people.ana)
    first = (await http.read("notifications", limit=2)).json()
    rest = (await http.read("notifications", limit=2, cursor=first["next"])).json()
    assert [len(first["notifications"]), len(rest["notifications"])] == [2, 1]
    assert rest["next"] is None
    everything = first["notifications"] + rest["notifications"]
    moments = [(n["created_at"], n["version"]) for n in everything]
    assert moments == sorted(moments, reverse=True)


async def test_reading_one_does_not_move_it(people: Cast, over_http: Over) -> None:
    happens(people, 3)
    http = over_http(people.ana)
    before = (await http.read("notifications")).json()
    ids = [n["id"] for n in before["notifications"]]
    await http.do("notification.read", notifications=[ids[-1]])
    after = (await http.read("notifications")).json()
    assert [n["id"] for n in after["notifications"]] == ids
    assert (before["unread"], after["unread"]) == (3, 2)
    assert after["version"] == before["version"] + 1
    assert after["version"] == max(n["version"] for n in after["notifications"])
    pages = [(await http.read("notifications", limit=2)).json()]
    pages += [(await http.read("notifications", limit=2, cursor=pages[0]["next"])).json()]
    assert [n["id"] for page in pages for n in page["notifications"]] == ids


async def test_why_was_i_told_or_not(people: Cast, over_http: Over) -> None:
    booked(people.hanna, people.ana)
    records = (await over_http(people.ana).read("notifications/why")).json()["records"]
    reasons = {record["channel"]: record["reasons"] for record in records}
    assert reasons == {"email": ["wanted"], "push": ["no_device"]}
    assert (await over_http(people.mika).read("notifications/why")).json()["records"] == []


async def test_why_is_read_page_by_page(people: Cast, over_http: Over) -> None:
    happens(people, 3)
    http = over_http(people.ana)
    first = (await http.read("notifications/why", limit=4)).json()
    rest = (await http.read("notifications/why", limit=4, cursor=first["next"])).json()
    everything = first["records"] + rest["records"]
    assert (len(first["records"]), len(rest["records"]), rest["next"]) == (4, 2, None)
    assert len({(record["about"], record["channel"]) for record in everything}) == 6
    assert [r["created_at"] for r in everything] == sorted(
        (r["created_at"] for r in everything), reverse=True
    )
