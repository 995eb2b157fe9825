"""A day is one of the person who asks, in their zone, also where it has no midnight."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from people.models import User
from tests.conftest import Over
from tests.people import Cast
from tests.stories import booked, session
from workflows.queries import directory

#: Zone, and a night in it: where it lies days from UTC, and where clocks change at midnight.
NIGHTS = [
    ("America/Los_Angeles", "2027-12-08T20:00"),
    ("Pacific/Kiritimati", "2027-12-08T01:00"),
    ("Pacific/Pago_Pago", "2027-12-08T23:00"),
    ("Asia/Kathmandu", "2027-12-08T00:15"),
    ("America/Santiago", "2027-09-05T01:30"),
    ("Africa/Cairo", "2027-04-30T01:30"),
    ("Europe/Berlin", "2027-10-31T23:00"),
]


@pytest.fixture(params=NIGHTS, ids=lambda night: night[0])
def night(request: pytest.FixtureRequest, people: Cast) -> tuple[datetime, date]:
    zone, written = request.param
    local = datetime.fromisoformat(written)
    User.objects.filter(pk__in=[person.pk for person in people]).update(time_zone=zone)
    for person in people:
        person.refresh_from_db()
    return local.replace(tzinfo=ZoneInfo(zone)), local.date()


async def test_the_agenda_of_a_day_has_what_is_on_it(
    people: Cast, night: tuple[datetime, date], over_http: Over
) -> None:
    at, day = night
    evening = session(people.hanna, starts_at=at, hours=0.5)
    http = over_http(people.hanna)
    for asked in (day - timedelta(days=1), day, day + timedelta(days=1)):
        days = {"from": asked.isoformat(), "to": asked.isoformat()}
        found = (await http.client.get("agenda", params=days)).json()["sessions"]
        assert [UUID(row["id"]) for row in found] == ([evening] if asked == day else [])


def test_the_directory_knows_who_is_free_on_a_day(
    people: Cast, night: tuple[datetime, date]
) -> None:
    at, day = night
    booked(people.hanna, people.ana, starts_at=at, hours=0.5)
    for asked in (day - timedelta(days=1), day, day + timedelta(days=1)):
        found = directory.page(
            people.hanna, role="model", search=people.ana.handle, free_on=asked
        ).entries
        assert bool(found) == (asked != day)
