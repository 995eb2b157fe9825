"""Every verb at everything in every state, and at its moment: admitted as the machine says, or not.

The table is data for buttons and documents as well: it must not promise what is refused, nor
leave out what is possible.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple, get_args

import pytest
from django.db.models import Model

from consumers.commands import COMMANDS
from core import clock as deciding
from core.refused import Refused
from people.models import User
from tests import clock, dealings, stories
from tests.people import Cast, cast, model
from tests.undone import undone
from workflows import events
from workflows.machine import LAST, RULES, Rule
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall

MOMENT = timedelta(microseconds=1)


class World(NamedTuple):
    """Ana has applied, Jane was asked, Lena is booked; another evening has nothing yet."""

    people: Cast
    lena: User
    evening: CalendarSession
    call: OpenCall
    application: Application
    offer: JobOffer
    booking: Booking
    session: CalendarSession


@pytest.fixture(scope="module")
def evenings(database: None) -> World:
    """Made once: what a test does to them is undone."""
    people, lena = cast(), model("Lena")
    hanna = people.hanna
    evening = stories.session(hanna, positions=4)
    call = stories.open_call(hanna, evening)
    booking = dealings.accept(lena, dealings.offer(hanna, evening, lena)).booking
    assert booking is not None
    row = stories.session_row(evening)
    return World(
        people,
        lena,
        row,
        stories.call_row(call),
        stories.application_row(stories.apply(people.ana, call).application),
        dealings.offer_row(dealings.offer(hanna, evening, people.jane)),
        dealings.booking_row(booking),
        stories.session_row(stories.session(hanna, starts_at=row.during.lower + 7 * MOMENT)),
    )


@pytest.fixture
def world(evenings: World) -> Iterator[World]:
    with undone():
        put(evenings.call, "active")  # the board is emptied before each test
        yield World(*(_again(part) for part in evenings))


def _again(part: Any) -> Any:
    """As it is in the database, not as the test before has left it in memory."""
    return part if isinstance(part, Cast) else type(part)._base_manager.get(pk=part.pk)


def another_fee(world: World) -> None:
    OpenCall.objects.filter(pk=world.call.pk).update(fee_amount=1, fee_currency="EUR")


def another_time(world: World) -> None:
    later = (
        world.booking.during.lower + timedelta(days=1),
        world.booking.during.upper + timedelta(days=1),
    )
    Booking.objects.filter(pk=world.booking.pk).update(asked_during=later)


#: What has to be so before a verb says anything at all.
BEFORE: dict[str, Callable[[World], None]] = {
    "call.agree": another_fee,
    "booking.agree": another_time,
}

Act = Callable[[World, User], Any]

ACTS: dict[str, Act] = {
    "session.update": lambda w, by: dealings.change(by, w.session.public_id, title="Charcoal"),
    "session.cancel": lambda w, by: dealings.cancel_session(by, w.session.public_id),
    "call.open": lambda w, by: stories.open_call(by, w.session.public_id, closes=MOMENT),
    "call.extend": lambda w, by: dealings.extend(
        by, w.call.public_id, w.call.expires_at + timedelta(hours=1)
    ),
    "call.update": lambda w, by: dealings.change_fee(by, w.call.public_id, 20_00),
    "call.agree": lambda w, by: dealings.agree_to_fee(by, w.application.public_id),
    "call.cancel": lambda w, by: dealings.cancel_call(by, w.call.public_id),
    "call.reopen": lambda w, by: dealings.reopen(by, w.call.public_id, MOMENT),
    "call.invite": lambda w, by: dealings.invite(by, w.call.public_id, w.people.mika),
    "call.apply": lambda w, by: stories.apply(by, w.call.public_id),
    "call.withdraw": lambda w, by: stories.withdraw(by, w.application.public_id),
    "call.shortlist": lambda w, by: dealings.shortlist(by, w.application.public_id),
    "call.reject": lambda w, by: dealings.reject(by, w.application.public_id),
    "call.confirm": lambda w, by: stories.confirm(by, w.application.public_id),
    "offer.send": lambda w, by: dealings.offer(
        by, w.session.public_id, w.people.mika, closes=MOMENT
    ),
    "offer.accept": lambda w, by: dealings.accept(by, w.offer.public_id),
    "offer.decline": lambda w, by: dealings.decline(by, w.offer.public_id),
    "offer.withdraw": lambda w, by: dealings.take_back(by, w.offer.public_id),
    "booking.agree": lambda w, by: dealings.agree(by, w.booking.public_id),
    "booking.cancel": lambda w, by: dealings.cancel_booking(by, w.booking.public_id),
    "booking.no_show": lambda w, by: dealings.no_show(by, w.booking.public_id),
    "booking.object": lambda w, by: dealings.object_to(by, w.booking.public_id),
    "booking.rate": lambda w, by: dealings.rate(by, w.booking.public_id),
}

#: Looking is never refused, and a session that is not there yet has no state.
UNREFUSED = {"call.view", "session.create"}
ASKED = [rule for rule in RULES if rule.by != "clock" and rule.verb not in UNREFUSED]
STATES = {
    "session": ("planned", "cancelled"),
    "call": ("active", "filled", "expired", "cancelled"),
    "application": ("pending", "accepted", "rejected", "withdrawn", "expired"),
    "offer": ("sent", "accepted", "declined", "withdrawn", "expired"),
    "booking": get_args(events.BookingState),
}


def who(rule: Rule, world: World) -> User:
    if rule.by == "host":
        return world.people.hanna
    if rule.verb == "call.apply":
        return world.people.jane
    its = {"application": world.people.ana, "offer": world.people.jane, "booking": world.lena}
    return its[rule.of]


def row_of(rule: Rule, world: World) -> Model:
    row: Model = getattr(world, rule.of)
    return row


def put(row: Model, state: str) -> None:
    past = deciding.now() - timedelta(seconds=1)
    begins = state in ("pending", "sent", "active", "confirmed")
    fields: dict[str, Any] = {"status": state, "decided_at": None if begins else past}
    if isinstance(row, CalendarSession):
        fields = {"cancelled_at": past if state == "cancelled" else None}
    elif isinstance(row, Booking):
        fields = {"state": state, "ended_at": None if begins else past}
        fields |= {} if begins else {"asked_during": None}
    type(row)._base_manager.filter(pk=row.pk).update(**fields)


def state_of(row: Model) -> str:
    row.refresh_from_db()
    if isinstance(row, CalendarSession):
        return "cancelled" if row.cancelled_at else "planned"
    return str(row.state if isinstance(row, Booking) else row.status)  # type: ignore[attr-defined]


def moment_of(rule: Rule, world: World, *, in_time: bool) -> datetime | None:
    """The last or first moment at which it is possible, or the one beside it."""
    row = row_of(rule, world)
    session = world.booking.calendar_session if rule.of != "session" else world.session
    if rule.when == "before deadline":
        last: datetime = (row if isinstance(row, JobOffer) else world.call).expires_at
    elif rule.when == "before start":
        last = session.during.lower
    elif rule.when == "any time":
        return None
    else:
        first: datetime = getattr(session.during, "lower" if "start" in rule.when else "upper")
        return first if in_time else first - MOMENT
    return last - MOMENT if in_time else last


def go_to(rule: Rule, world: World, *, in_time: bool) -> None:
    moment = moment_of(rule, world, in_time=in_time)
    if moment is not None:
        clock.stop(moment)


def named(rule: Rule) -> str:
    return f"{rule.verb} by {rule.by}"


def test_every_verb_of_an_evening_has_a_rule_and_every_rule_a_verb() -> None:
    rooms = ("session.", "call.", "offer.", "booking.")
    assert {verb for verb in COMMANDS if verb.startswith(rooms)} == {
        rule.verb for rule in RULES if rule.by != "clock"
    }
    assert {rule.verb for rule in ASKED} == set(ACTS)


@pytest.mark.parametrize(
    ("rule", "state"),
    [(rule, state) for rule in ASKED for state in STATES[rule.of]],
    ids=lambda it: it if isinstance(it, str) else named(it),
)
def test_it_is_admitted_from_these_states_only(world: World, rule: Rule, state: str) -> None:
    row = row_of(rule, world)
    if rule.verb in BEFORE:
        BEFORE[rule.verb](world)
    put(row, state)
    clock.stop(deciding.now())
    if rule.when.startswith("after"):
        go_to(rule, world, in_time=True)
    # After its end a booking that no clock has come by completes by being touched.
    by_touch = rule.when.startswith("after end") and state == "confirmed"
    if state in rule.before or by_touch:
        ACTS[rule.verb](world, who(rule, world))
        assert state_of(row) in rule.after
    else:
        with pytest.raises(Refused) as refused:
            ACTS[rule.verb](world, who(rule, world))
        assert refused.value.code in (
            "conflict", "call_expired", "call_filled", "call_cancelled", "applicant_withdrew"
        )  # fmt: skip
        assert state_of(row) == state


TIMED = [rule for rule in ASKED if rule.when != "any time"]


@pytest.mark.parametrize("rule", TIMED, ids=named)
def test_in_its_last_or_first_moment_it_is_admitted(world: World, rule: Rule) -> None:
    row = row_of(rule, world)
    if rule.verb in BEFORE:
        BEFORE[rule.verb](world)
    put(row, rule.before[-1])
    go_to(rule, world, in_time=True)
    ACTS[rule.verb](world, who(rule, world))
    assert state_of(row) in rule.after


@pytest.mark.parametrize("rule", TIMED, ids=named)
def test_a_moment_beside_its_time_it_is_refused(world: World, rule: Rule) -> None:
    row = row_of(rule, world)
    if rule.verb in BEFORE:
        BEFORE[rule.verb](world)
    put(row, rule.before[-1])
    go_to(rule, world, in_time=False)
    with pytest.raises(Refused) as refused:
        ACTS[rule.verb](world, who(rule, world))
    late = rule.when == "before deadline"
    assert refused.value.code == ("call_expired" if late else "conflict")


@pytest.mark.parametrize("rule", [rule for rule in TIMED if rule.when in LAST], ids=named)
def test_what_may_be_said_for_some_days_is_refused_after_them(world: World, rule: Rule) -> None:
    row = row_of(rule, world)
    put(row, rule.before[-1])
    last = world.booking.during.upper + LAST[rule.when]
    clock.stop(last)
    with pytest.raises(Refused) as refused:
        ACTS[rule.verb](world, who(rule, world))
    assert refused.value.code == "conflict"
    clock.stop(last - MOMENT)
    ACTS[rule.verb](world, who(rule, world))
