"""Every yes names what it agrees to, and is refused when that is something else by now."""

import uuid
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID

import msgspec
import pytest

from core.refused import Refused
from people.models import User
from protocol.wire import Consent, Terms
from server import schema
from tests.client import CONSENTS
from tests.dealings import (
    accept,
    agree,
    agree_to_fee,
    booking_row,
    change,
    change_fee,
    offer,
)
from tests.people import Cast
from tests.refusals import refused
from tests.state_market import ALL_TIME
from tests.stories import (
    application_row,
    apply,
    booked,
    confirm,
    open_call,
    session,
    session_row,
    shown,
)
from tests.together import at_once
from workflows import verbs
from workflows.actions import terms as terms_actions
from workflows.machine import RULES
from workflows.models import Application, Booking, JobOffer, OpenCall
from workflows.queries import cards, own
from workflows.queries.terms import of_call, of_offer, of_own_booking


class Looked(NamedTuple):
    """Somebody has looked at something that they may say yes to; `terms` are what they saw."""

    by: User
    of: UUID
    evening: UUID
    #: Of an offer and a booking there is none to change.
    call: UUID | Literal[""]
    terms: str

    def says(self, act: Callable[..., Any], terms: str | None = None) -> Any:
        return act(self.by, self.of, terms=terms or self.terms)


def applying(people: Cast) -> Looked:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening, fee_amount=9000, fee_currency="EUR")
    return Looked(people.ana, call, evening, call, shown("call.apply", call))


def confirming(people: Cast) -> Looked:
    looked = applying(people)
    application = apply(people.ana, looked.of).application
    return looked._replace(by=people.hanna, of=application)


def agreeing(people: Cast) -> Looked:
    looked = applying(people)
    application = apply(people.ana, looked.of).application
    change_fee(people.hanna, looked.of, 8000)
    terms = shown("call.agree", application)
    return Looked(people.ana, application, looked.evening, looked.call, terms)


def accepting(people: Cast) -> Looked:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.ana)
    return Looked(people.ana, asked, evening, "", shown("offer.accept", asked))


def moving(people: Cast) -> Looked:
    booking = booked(people.hanna, people.ana).booking
    evening = booking_row(booking).calendar_session.public_id
    later(people.hanna, evening, hours=1)
    return Looked(people.ana, booking, evening, "", shown("booking.agree", booking))


#: verb -> who has looked at what, and how they say yes.
YES: dict[str, tuple[Callable[[Cast], Looked], Callable[..., Any]]] = {
    "call.apply": (applying, apply),
    "call.confirm": (confirming, confirm),
    "call.agree": (agreeing, agree_to_fee),
    "offer.accept": (accepting, accept),
    "booking.agree": (moving, agree),
}


def later(host: User, evening: UUID, **by: float) -> None:
    local = session_row(evening).local_start.astimezone(UTC).replace(tzinfo=None)
    change(host, evening, local_start=(local + timedelta(**by)).isoformat())


def only(host: User, looked: Looked, **changed: Any) -> None:
    """This of a call, and the rest as it is."""
    row = OpenCall.objects.get(public_id=looked.call)
    terms = {name: getattr(row, name) for name in ("fee_amount", "fee_currency", "note")}
    ask = verbs.UpdateCall(key=uuid.uuid4(), call=row.public_id, **terms | changed)
    terms_actions.update_call(ask, by=host)


Change = Callable[[User, Looked], Any]
#: What can be changed about an evening -> how.
OF_EVENING: dict[str, Change] = {
    "starts_at": lambda host, it: later(host, it.evening, hours=3),
    "ends_at": lambda host, it: change(host, it.evening, minutes=45),
    "time_zone": lambda host, it: change(host, it.evening, time_zone="Africa/Abidjan"),
    "title": lambda host, it: change(host, it.evening, title="Costumes"),
    "district": lambda host, it: change(host, it.evening, district="Wedding"),
}
#: Only calls have a fee and a note that change: an offer is taken back and sent again.
OF_CALL: dict[str, Change] = {
    "fee_amount": lambda host, it: only(host, it, fee_amount=100),
    "fee_currency": lambda host, it: only(host, it, fee_currency="CHF"),
    "note": lambda host, it: only(host, it, note="Bring a shawl"),
}
#: Only who is booked knows the exact place.
OF_BOOKING: dict[str, Change] = {
    "place": lambda host, it: change(host, it.evening, place="The cellar"),
}
CHANGES = {
    verb: OF_EVENING
    | (OF_CALL if verb.startswith("call.") else OF_BOOKING if verb == "booking.agree" else {})
    for verb in YES
}
EACH = [(verb, what) for verb, changes in CHANGES.items() for what in changes]


def test_every_verb_that_binds_somebody_names_the_terms() -> None:
    """A new one has to be walked here: whatever leads to a place, or answers what was asked."""
    said = {rule.verb for rule in RULES if set(rule.after) & {"accepted"}}
    said |= {rule.verb for rule in RULES if rule.verb.endswith((".agree", ".accept", ".apply"))}
    consents = {v for v, struct in schema.verbs().items() if issubclass(struct, Consent)}
    assert said == consents == set(YES) == set(CONSENTS)


def test_every_term_can_change_somewhere() -> None:
    walked = set().union(*CHANGES.values())
    assert walked == set(Terms.__struct_fields__) - {"version"}


