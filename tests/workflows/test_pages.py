"""Catching up in small pages passes nothing over, whichever side of it one is on."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from django.conf import settings
from django.test import override_settings

from core import clock
from notifications.models import Notification
from people.models import User
from people.topics import OWN
from protocol.budget import Budget
from protocol.states import TopicState
from tests import looks
from tests.dealings import accept, change, offer
from tests.people import Cast, host, model, nobody_else
from tests.state import State, plain
from tests.stories import apply, block, confirm, fan_out, open_call, say, session, start
from workflows.models import Told

PAGE = 3


def in_pages(read: Callable[[int], TopicState], cursor: int) -> tuple[list[int], int]:
    """The versions that one reads, page after page, and where one stands in the end."""
    small = msgspec.structs.replace(settings.LIMITS, sync_page=PAGE)
    versions: list[int] = []
    with override_settings(LIMITS=small):
        while True:
            state = read(cursor)
            versions += [found["version"] for found in plain(state.objects)]
            cursor = state.version
            if not state.more:
                return versions, cursor


def own(user: User) -> Callable[[int], TopicState]:
    return lambda cursor: OWN.state(User.objects.get(pk=user.pk), cursor, budget=Budget())


def of(kind: str, user: User) -> set[int]:
    everything = plain(own(user)(0).objects)
    return {found["version"] for found in everything if found["type"] == kind}


def test_offers_and_bookings_of_who_hosts_and_models(people: Cast) -> None:
    nora = host("Nora")
    User.objects.filter(pk=people.ana.pk).update(is_host=True)
    people.ana.is_host = True
    evenings = []
    for n in range(5):
        mine = session(people.ana, hours=1)
        theirs = session(nora, hours=1, starts_at=clock.now() + timedelta(days=3))
        offer(people.ana, mine, model(f"Model{n}"))
        got = offer(nora, theirs, people.ana)
        evenings.append(theirs)
    accept(people.ana, got)
    for evening in evenings[:4]:  # what only Nora sees moves these rows, but not for Ana
        change(nora, evening, place="Cellar, knock once")
    versions, end = in_pages(own(people.ana), 0)
    assert versions == sorted(versions)
    assert {*versions} >= of("offer.changed", people.ana) | of("booking.changed", people.ana)
    assert len(of("offer.changed", people.ana)) == 10
    assert end == User.objects.get(pk=people.ana.pk).version


def test_calls_of_who_parted_do_not_end_the_reading(people: Cast) -> None:
    """Nora's calls came first and are not there for Ana any more."""
    nora = host("Nora")
    nobody_else(people.ana)
    for by in (nora, people.hanna):
        for _ in range(PAGE + 2):
            fan_out(open_call(by))
    block(people.ana, nora)
    Notification.objects.filter(user=people.ana).delete()
    versions, _ = in_pages(own(people.ana), 0)
    hers = Told.objects.filter(model__user_profile=people.ana, open_call__host=people.hanna)
    assert {*versions} >= set(hers.values_list("user_version", flat=True))


def test_applicants_come_page_by_page(people: Cast) -> None:
    call = open_call(people.hanna)
    for n in range(7):
        apply(model(f"Model{n}"), call)
    topic = f"call.{call}.host"
    whole = looks.read_many(people.hanna.pk, {topic: 0})[topic]
    wanted = [found["version"] for found in plain(whole.objects)]
    versions, end = in_pages(lambda c: looks.read_many(people.hanna.pk, {topic: c})[topic], 0)
    assert (versions, end) == (wanted, whole.version)


@pytest.mark.parametrize("objects", [1, 4])
def test_who_was_away_misses_nothing_where_answers_hold_little(people: Cast, objects: int) -> None:
    """Old state + what is asked for again and again == fresh state, on every kind of topic."""
    watching = [people.hanna, people.ana]
    talk = start(people.hanna, people.ana, "Hello").conversation
    say(people.ana, talk, "Hello!")
    calls = [open_call(people.hanna) for _ in range(2)]
    for call in calls:
        fan_out(call)
    old = [State.fresh(person) for person in watching]
    for n in range(5):
        say(people.hanna, talk, f"Missed {n}")
        start(model(f"Other{n}"), people.hanna, "Hello from somebody else")
    applied = [apply(people.ana, call) for call in calls]
    confirm(people.hanna, applied[0].application)
    session(people.hanna)
    small = msgspec.structs.replace(settings.LIMITS, answer_objects=objects, answer_bytes=4_000)
    for state in old:
        with override_settings(LIMITS=small):
            state.reconnect()
        assert state.view() == State.fresh(state.user).view()
