"""Evenings in a host's calendar, in wall time that must mean exactly one moment."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from core import clock as deciding
from core.refused import Refused
from people.models import User
from tests import clock
from tests.conftest import Over
from tests.dealings import accept, change, offer
from tests.people import Cast
from tests.refusals import refused
from tests.stories import session, session_row
from workflows.actions.sessions import create_session
from workflows.models import CalendarSession, Transition
from workflows.queries import own
from workflows.verbs import CreateSession

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(by: User, local: str, zone: str, fold: Any = None) -> CalendarSession:
    ask = CreateSession(
        key=uuid4(),
        title="Life drawing",
        local_start=local,
        minutes=120,
        time_zone=zone,
        fold=fold,
    )
    return CalendarSession.objects.get(public_id=create_session(ask, by=by).session)


def test_only_hosts_have_sessions(people: Cast) -> None:
    with refused("forbidden"):
        session(people.ana)
    row = session_row(session(people.hanna))
    assert row.host == people.hanna
    assert (row.positions, row.booked) == (1, 0)


def test_a_session_is_half_open_and_as_long_as_asked(people: Cast) -> None:
    row = at(people.hanna, "2030-06-04T19:00", "Europe/Berlin")
    assert row.during.lower == datetime(2030, 6, 4, 17, tzinfo=UTC)
    assert row.during.upper == datetime(2030, 6, 4, 19, tzinfo=UTC)
    assert (row.during.lower_inc, row.during.upper_inc) == (True, False)
    assert row.local_start == datetime(2030, 6, 4, 19, tzinfo=UTC)


def test_it_is_written_down_who_made_it(people: Cast) -> None:
    row = session_row(session(people.hanna))
    transition = Transition.objects.get(calendar_session=row)
    assert (transition.kind, transition.by) == ("session.create", people.hanna)


async def test_one_is_read_by_itself_whenever_it_is(people: Cast, over_http: Over) -> None:
    far = session(people.hanna, starts_at=deciding.now() + timedelta(days=3000), positions=2)
    for person in (people.ana, people.jane):
        accept(person, offer(people.hanna, far, person))
    hosted = (await over_http(people.hanna).read(f"sessions/{far}")).json()
    assert [row["id"] for row in hosted["sessions"]] == [str(far)]
    assert len(hosted["bookings"]) == 2
    booked = (await over_http(people.ana).read(f"sessions/{far}")).json()
    assert booked["sessions"] == []
    assert [row["model"]["name"] for row in booked["bookings"]] == ["Ana"]
    stranger = await over_http(people.mika).read(f"sessions/{far}")
    nothing = await over_http(people.hanna).read(f"sessions/{uuid4()}")
    assert (stranger.status_code, stranger.content) == (404, nothing.content)


def test_what_has_passed_cannot_be_planned(people: Cast) -> None:
    now = datetime(2030, 6, 4, 17, tzinfo=UTC)
    clock.stop(now)
    with refused("bad_request", field="local_start"):
        session(people.hanna, starts_at=now)
    assert session_row(session(people.hanna, starts_at=now + timedelta(minutes=1)))


def test_a_zone_must_be_one(people: Cast) -> None:
    for zone in ("Mars/Olympus", "", "../../etc/passwd"):
        with refused("bad_request", field="time_zone"):
            at(people.hanna, "2030-06-04T19:00", zone)


# --- the clocks go forward, the clocks go back -----------------------------------------------


@pytest.mark.parametrize("fold", [None, 0, 1])
@pytest.mark.parametrize("local", ["2030-03-31T02:00", "2030-03-31T02:30", "2030-03-31T02:59"])
def test_a_time_that_does_not_exist_is_refused(people: Cast, local: str, fold: Any) -> None:
    with refused("bad_request", field="local_start") as said:
        at(people.hanna, local, "Europe/Berlin", fold)
    assert "does not exist" in said.message


@pytest.mark.parametrize("local", ["2030-03-31T01:59", "2030-03-31T03:00"])
def test_the_times_beside_it_exist(people: Cast, local: str) -> None:
    assert at(people.hanna, local, "Europe/Berlin").during.lower


def test_a_time_that_comes_twice_is_asked_back(people: Cast) -> None:
    with refused("bad_request", field="fold"):
        at(people.hanna, "2030-10-27T02:30", "Europe/Berlin")
    first = at(people.hanna, "2030-10-27T02:30", "Europe/Berlin", 0)
    second = at(people.hanna, "2030-10-27T02:30", "Europe/Berlin", 1)
    assert first.during.lower == datetime(2030, 10, 27, 0, 30, tzinfo=UTC)
    assert second.during.lower == datetime(2030, 10, 27, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(("fold", "hour"), [(0, 0), (1, 1)])
def test_an_evening_in_that_hour_stays_in_it_when_something_else_changes(
    people: Cast, fold: int, hour: int
) -> None:
    row = at(people.hanna, "2030-10-27T02:30", "Europe/Berlin", fold)
    change(people.hanna, row.public_id, minutes=60)
    row.refresh_from_db()
    assert row.during.lower == datetime(2030, 10, 27, hour, 30, tzinfo=UTC)
    assert row.during.upper - row.during.lower == timedelta(hours=1)
    # Said anew it has to be said which one.
    with refused("bad_request", field="fold"):
        change(people.hanna, row.public_id, local_start="2030-10-27T02:30")
    with refused("bad_request", field="fold"):
        change(people.hanna, row.public_id, time_zone="Europe/Vienna")


@pytest.mark.parametrize("fold", [None, 0, 1])
def test_where_there_is_no_doubt_the_answer_to_it_does_not_matter(people: Cast, fold: Any) -> None:
    row = at(people.hanna, "2030-06-04T19:00", "Europe/Berlin", fold)
    assert row.during.lower == datetime(2030, 6, 4, 17, tzinfo=UTC)


def test_a_session_over_the_change_is_as_long_as_it_is_in_hours(people: Cast) -> None:
    row = at(people.hanna, "2030-10-27T01:30", "Europe/Berlin")
    assert row.during.upper - row.during.lower == timedelta(hours=2)


# --- what is not a session -------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 14},
        {"minutes": 24 * 60 + 1},
        {"positions": 0},
        {"positions": 51},
        {"title": ""},
        {"title": "x" * 121},
        {"local_start": "2030-06-04T19:00:00Z"},
        {"local_start": "Tuesday"},
        {"fold": 2},
        {"host": "somebody else"},
        {"booked": 1},
    ],
    ids=str,
)
def test_a_field_that_is_wrong_is_named(wrong: dict[str, Any]) -> None:
    right = {
        "key": str(uuid4()),
        "title": "Life drawing",
        "local_start": "2030-06-04T19:00:00",
        "minutes": 120,
        "time_zone": "UTC",
    }
    assert msgspec.convert(right, CreateSession).positions == 1
    with pytest.raises((msgspec.ValidationError, Refused)) as caught:
        msgspec.convert({**right, **wrong}, CreateSession)
    said = caught.value
    where = said.details["field"] if isinstance(said, Refused) else str(said)
    assert next(iter(wrong)) in where


@pytest.mark.parametrize("local", ["2030-06-04T19:00", "2030-06-04T19:00:00.25"])
def test_a_wall_time_is_kept_to_the_second_and_may_leave_it_out(people: Cast, local: str) -> None:
    assert at(people.hanna, local, "UTC").local_start == datetime(2030, 6, 4, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    "local", ["2030-06-04", "2030-06-04 19:00", "2030-02-29T19:00", "2030-06-04T24:00", "19:00"]
)
def test_a_wall_time_that_is_none_is_refused_with_an_example(people: Cast, local: str) -> None:
    with refused("bad_request", field="local_start") as said:
        at(people.hanna, local, "UTC")
    assert "like 2027-01-31T18:00" in said.message


@pytest.mark.parametrize("local", ["2062-06-04T19:00", "9998-06-04T19:00", "2099-12-31T23:59"])
def test_nobody_plans_for_their_grandchildren(people: Cast, local: str) -> None:
    with refused("bad_request", field="local_start"):
        at(people.hanna, local, "Pacific/Kiritimati")
    assert at(people.hanna, "2038-06-04T19:00", "Pacific/Kiritimati")


@pytest.mark.parametrize("zone", ["localtime", "Factory", "posixrules", "America/Coyhaique/", ""])
def test_a_time_zone_that_browsers_do_not_know_is_refused(people: Cast, zone: str) -> None:
    with refused("bad_request", field="time_zone"):
        at(people.hanna, "2030-06-04T19:00", zone)


def test_a_zone_newer_than_some_browsers_is_kept_as_one_with_the_same_clock(people: Cast) -> None:
    row = at(people.hanna, "2030-06-04T19:00", "America/Coyhaique")
    assert row.time_zone == "America/Punta_Arenas"


def test_an_agenda_has_what_overlaps_its_days(people: Cast) -> None:
    start = deciding.now().replace(microsecond=0) + timedelta(days=5)
    of_session = session(people.hanna, starts_at=start, hours=2)
    for first, last, there in (
        (start - timedelta(hours=1), start, 0),
        (start - timedelta(hours=1), start + timedelta(seconds=1), 1),
        (start + timedelta(hours=1), start + timedelta(hours=9), 1),
        (start + timedelta(hours=2), start + timedelta(hours=9), 0),
    ):
        sessions, _ = own.agenda(people.hanna, first, last)
        assert [row.id for row in sessions] == [of_session] * there
    assert own.agenda(people.mika, LONG_AGO, start + timedelta(days=9)) == ([], [])