@pytest.mark.parametrize(("verb", "what"), EACH)
def test_a_yes_to_other_terms_is_refused_with_the_new_ones(
    people: Cast, verb: str, what: str
) -> None:
    look, act = YES[verb]
    looked = look(people)
    CHANGES[verb][what](people.hanna, looked)
    with refused("terms_changed") as said:
        looked.says(act)
    new = said.details["terms"]
    assert (new.version, new.version != looked.terms) == (shown(verb, looked.of), True)
    assert what in msgspec.to_builtins(new)
    if verb != "call.confirm" or what in ("title", "time_zone", "note"):
        looked.says(act, new.version)
    else:  # the model has to agree first, and the host confirms what they agreed to
        with refused("conflict"):
            looked.says(act, new.version)
        agree_to_fee(people.ana, looked.of)
        looked.says(act, new.version)


@pytest.mark.parametrize("verb", YES)
def test_the_same_terms_again_are_the_same(people: Cast, verb: str) -> None:
    """Changed and changed back, it is what they saw."""
    look, act = YES[verb]
    looked = look(people)
    change(people.hanna, looked.evening, title="Costumes")
    change(people.hanna, looked.evening, title="Life drawing")
    looked.says(act)


@pytest.mark.parametrize("verb", YES)
def test_what_is_no_term_changes_nothing(people: Cast, verb: str) -> None:
    look, act = YES[verb]
    looked = look(people)
    change(people.hanna, looked.evening, positions=3, is_public=True)
    if verb != "booking.agree":
        change(people.hanna, looked.evening, place="The cellar")  # nobody else has seen it
    looked.says(act)


@pytest.mark.parametrize("verb", YES)
def test_a_yes_without_terms_is_none(people: Cast, verb: str) -> None:
    looked = YES[verb][0](people)
    struct = schema.verbs()[verb]
    fields = {"key": str(uuid.uuid4()), CONSENTS[verb]: str(looked.of)}
    with pytest.raises(msgspec.ValidationError, match="terms"):
        msgspec.convert(fields, struct)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**fields, "terms": ""}, struct)


@pytest.mark.parametrize(("verb", "what"), [(v, w) for v, w in EACH if w in ("starts_at", "title")])
def test_of_a_change_and_a_yes_at_once_the_yes_is_to_what_was_seen(
    people: Cast, verb: str, what: str
) -> None:
    """Whichever came first: the yes held before the change, or it was refused."""
    look, act = YES[verb]
    looked = look(people)
    before = seen_time(looked)
    said, _ = at_once([lambda: looked.says(act), lambda: CHANGES[verb][what](people.hanna, looked)])
    if isinstance(said, Refused):
        assert said.code in ("terms_changed", "unavailable"), said
    elif verb in ("call.confirm", "offer.accept", "booking.agree"):
        held = Booking.objects.get(calendar_session__public_id=looked.evening, state="confirmed")
        assert held.during.lower == before
    else:
        held_terms = Application.objects.get(open_call__public_id=looked.call).terms
        assert msgspec.convert(held_terms["starts_at"], type(before)) == before


def seen_time(looked: Looked) -> Any:
    return session_row(looked.evening).during.lower


# --- where the terms are shown -------------------------------------------------------------------


def test_every_object_that_can_be_agreed_to_carries_its_terms(people: Cast) -> None:
    looked = applying(people)
    assert looked.call
    call = OpenCall.objects.select_related("calendar_session").get(public_id=looked.call)
    apply(people.ana, looked.call)
    [mine], _ = own.my_applications(people.ana)
    assert mine.call.terms == of_call(call).version
    card = cards.card(mine.conversation, viewer=people.hanna)  # type: ignore[arg-type]
    assert card is not None
    assert card.call is not None
    assert card.call.terms == of_call(call).version
    sent = JobOffer.objects.select_related("calendar_session").get(public_id=accepting(people).of)
    assert own.my_offers(people.ana)[0][0].terms == of_offer(sent).version
    booking = booking_row(moving(people).of)
    _, bookings = own.agenda(people.ana, *ALL_TIME)
    assert bookings[-1].terms == of_own_booking(booking).version


def test_terms_tell_nothing_that_their_reader_may_not_see(people: Cast) -> None:
    """With another place, the terms of whoever does not know it stay what they were."""
    looked = applying(people)
    change(people.hanna, looked.evening, place="The cellar")
    assert shown("call.apply", looked.of) == looked.terms


def test_a_stranger_learns_no_terms_by_saying_yes(people: Cast) -> None:
    for verb in ("call.confirm", "call.agree", "offer.accept", "booking.agree"):
        looked = YES[verb][0](people)
        with refused("not_found") as said:
            looked._replace(by=people.mika).says(YES[verb][1], "something else")
        assert "terms" not in said.details


# --- what has to be agreed to --------------------------------------------------------------------


@pytest.mark.parametrize("what", ["starts_at", "ends_at", "district"])
def test_nobody_is_booked_for_an_evening_that_they_did_not_apply_for(
    people: Cast, what: str
) -> None:
    looked = confirming(people)
    OF_EVENING[what](people.hanna, looked)
    [mine], _ = own.my_applications(people.ana)
    assert mine.asked_again
    with refused("conflict"):
        confirm(people.hanna, looked.of)
    agree_to_fee(people.ana, looked.of)
    booking = booking_row(confirm(people.hanna, looked.of).booking)
    agreed = application_row(looked.of).terms
    assert booking.during.lower.isoformat() == agreed["starts_at"]
