"""Each kind reaches the right people, in words of theirs, and nobody else."""

import uuid
from datetime import timedelta

from core import clock as deciding
from notifications import queries
from notifications.kinds import KINDS
from notifications.models import Delivery, Notification
from notifications.words import spoken
from people.models import User
from tests import clock
from tests.dealings import accept
from tests.notifications.post import listed
from tests.people import Cast
from tests.stories import (
    apply,
    booked,
    call_row,
    confirm,
    fan_out,
    open_call,
    session,
    withdraw,
)
from tests.workflows.crowds import RARE, forget_the_rare, rare
from workflows import verbs
from workflows.actions import bookings, calls, choosing, expiring, offers
from workflows.actions.closing import tell_closing
from workflows.models import JobOffer


def titles(person: User) -> list[str]:
    found, _ = queries.page(person)
    return [notice.title for notice in reversed(found)]


def heard(people: Cast) -> dict[str, list[str]]:
    named = people._asdict().items()
    return {name: kinds for name, person in named if (kinds := listed(person))}


def test_an_open_call_is_told_to_matching_models(people: Cast) -> None:
    forget_the_rare()
    nina = rare("Nina")
    call = open_call(people.hanna, requirements=RARE)
    fan_out(call)
    fan_out(call)
    assert listed(nina) == ["call.matching"]
    assert heard(people) == {}
    [title] = titles(nina)
    assert title.startswith("Hanna looks for a model: ")
    keys = Delivery.objects.filter(user=nina).values_list("channel", "state")
    assert sorted(keys) == [("email", "waiting"), ("push", "skipped")]


def test_an_invitation_is_told_to_one(people: Cast) -> None:
    call = open_call(people.hanna)
    person = people.mika.public_id
    calls.invite(verbs.InviteToCall(key=uuid.uuid4(), call=call, person=person), by=people.hanna)
    assert heard(people) == {"mika": ["call.matching"]}
    assert titles(people.mika)[0].startswith("Hanna asks you to look at a call")


def test_applicants_of_one_call_are_one_line_for_the_host(people: Cast) -> None:
    call = open_call(people.hanna)
    first = apply(people.ana, call)
    assert titles(people.hanna)[0].startswith("Ana applied for your ")
    apply(people.jane, call)
    assert heard(people) == {"hanna": ["application.arrived"]}
    assert titles(people.hanna)[0].startswith("2 people applied for your ")
    withdraw(people.ana, first.application)
    assert heard(people) == {"hanna": ["application.arrived"]}


def test_a_confirmation_is_told_to_the_winner_and_the_others(people: Cast) -> None:
    call = open_call(people.hanna)
    ana, _ = apply(people.ana, call), apply(people.jane, call)
    confirm(people.hanna, ana.application)
    assert listed(people.ana) == ["booking.made"]
    assert listed(people.jane) == ["application.decided"]
    assert "someone else this time" in titles(people.jane)[0]
    assert listed(people.mika) == []


def test_a_decline_is_told_to_one(people: Cast) -> None:
    call = open_call(people.hanna)
    ana, _ = apply(people.ana, call), apply(people.jane, call)
    choosing.reject(verbs.Reject(key=uuid.uuid4(), application=ana.application), by=people.hanna)
    assert heard(people) == {"hanna": ["application.arrived"], "ana": ["application.decided"]}


def test_an_expiry_is_told_to_who_waited(people: Cast) -> None:
    call = open_call(people.hanna)
    apply(people.ana, call)
    clock.stop(call_row(call).expires_at)
    expiring.expire_one(call_row(call))
    assert listed(people.ana) == ["application.decided"]
    assert "closed without a decision" in titles(people.ana)[0]


def test_a_call_about_to_close_is_told_to_its_host_once(people: Cast) -> None:
    call = open_call(people.hanna)
    clock.stop(call_row(call).expires_at - timedelta(minutes=11))
    tell_closing()
    assert heard(people) == {}
    clock.stop(call_row(call).expires_at - timedelta(minutes=9))
    tell_closing()
    tell_closing()
    assert heard(people) == {"hanna": ["call.closing"]}
    assert Notification.objects.get(user=people.hanna).count == 1


def offer_to(people: Cast, model: User) -> uuid.UUID:
    ask = verbs.SendOffer(
        key=uuid.uuid4(),
        session=session(people.hanna),
        person=model.public_id,
        expires_at=deciding.now() + timedelta(hours=5),
    )
    return offers.send_offer(ask, by=people.hanna).offer


def test_an_offer_and_its_answer(people: Cast) -> None:
    offer = offer_to(people, people.ana)
    assert heard(people) == {"ana": ["offer.received"]}
    offers.decline(verbs.DeclineOffer(key=uuid.uuid4(), offer=offer), by=people.ana)
    assert heard(people) == {"ana": ["offer.received"], "hanna": ["offer.answered"]}


def test_an_offer_that_is_accepted_or_runs_out_is_answered(people: Cast) -> None:
    accept(people.ana, offer_to(people, people.ana))
    assert titles(people.hanna)[-1].startswith("Ana said yes to your ")
    late = offer_to(people, people.jane)
    clock.travel(timedelta(hours=6))
    expiring.expire_one(JobOffer.objects.get(public_id=late))
    assert titles(people.hanna)[-1].startswith("Your offer for the ")
    assert heard(people) == {
        "ana": ["offer.received"],
        "hanna": ["offer.answered", "offer.answered"],
        "jane": ["offer.received"],
    }


def test_an_offer_that_is_taken_back_is_no_answer(people: Cast) -> None:
    offer = offer_to(people, people.ana)
    offers.withdraw_offer(verbs.WithdrawOffer(key=uuid.uuid4(), offer=offer), by=people.hanna)
    assert heard(people) == {"ana": ["offer.received", "offer.changed"]}


def test_an_offer_about_to_close_is_told_to_who_was_asked(people: Cast) -> None:
    offer_to(people, people.ana)
    clock.travel(timedelta(hours=4, minutes=30))
    tell_closing()
    tell_closing()
    assert heard(people) == {"ana": ["offer.received", "offer.closing"]}


def test_a_cancelled_booking_is_told_to_the_other_side(people: Cast) -> None:
    first = booked(people.hanna, people.ana).booking
    bookings.cancel_booking(verbs.CancelBooking(key=uuid.uuid4(), booking=first), by=people.ana)
    assert listed(people.hanna)[-1] == "booking.cancelled"
    assert listed(people.ana) == ["booking.made"]
    second = booked(people.hanna, people.jane).booking
    bookings.cancel_booking(verbs.CancelBooking(key=uuid.uuid4(), booking=second), by=people.hanna)
    assert listed(people.jane) == ["booking.made", "booking.cancelled"]
    assert listed(people.mika) == []


def test_every_kind_has_words() -> None:
    assert set(KINDS) <= set(spoken())


def test_words_are_in_the_readers_language(people: Cast) -> None:
    people.ana.language = "de"
    people.ana.save()
    booked(people.hanna, people.ana)
    assert "hat dich für die" in titles(people.ana)[0]


def test_settings_name_the_kinds_in_the_language_of_their_reader(people: Cast) -> None:
    titles = {it.kind: it.title for it in queries.preferences(people.ana)}
    people.ana.language = "de"
    german = {it.kind: it.title for it in queries.preferences(people.ana)}
    assert german.keys() == titles.keys()
    assert [kind for kind in titles if titles[kind] == german[kind]] == []
