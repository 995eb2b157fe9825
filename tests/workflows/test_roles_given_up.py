"""Whoever hosts or models no longer goes on with what stands, and nothing new comes to them."""

from datetime import timedelta

from people.actions import update_profile
from people.models import User
from people.verbs import UpdateProfile
from tests.dealings import (
    accept,
    cancel_booking,
    cancel_session,
    change,
    decline,
    extend,
    invite,
    offer,
)
from tests.people import Cast
from tests.refusals import refused
from tests.state_market import ALL_TIME
from tests.stories import apply, booked, call_row, confirm, open_call, session, session_row
from workflows.queries import own


def gives_up(person: User, *, is_host: bool | None = None, is_model: bool | None = None) -> User:
    update_profile(UpdateProfile(is_host=is_host, is_model=is_model), by=person)
    return User.objects.get(pk=person.pk)


def test_a_former_model_goes_on_with_what_stands(people: Cast) -> None:
    start = session_row(session(people.hanna)).during.lower
    days = [start + timedelta(days=n) for n in range(4)]
    applied = apply(people.ana, open_call(people.hanna, session(people.hanna, starts_at=days[0])))
    asked = [
        offer(people.hanna, session(people.hanna, starts_at=day), people.ana) for day in days[1:3]
    ]
    booking = booked(people.hanna, people.ana, starts_at=days[3]).booking
    ana = gives_up(people.ana, is_model=False)
    assert len(own.my_applications(ana)[0]) == 2
    assert len(own.my_offers(ana)[0]) == 2
    confirm(people.hanna, applied.application)
    accept(ana, asked[0])
    decline(ana, asked[1])
    assert len(own.agenda(ana, *ALL_TIME)[1]) == 3
    cancel_booking(ana, booking)


def test_nothing_new_comes_to_a_former_model(people: Cast) -> None:
    ana = gives_up(people.ana, is_model=False)
    call = open_call(people.hanna)
    with refused("forbidden"):
        apply(ana, call)
    for asks in (
        lambda: invite(people.hanna, call, ana),
        lambda: offer(people.hanna, session(people.hanna), ana),
    ):
        with refused("bad_request", field="person"):
            asks()


def test_a_former_host_goes_on_with_what_stands(people: Cast) -> None:
    evening = session(people.hanna, positions=2)
    call = open_call(people.hanna, evening)
    applied = apply(people.ana, call).application
    hanna = gives_up(people.hanna, is_host=False)
    extend(hanna, call, call_row(call).expires_at + timedelta(hours=1))
    confirm(hanna, applied)
    change(hanna, evening, title="The last one")
    with refused("forbidden"):
        session(hanna)
    cancel_session(hanna, evening)
