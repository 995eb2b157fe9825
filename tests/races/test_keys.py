"""A double click, a retry after a time-out, a second tab: with one key it happens once."""

import uuid
from collections import Counter

from conversations.models import Message
from protocol.models import Command
from tests import clock
from tests.people import Cast
from tests.races.locks import holding_call, in_line
from tests.races.workers import Crowd
from tests.stories import apply, call_row, open_call, row_of, session, talking
from workflows.models import Booking


def test_fifty_sends_with_one_key_are_one_message(people: Cast, workers: Crowd) -> None:
    conversation, key = talking(people.hanna, people.ana), uuid.uuid4()
    came = workers.at_once([("say", people.hanna.pk, conversation, "Tuesday?", key)] * 50)
    assert [one.error or one.refused for one in came if not one.done] == []
    assert {(one.answer.number, one.answer.version) for one in came} == {(3, 6)}
    assert Counter(one.answer.duplicate for one in came) == {False: 1, True: 49}
    assert Message.objects.filter(conversation=row_of(conversation), key=key).count() == 1
    assert row_of(conversation).last_number == 3


def test_fifty_applications_with_one_key_are_one(people: Cast, workers: Crowd) -> None:
    call, key = open_call(people.hanna), uuid.uuid4()
    came = workers.at_once([("apply", people.ana.pk, call, "Me!", key)] * 50)
    assert [one.error or one.refused for one in came if not one.done] == []
    assert len({one.answer.application for one in came}) == 1
    assert Counter(one.answer.duplicate for one in came) == {False: 1, True: 49}
    assert call_row(call).applications.count() == 1


def test_a_double_click_on_confirm_books_once(people: Cast, workers: Crowd) -> None:
    call, key = open_call(people.hanna, session(people.hanna, positions=3)), uuid.uuid4()
    ana = apply(people.ana, call).application
    came = workers.at_once([("confirm", people.hanna.pk, ana, key)] * 8)
    assert {one.answer.booking for one in came} == {came[0].answer.booking}
    assert call_row(call).calendar_session.booked == 1
    assert Booking.objects.filter(application__public_id=ana).count() == 1


def test_two_keys_are_two_wishes_and_the_row_settles_it(people: Cast, workers: Crowd) -> None:
    call = open_call(people.hanna, session(people.hanna, positions=3))
    ana = apply(people.ana, call).application
    came = workers.at_once([("confirm", people.hanna.pk, ana) for _ in range(8)])
    assert Counter(one.refused or "done" for one in came) == {"done": 1, "conflict": 7}
    assert call_row(call).calendar_session.booked == 1


def test_one_key_for_two_things_at_once_is_one_thing_and_a_mismatch(
    people: Cast, workers: Crowd
) -> None:
    conversation, key = talking(people.hanna, people.ana), uuid.uuid4()
    came = workers.at_once(
        [("say", people.hanna.pk, conversation, f"Text {n}", key) for n in range(8)]
    )
    assert Counter(one.refused or "done" for one in came) == {"done": 1, "key_mismatch": 7}
    assert row_of(conversation).last_number == 3


def test_a_twin_of_a_refused_command_gets_a_try_of_its_own(people: Cast, workers: Crowd) -> None:
    """Each in turn claims the key and is refused; none is left holding it."""
    call, key = open_call(people.hanna), uuid.uuid4()
    expires_at = call_row(call).expires_at
    with holding_call(call):
        running = workers.begin([("apply", people.ana.pk, call, "", key)] * 4)
        in_line(4)
        clock.stop(expires_at)
    assert {one.refused for one in running.came()} == {"call_expired"}
    assert not Command.objects.filter(user=people.ana, key=key).exists()
