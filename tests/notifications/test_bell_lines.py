"""The list behind the bell says what is so now, and what is over is not unread."""

from datetime import timedelta

import pytest

from notifications import queries
from notifications.models import Notification
from people.models import User
from tests.dealings import cancel_session, change, extend, move, offer, take_back
from tests.jobs import work_off
from tests.people import Cast, nobody_else
from tests.stories import booked, call_row, fan_out, open_call, session, session_row
from tests.verify import Verify

pytestmark = pytest.mark.usefixtures("noon")


def lines(person: User) -> list[str]:
    return [f"{line.title} {line.text}" for line in queries.page(person)[0]]


def test_lines_say_what_is_so_now(people: Cast) -> None:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening, closes=timedelta(hours=2))
    nobody_else(people.ana)
    fan_out(call)
    move(people.hanna, evening, session_row(evening).during.lower + timedelta(days=300))
    change(people.hanna, evening, title="Costumes", district="Spandau")
    extend(people.hanna, call, call_row(call).expires_at + timedelta(days=200))
    work_off()
    [line] = lines(people.ana)
    start, until = session_row(evening).during.lower, call_row(call).expires_at
    assert "Costumes" in line
    assert "Spandau" in line
    assert f"{start:%Y, %H:%M}" in line
    assert f"{until:%Y, %H:%M}" in line


def test_lines_are_told_anew_on_every_device(people: Cast, verify: Verify) -> None:
    evening = session(people.hanna)
    offer(people.hanna, evening, people.ana, closes=timedelta(hours=2))
    booked(people.hanna, people.jane)
    work_off()
    with verify(people.hanna, people.ana, exact=False):
        change(people.hanna, evening, title="Costumes")
        work_off()
    assert "Costumes" in lines(people.ana)[0]


@pytest.mark.parametrize("end", ["taken back", "called off"])
def test_what_is_over_is_not_unread(people: Cast, end: str) -> None:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.ana)
    assert queries.unread([people.ana.pk])[people.ana.pk] == 1
    if end == "taken back":
        take_back(people.hanna, asked)
    else:
        cancel_session(people.hanna, evening)
    work_off()
    asks = Notification.objects.get(user=people.ana, kind="offer.received")
    assert asks.read_at is not None
    assert any("It was taken back." in line for line in lines(people.ana))
