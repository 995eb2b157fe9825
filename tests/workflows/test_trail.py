"""The audit trail: who did what, to what, and when it took effect; also what just followed."""

from datetime import timedelta

from tests import clock
from tests.dealings import (
    accept,
    agree,
    booking_row,
    cancel_booking,
    cancel_call,
    cancel_session,
    change,
    change_fee,
    decline,
    extend,
    invite,
    let_it_be_over,
    move,
    no_show,
    offer,
    rate,
    reject,
    reopen,
    shortlist,
    take_back,
    view,
)
from tests.jobs import work_off
from tests.people import Cast, host
from tests.stories import (
    application_row,
    apply,
    block,
    booked,
    call_row,
    confirm,
    open_call,
    session,
    session_row,
    withdraw,
)
from workflows.actions.expiring import complete_due, expire_due
from workflows.models import Transition

#: Kind and who, by name; nobody: the clock, the worker, or what followed from something else.
Trail = list[tuple[str, str | None]]


def trail(before: int) -> Trail:
    rows = Transition.objects.filter(pk__gt=before).select_related("by").order_by("pk")
    return [(row.kind, row.by.display_name if row.by else None) for row in rows]


def last() -> int:
    row = Transition.objects.order_by("-pk").first()
    return row.pk if row else 0


HOUR = timedelta(hours=1)


def test_the_course_of_a_call(people: Cast) -> None:
    before = last()
    evening = session(people.hanna, positions=2)
    call = open_call(people.hanna, evening)
    ana, jane = apply(people.ana, call).application, apply(people.jane, call).application
    view(people.hanna, call)
    shortlist(people.hanna, jane)
    change_fee(people.hanna, call, None, note="Bring a scarf")
    invite(people.hanna, call, people.mika)
    extend(people.hanna, call, call_row(call).expires_at + HOUR)
    reject(people.hanna, ana)
    withdraw(people.jane, jane)
    cancel_call(people.hanna, call)
    reopen(people.hanna, call)
    again = apply(people.ana, call).application
    confirm(people.hanna, again)
    assert trail(before) == [
        ("session.create", "Hanna"),
        ("call.open", "Hanna"),
        ("call.apply", "Ana"),
        ("call.apply", "Jane"),
        ("call.view", "Hanna"),
        ("call.view", "Hanna"),
        ("call.shortlist", "Hanna"),
        ("call.update", "Hanna"),
        ("call.invite", "Hanna"),
        ("call.extend", "Hanna"),
        ("call.reject", "Hanna"),
        ("call.withdraw", "Jane"),
        ("call.cancel", "Hanna"),
        ("call.reopen", "Hanna"),
        ("call.apply", "Ana"),
        ("call.confirm", "Hanna"),
    ]


def test_what_ends_with_a_booking(people: Cast) -> None:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening)
    elsewhere = apply(people.ana, open_call(host("Nora"))).application
    ana = apply(people.ana, call).application
    apply(people.jane, call)
    offer(people.hanna, evening, people.mika)
    before = last()
    confirm(people.hanna, ana)
    work_off()
    assert application_row(elsewhere).reason == "conflict"
    assert sorted(trail(before), key=str) == [
        ("application.conflict", None),
        ("application.filled", None),
        ("call.confirm", "Hanna"),
        ("offer.withdrawn", None),
    ]


def test_offers_and_bookings(people: Cast) -> None:
    before = last()
    evening = session(people.hanna, positions=3)
    decline(people.ana, offer(people.hanna, evening, people.ana))
    take_back(people.hanna, offer(people.hanna, evening, people.ana))
    booking = accept(people.ana, offer(people.hanna, evening, people.ana)).booking
    assert booking is not None
    move(people.hanna, evening, session_row(evening).during.lower + HOUR)
    agree(people.ana, booking)
    change(people.hanna, evening, title="Charcoal")
    cancel_booking(people.ana, booking)
    assert trail(before) == [
        ("session.create", "Hanna"),
        ("offer.send", "Hanna"),
        ("offer.decline", "Ana"),
        ("offer.send", "Hanna"),
        ("offer.withdraw", "Hanna"),
        ("offer.send", "Hanna"),
        ("offer.accept", "Ana"),
        ("session.update", "Hanna"),
        ("booking.agree", "Ana"),
        ("session.update", "Hanna"),
        ("booking.cancel", "Ana"),
    ]


def test_after_the_evening(people: Cast) -> None:
    mine = booked(people.hanna, people.ana).booking
    let_it_be_over(booking_row(mine).calendar_session.public_id)
    while complete_due():
        pass
    before = last()
    rate(people.hanna, mine, 4)
    rate(people.ana, mine, 5)
    no_show(people.hanna, mine)
    assert trail(before) == [
        ("booking.rate", "Hanna"),
        ("booking.rate", "Ana"),
        ("booking.no_show", "Hanna"),
    ]


def test_an_evening_that_is_off(people: Cast) -> None:
    evening = session(people.hanna, positions=2)
    call = open_call(people.hanna, evening)
    confirm(people.hanna, apply(people.ana, call).application)
    apply(people.jane, call)
    offer(people.hanna, evening, people.mika)
    before = last()
    cancel_session(people.hanna, evening)
    assert sorted(trail(before), key=str) == [
        ("application.cancelled", None),
        ("booking.cancelled", None),
        ("offer.withdrawn", None),
        ("session.cancel", "Hanna"),
    ]


def test_two_who_part(people: Cast) -> None:
    evening = session(people.hanna, positions=2)
    apply(people.ana, open_call(people.hanna, evening))
    offer(people.hanna, evening, people.ana)
    before = last()
    block(people.ana, people.hanna)
    assert sorted(trail(before), key=str) == [
        ("application.blocked", None),
        ("offer.withdrawn", None),
    ]


def test_a_deadline_takes_effect_when_it_was(people: Cast) -> None:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening)
    apply(people.ana, call)
    offer(people.hanna, evening, people.jane, HOUR / 2)
    clock.travel(6 * HOUR)
    while expire_due():
        pass
    ends = Transition.objects.filter(open_call=call_row(call), kind="call.expire")
    assert ends.get().effective_at == call_row(call).expires_at
    assert Transition.objects.filter(
        application__open_call=call_row(call), kind="application.expired", by=None
    ).exists()
    row = Transition.objects.get(offer__calendar_session__public_id=evening, kind="offer.expire")
    assert row.offer is not None
    assert row.effective_at == row.offer.expires_at
