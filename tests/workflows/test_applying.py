"""The model's side: who may apply, when, how often; and how to take it back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from conversations.models import Conversation
from core import clock as deciding
from people.actions import block
from people.models import ModelProfile
from people.verbs import BlockPerson
from tests import clock
from tests.people import Cast, model, person
from tests.refusals import refused
from tests.stories import (
    application_row,
    apply,
    booked,
    call_row,
    confirm,
    open_call,
    session,
    withdraw,
)
from workflows.models import OpenCall, Transition


def test_applying_makes_a_record_a_conversation_and_a_line(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna), "I would love to.")
    row = application_row(applied.application)
    assert (row.status, row.reason, row.note) == ("pending", "", "I would love to.")
    conversation = Conversation.objects.get(public_id=applied.conversation)
    assert conversation.last_number == 1
    assert {p.user for p in conversation.participants.all()} == {people.hanna, people.ana}
    assert Transition.objects.filter(kind="call.apply", application=row).count() == 1


def test_only_models_apply(people: Cast) -> None:
    call = open_call(people.hanna)
    with refused("forbidden"):
        apply(person("Otto"), call)
    people.ana.is_model = False
    people.ana.save()
    with refused("forbidden"):
        apply(people.ana, call)


def test_an_address_must_be_confirmed(people: Cast) -> None:
    people.ana.email_confirmed_at = None
    with refused("forbidden", reasons=["email_unconfirmed"]):
        apply(people.ana, open_call(people.hanna))


def test_a_call_must_be_there(people: Cast) -> None:
    with refused("not_found"):
        apply(people.ana, uuid4())


def test_nobody_applies_to_their_own_call(people: Cast) -> None:
    people.hanna.is_model = True
    people.hanna.save()
    ModelProfile.objects.create(user_profile=people.hanna, pose_styles=["dynamic"])
    with refused("forbidden"):
        apply(people.hanna, open_call(people.hanna))


@pytest.mark.parametrize("by", ["hanna", "ana"])
def test_a_block_hides_the_call_whoever_set_it(people: Cast, by: str) -> None:
    call = open_call(people.hanna)
    one, other = (people.hanna, people.ana) if by == "hanna" else (people.ana, people.hanna)
    block(BlockPerson(person=other.public_id), by=one)
    with refused("not_found"):
        apply(people.ana, call)
    assert apply(people.jane, call).application


@pytest.mark.parametrize(
    ("status", "code"),
    [("filled", "call_filled"), ("cancelled", "call_cancelled"), ("expired", "call_expired")],
)
def test_a_call_that_is_over_says_how_it_ended(people: Cast, status: str, code: str) -> None:
    call = open_call(people.hanna)
    OpenCall.objects.filter(public_id=call).update(
        status=status, decided_at=deciding.now() - timedelta(seconds=1)
    )
    with refused(code):
        apply(people.ana, call)
    assert not call_row(call).applications.exists()


def test_one_live_application(people: Cast) -> None:
    call = open_call(people.hanna, session(people.hanna, positions=2))
    applied = apply(people.ana, call)
    with refused("already_applied"):
        apply(people.ana, call)
    confirm(people.hanna, applied.application)
    with refused("already_applied"):
        apply(people.ana, call)
    assert call_row(call).applications.count() == 1


def test_who_withdrew_may_apply_again(people: Cast) -> None:
    call = open_call(people.hanna)
    first = apply(people.ana, call)
    withdraw(people.ana, first.application)
    second = apply(people.ana, call)
    assert second.application != first.application
    assert second.conversation == first.conversation
    assert application_row(first.application).status == "withdrawn"


def test_who_does_not_fit_is_told_why(people: Cast) -> None:
    call = open_call(people.hanna, requirements={"pose_style": "draped", "min_rating": 5})
    with refused("not_eligible", reasons=["pose_style", "min_rating"]) as said:
        apply(people.ana, call)
    assert said.message == "This call asks for draped poses."
    assert not call_row(call).applications.exists()


def test_who_has_no_rating_yet_is_told_so(people: Cast) -> None:
    newcomer = model("Nina")
    call = open_call(people.hanna, requirements={"min_rating": 2})
    with refused("not_eligible", reasons=["min_rating"]) as said:
        apply(newcomer, call)
    assert said.message == "This call needs rating 2, you have none yet."
    assert apply(people.ana, call).application


def test_who_is_booked_then_cannot_apply(people: Cast) -> None:
    booked(people.hanna, people.ana)
    with refused("not_eligible", reasons=["free"]) as said:
        apply(people.ana, open_call(people.hanna))
    assert said.message == "You are booked at that time."


def test_a_refused_application_leaves_nothing_behind(people: Cast) -> None:
    call = open_call(people.hanna, requirements={"min_rating": 5})
    with refused("not_eligible"):
        apply(people.jane, call)
    assert not Conversation.objects.filter(participants__user=people.jane).exists()
    assert not Transition.objects.filter(by=people.jane).exists()


def test_the_terms_stay_as_they_were(people: Cast) -> None:
    of_session = session(people.hanna)
    call = open_call(people.hanna, of_session, fee_amount=6000, fee_currency="EUR", note="Soup.")
    applied = apply(people.ana, call)
    OpenCall.objects.filter(public_id=call).update(fee_amount=1, note="No soup.")
    terms = application_row(applied.application).terms
    begins = call_row(call).calendar_session.during.lower
    assert (terms["fee_amount"], terms["fee_currency"]) == (6000, "EUR")
    assert terms["note"] == "Soup."
    assert terms["starts_at"] == begins.isoformat()
    assert terms["district"] == "Kreuzberg"
    assert "place" not in terms


def test_a_receipt_says_how_much_in_time_it_was(people: Cast) -> None:
    call = open_call(people.hanna)
    expires_at = call_row(call).expires_at
    clock.stop(expires_at - timedelta(milliseconds=1500))
    receipt = apply(people.ana, call).receipt
    assert receipt.margin_ms == 1500
    assert (receipt.decided_at, receipt.expires_at) == (deciding.now(), expires_at)


# --- withdrawing -----------------------------------------------------------------------------


def test_only_the_applicant_withdraws(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    for other in (people.hanna, people.jane, people.mika):
        with refused("not_found"):
            withdraw(other, applied)
    assert withdraw(people.ana, applied).status == "withdrawn"


def test_what_is_withdrawn_cannot_be_withdrawn(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    withdraw(people.ana, applied)
    with refused("applicant_withdrew"):
        withdraw(people.ana, applied)


def test_what_is_decided_cannot_be_withdrawn(people: Cast) -> None:
    call = open_call(people.hanna)
    ana, jane = apply(people.ana, call).application, apply(people.jane, call).application
    confirm(people.hanna, ana)
    for who, applied, status in ((people.ana, ana, "accepted"), (people.jane, jane, "rejected")):
        with refused("conflict"):
            withdraw(who, applied)
        assert application_row(applied).status == status


def test_a_pending_application_can_be_withdrawn_even_past_the_deadline(people: Cast) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    clock.stop(call_row(call).expires_at)
    assert withdraw(people.ana, applied).status == "withdrawn"
