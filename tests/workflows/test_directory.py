"""Who is here: by what they offer and when they are free, each once, and nobody who has parted."""

import uuid
from datetime import timedelta

import pytest

from people.models import User
from tests.dealings import cancel_booking, move
from tests.people import Cast, host, model
from tests.stories import block, booked, utc
from workflows.models import CalendarSession
from workflows.queries.directory import page

#: Hexadecimal digits as letters.
LETTERS = str.maketrans("0123456789", "ghijklmnop")


@pytest.fixture
def name() -> str:
    """Nobody from other tests is called so; of letters alone, which are one word."""
    return "Z" + uuid.uuid4().hex[:10].translate(LETTERS)


def names(viewer: User, name: str, **asked: object) -> list[str]:
    found = page(viewer, search=name, **{"role": "model", **asked})  # type: ignore[arg-type]
    return [entry.person.handle for entry in found.entries]


def test_models_by_what_they_offer(people: Cast, name: str) -> None:
    slow, quick = model(name, styles=("long",), rating="1.8"), model(name, rating="4.5")
    new = model(name)
    assert set(names(people.hanna, name)) == {slow.handle, quick.handle, new.handle}
    assert names(people.hanna, name, pose_style="long") == [slow.handle]
    assert names(people.hanna, name, min_rating=2) == [quick.handle]
    assert names(people.hanna, name, min_rating=4.6) == []
    assert names(people.hanna, name, role="host") == []


def test_hosts_by_the_stars_that_models_gave(people: Cast, name: str) -> None:
    kind, new = host(name, host_rating=5), host(name)
    assert set(names(people.ana, name, role="host")) == {kind.handle, new.handle}
    assert names(people.ana, name, role="host", min_rating=4) == [kind.handle]
    [entry] = page(people.ana, role="host", search=kind.handle).entries
    assert (entry.host_rating, entry.model) == (5, None)


def test_by_the_beginning_of_a_name(people: Cast, name: str) -> None:
    lena = model(name)
    User.objects.filter(pk=lena.pk).update(display_name=f"Lena {name}")
    for search in ("Lena", name, name.lower(), lena.handle, f"@{lena.handle}"):
        assert lena.handle in names(people.hanna, search), search
    assert names(people.hanna, name[1:]) == []


def test_free_on_a_day_as_the_viewer_counts_days(name: str) -> None:
    """At half past eleven in the evening in Berlin it is the next morning in Tokyo."""
    lena, late = model(name), utc("2031-03-10T22:30")
    booking = booked(host(), lena, starts_at=late, hours=0.25).booking
    berlin, tokyo = host(time_zone="Europe/Berlin"), host(time_zone="Asia/Tokyo")
    tenth, eleventh = late.date(), late.date() + timedelta(days=1)
    assert names(berlin, name, free_on=tenth) == []
    assert names(berlin, name, free_on=eleventh) == [lena.handle]
    assert names(tokyo, name, free_on=tenth) == [lena.handle]
    assert names(tokyo, name, free_on=eleventh) == []
    cancel_booking(lena, booking)
    assert names(berlin, name, free_on=tenth) == [lena.handle]


def test_who_has_not_agreed_yet_is_still_expected_at_the_old_time(people: Cast, name: str) -> None:
    lena, evening = model(name), utc("2031-03-10T18:00")
    booked(people.hanna, lena, starts_at=evening)
    session = CalendarSession.objects.get(host=people.hanna)
    move(people.hanna, session.public_id, evening + timedelta(days=1))
    assert names(people.hanna, name, free_on=evening.date()) == []


def test_never_oneself_and_never_who_has_parted(people: Cast, name: str) -> None:
    lena, mine = model(name), model(name)
    assert names(mine, name) == [lena.handle]
    block(people.ana, lena)
    assert names(people.ana, name) == [mine.handle]
    assert names(lena, people.ana.handle) == []
    assert names(people.hanna, name) != []
    User.objects.filter(pk=lena.pk).update(is_active=False)
    assert names(people.hanna, name) == [mine.handle]


def test_page_after_page_everybody_comes_once(people: Cast, name: str) -> None:
    crowd = {model(name).handle for _ in range(7)}
    seen: list[str] = []
    cursor = None
    while True:
        found = page(people.hanna, role="model", search=name, cursor=cursor, limit=3)
        seen += [entry.person.handle for entry in found.entries]
        cursor = found.next
        if cursor is None:
            break
    assert (len(seen), set(seen)) == (7, crowd)
