"""A moved evening asks anew: whom it suits now hears of the call, and who knew it how it is."""

from datetime import timedelta
from uuid import UUID

import pytest

from notifications.models import Notification
from people.models import User
from protocol.publish import Outgoing
from tests.dealings import change, move
from tests.jobs import work_off
from tests.people import Cast, host
from tests.stories import (
    apply,
    call_row,
    confirm,
    fan_out,
    open_call,
    session,
    session_row,
)
from tests.verify import Verify, everyone_told, frames_for
from tests.workflows.crowds import RARE, forget_the_rare, rare
from workflows.models import Told

DAY = timedelta(days=1)


@pytest.fixture
def nina() -> User:
    forget_the_rare()
    return rare("Nina")


def busy(person: User) -> None:
    """Somebody else has booked them for the time at which all these evenings are."""
    nora = host("Nora")
    call = open_call(nora, session(nora), requirements=RARE)
    confirm(nora, apply(person, call).application)
    work_off()


def move_on(people: Cast, evening: UUID, by: timedelta = DAY) -> None:
    start = session_row(evening).during.lower
    move(people.hanna, evening, start + by)
    work_off()


def notices_of(person: User) -> int:
    return Notification.objects.filter(user=person, kind="call.matching").count()


def test_who_was_busy_hears_of_it_when_the_evening_moves(
    people: Cast, nina: User, verify: Verify
) -> None:
    busy(nina)
    evening = session(people.hanna)
    call = open_call(people.hanna, evening, requirements=RARE)
    work_off()
    assert not Told.objects.filter(open_call=call_row(call)).exists()
    with verify(people.hanna, nina, exact=False) as told:
        move_on(people, evening)
        card, *_ = [frame for frame in frames_for(nina, told) if frame["type"] == "call.told"]
    assert (card["data"]["call"]["id"], card["data"]["misses"]) == (str(call), [])
    assert notices_of(nina) == 1


def test_who_was_told_before_finds_it_again_without_a_second_notice(
    people: Cast, nina: User, verify: Verify
) -> None:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening, requirements=RARE)
    work_off()
    busy(nina)
    told_at = Told.objects.get(open_call=call_row(call)).told_at
    with verify(people.hanna, nina, exact=False) as told:
        move_on(people, evening)
        [card] = [frame for frame in frames_for(nina, told) if frame["type"] == "call.told"]
    assert card["data"]["misses"] == []
    assert notices_of(nina) == 1
    assert Told.objects.get(open_call=call_row(call)).told_at == told_at


def test_who_is_booked_at_the_new_time_reads_that_it_suits_no_more(
    people: Cast, nina: User, verify: Verify
) -> None:
    busy(nina)
    evening = session(people.hanna, starts_at=session_row(session(people.hanna)).during.lower + DAY)
    open_call(people.hanna, evening, requirements=RARE)
    work_off()
    with verify(people.hanna, nina, exact=False) as told:
        move_on(people, evening, -DAY)
        [card] = [frame for frame in frames_for(nina, told) if frame["type"] == "call.told"]
    [miss] = card["data"]["misses"]
    assert miss == {"requirement": "free", "words": "you are booked at that time"}
    assert notices_of(nina) == 1


def test_whom_it_never_suited_hears_nothing(people: Cast, nina: User, told: list[Outgoing]) -> None:
    evening = session(people.hanna)
    open_call(people.hanna, evening, requirements=RARE)
    work_off()
    told.clear()
    move_on(people, evening)
    assert everyone_told(told) == {people.hanna.pk, nina.pk}


def test_another_title_is_no_other_question(people: Cast, nina: User, told: list[Outgoing]) -> None:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening, requirements=RARE)
    fan_out(call)
    work_off()
    told.clear()
    change(people.hanna, evening, title="Charcoal")
    assert work_off() == ["restate"]
    # Nina's line has the new title; she is not asked a second time.
    assert everyone_told(told) == {people.hanna.pk, nina.pk}
    assert notices_of(nina) == 1
