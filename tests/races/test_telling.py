"""What a host changes while its news are on their way, and while somebody answers them."""

import pytest

from notifications.models import Notification
from tests.dealings import change_fee
from tests.people import Cast
from tests.races.queues import behind_call
from tests.races.test_hosts_mind import BOTH, turned
from tests.races.workers import Crowd
from tests.stories import application_row, apply, call_row, open_call
from tests.workflows.crowds import RARE, forget_the_rare, rare
from workflows.models import Told


@pytest.fixture(autouse=True)
def nobody_from_before() -> None:
    forget_the_rare()


@BOTH
def test_a_call_is_taken_back_while_models_are_told(
    people: Cast, workers: Crowd, first: int
) -> None:
    nina, call = rare("Nina"), open_call(people.hanna, requirements=RARE)
    row = call_row(call)
    acts = turned(first, ("cancel_call", people.hanna.pk, call), ("tell_chunk", row.pk, 0))
    came = behind_call(workers, call, *acts)
    assert [one.refused for one in came] == [None, None]
    assert call_row(call).status == "cancelled"
    told = 1 if first else 0
    assert Told.objects.filter(open_call=row).count() == told
    assert Notification.objects.filter(user=nina, about=f"call.{call}").count() == told
    assert not Told.objects.filter(open_call=row, model__user_profile=people.mika).exists()


@BOTH
def test_a_new_fee_is_agreed_to_while_somebody_is_booked(
    people: Cast, workers: Crowd, first: int
) -> None:
    call = open_call(people.hanna, fee_amount=6000, fee_currency="EUR")
    ana = apply(people.ana, call).application
    change_fee(people.hanna, call, 4000)
    agree, book = ("agree_to_fee", people.ana.pk, ana), ("confirm", people.hanna.pk, ana)
    came = behind_call(workers, call, *turned(first, agree, book))
    row = application_row(ana)
    if first == 0:
        assert [one.refused for one in came] == [None, None]
        assert (row.status, row.terms["fee_amount"]) == ("accepted", 4000)
    else:
        assert [one.refused for one in came] == ["conflict", None]
        assert (row.status, row.terms["fee_amount"]) == ("pending", 4000)


@BOTH
def test_the_fee_changes_while_somebody_is_booked(people: Cast, workers: Crowd, first: int) -> None:
    """Nobody is booked for another fee than the one they have agreed to."""
    call = open_call(people.hanna, fee_amount=6000, fee_currency="EUR")
    ana = apply(people.ana, call).application
    lower, book = ("change_fee", people.hanna.pk, call, 4000), ("confirm", people.hanna.pk, ana)
    came = behind_call(workers, call, *turned(first, lower, book))
    row = application_row(ana)
    assert row.terms["fee_amount"] == 6000
    if first == 0:
        assert [one.refused for one in came] == [None, "terms_changed"]
        assert (row.status, row.open_call.fee_amount) == ("pending", 4000)
    else:
        assert [one.refused for one in came] == [None, "call_filled"]
        assert (row.status, row.open_call.fee_amount) == ("accepted", 6000)
