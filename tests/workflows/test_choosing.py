"""Looking at a call and its applicants: invited, seen, kept in mind, declined."""

from people.actions import block
from people.verbs import BlockPerson
from tests import clock
from tests.dealings import cancel_call, invite, reject, shortlist, view
from tests.people import Cast
from tests.refusals import refused
from tests.stories import (
    application_row,
    apply,
    booked,
    call_row,
    fan_out,
    open_call,
    session,
    session_row,
)
from tests.verify import Verify, everyone_told
from workflows.models import Told
from workflows.queries import calls

RATED = {"pose_style": "dynamic", "min_rating": 4}


def test_who_is_invited_may_apply_whatever_was_asked_for(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna, requirements=RATED)
    with refused("not_eligible"):
        apply(people.jane, call)
    with verify(people.hanna, people.jane):
        invite(people.hanna, call, people.jane)
    assert application_row(apply(people.jane, call).application).status == "pending"


def test_an_invitation_does_not_make_free_who_is_booked(people: Cast) -> None:
    evening = session(people.hanna)
    starts_at = session_row(evening).during.lower
    booked(people.hanna, people.jane, starts_at=starts_at)
    call = open_call(people.hanna, evening)
    invite(people.hanna, call, people.jane)
    with refused("not_eligible", reasons=["free"]):
        apply(people.jane, call)


def test_an_invitation_is_told_to_that_model_alone(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna, requirements=RATED)
    with verify(people.hanna, people.jane) as told:
        invite(people.hanna, call, people.jane)
    assert everyone_told(told) == {people.jane.pk}


def test_who_is_no_model_or_has_blocked_one_is_not_invited(people: Cast) -> None:
    call = open_call(people.hanna)
    with refused("bad_request"):
        invite(people.hanna, call, people.hanna)
    block(BlockPerson(person=people.hanna.public_id), by=people.ana)
    with refused("not_found"):
        invite(people.hanna, call, people.ana)
    with refused("not_found"):
        invite(people.mika, call, people.jane)


def test_nobody_is_invited_to_what_is_over(people: Cast) -> None:
    call = open_call(people.hanna)
    cancel_call(people.hanna, call)
    with refused("call_cancelled"):
        invite(people.hanna, call, people.ana)


def test_the_host_sees_how_many_were_told_saw_it_and_applied(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    fan_out(call)
    before = calls.figures(call_row(call))
    with verify(people.hanna, people.ana):
        view(people.ana, call)
    apply(people.ana, call)
    after = calls.figures(call_row(call))
    assert (after.seen, after.applied) == (before.seen + 1, before.applied + 1)
    assert after.told == before.told


def test_seeing_twice_is_seeing_once(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    view(people.ana, call)
    first = Told.objects.get(open_call__public_id=call, model__user_profile=people.ana).seen_at
    with verify() as told:
        view(people.ana, call)
    assert told == []
    again = Told.objects.get(open_call__public_id=call, model__user_profile=people.ana)
    assert again.seen_at == first is not None


def test_the_host_looks_at_new_applications(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    with verify(people.hanna, people.ana):
        view(people.hanna, call)
    assert application_row(applied).viewed_at is not None


def test_a_shortlist_is_the_hosts_alone(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    with verify(people.hanna, whole=True):
        shortlist(people.hanna, applied)
    assert application_row(applied).shortlisted_at is not None
    with verify(people.hanna, whole=True):
        shortlist(people.hanna, applied, on=False)
    assert application_row(applied).shortlisted_at is None
    with refused("not_found"):
        shortlist(people.ana, applied)


def test_who_is_declined_hears_it_at_once_and_alone(people: Cast, verify: Verify) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    apply(people.jane, call)
    with verify(people.hanna, people.ana):
        reject(people.hanna, applied)
    row = application_row(applied)
    assert (row.status, row.reason) == ("rejected", "declined")
    assert call_row(call).status == "active"


def test_who_was_declined_is_not_declined_again(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    reject(people.hanna, applied)
    with refused("conflict"):
        reject(people.hanna, applied)
    with refused("conflict"):
        shortlist(people.hanna, applied)


def test_only_the_host_of_the_call_declines(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna)).application
    for somebody in (people.ana, people.jane, people.mika):
        with refused("not_found"):
            reject(somebody, applied)
    assert application_row(applied).status == "pending"


def test_after_the_deadline_nobody_is_declined_any_more(people: Cast) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call).application
    clock.stop(call_row(call).expires_at)
    with refused("call_expired"):
        reject(people.hanna, applied)
    assert application_row(applied).status == "expired"
