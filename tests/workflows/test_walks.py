"""Random evenings: everybody always knows what there is to know, and nothing wrong is stored."""

import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from core import clock as deciding
from core.refused import Refused
from notifications import queries as lines
from notifications.judging import judge
from notifications.mail import compose
from notifications.models import Delivery
from notifications.parcels import pack
from people.actions import block, unblock
from people.verbs import BlockPerson, UnblockPerson
from protocol import publish
from protocol.publish import Outgoing
from tests import clock
from tests.dealings import (
    accept,
    agree,
    agree_to_fee,
    cancel_booking,
    cancel_call,
    cancel_session,
    change,
    change_fee,
    decline,
    extend,
    invite,
    move,
    no_show,
    object_to,
    offer,
    rate,
    reject,
    reopen,
    shortlist,
    take_back,
    view,
)
from tests.extent import at_length
from tests.invariants import AFTER_WORK, NOTHING, found
from tests.jobs import waiting, work_off
from tests.people import host, model, nobody_else
from tests.stories import apply, confirm, open_call, say, session, withdraw
from tests.verify import Verify
from workflows.actions.expiring import complete_due, expire_due
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall
from workflows.queries.ical import calendar_of

WHICH = st.integers(0, 50)
EVENINGS = int(os.environ.get("EVENINGS", at_length(2, 8)))
#: So many days ahead; some evenings are at the same time.
DAYS = st.integers(2, 4)
BOOKING = st.sampled_from([agree, cancel_booking, no_show, object_to, rate])
WORDS = st.sampled_from(["title", "place", "district"])


class Evenings(RuleBasedStateMachine):
    @initialize()
    def they_come(self) -> None:
        clock.travel(timedelta(0))
        self.hosts = [host("Hanna"), host("Nora")]
        self.models = [model(name) for name in ("Ana", "Jane", "Lena")]
        nobody_else(*self.models)
        self.begun = deciding.now().replace(microsecond=0)
        self.ahead = timedelta(0)
        told: list[Outgoing] = []
        publish.deliver_with(told.extend)
        self.verify = Verify([*self.hosts, *self.models], told)

    def step(self, act: Callable[..., object], *given: object, alone: bool = True) -> None:
        """All may hear of it, and then all know it; not `alone`: with what the worker then does."""
        with self.verify(*self.hosts, *self.models, exact=alone) as told:
            try:
                act(*given)
            except Refused as refused:
                quiet = told == [] or refused.code == "call_expired"
            else:
                quiet = True
                if not alone:
                    work_off()
        assert quiet, "who is refused has changed nothing"
        if waiting():
            self.step(work_off, alone=False)

    def calls(self) -> list[OpenCall]:
        return list(OpenCall.objects.filter(host__in=self.hosts).order_by("pk"))

    def sessions(self) -> list[CalendarSession]:
        return list(CalendarSession.objects.filter(host__in=self.hosts).order_by("pk"))

    def applications(self) -> list[Application]:
        rows = Application.objects.select_related("model__user_profile", "open_call__host")
        return list(rows.filter(open_call__host__in=self.hosts).order_by("pk"))

    # --- what people do ----------------------------------------------------------------------

    @rule(which=WHICH, days=DAYS, positions=st.integers(1, 2), minutes=st.integers(5, 60))
    def open(self, which: int, days: int, positions: int, minutes: int) -> None:
        by = self.hosts[which % 2]
        starts_at = self.begun + timedelta(days=days + self.ahead.days)
        of_session = session(by, starts_at=starts_at, positions=positions)
        closes = timedelta(minutes=minutes)
        self.step(partial(open_call, closes=closes), by, of_session, alone=False)

    @rule(which=WHICH, who=WHICH)
    def apply(self, which: int, who: int) -> None:
        if calls := self.calls():
            self.step(apply, self.models[who % 3], calls[which % len(calls)].public_id)

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        if rows := self.applications():
            row = rows[which % len(rows)]
            self.step(withdraw, row.model.user_profile, row.public_id)

    @rule(which=WHICH)
    def confirm(self, which: int) -> None:
        if rows := self.applications():
            row = rows[which % len(rows)]
            self.step(confirm, row.open_call.host, row.public_id)

    @rule(which=WHICH, on=st.booleans())
    def look_closer(self, which: int, on: bool) -> None:
        if rows := self.applications():
            row = rows[which % len(rows)]
            self.step(view, row.open_call.host, row.open_call.public_id)
            self.step(partial(shortlist, on=on), row.open_call.host, row.public_id)

    @rule(which=WHICH)
    def reject(self, which: int) -> None:
        if rows := self.applications():
            row = rows[which % len(rows)]
            self.step(reject, row.open_call.host, row.public_id)

    @rule(which=WHICH, who=WHICH, what=st.sampled_from(["extend", "cancel", "reopen", "invite"]))
    def do_with_call(self, which: int, who: int, what: str) -> None:
        if not (calls := self.calls()):
            return
        call = calls[which % len(calls)]
        if what == "extend":
            self.step(extend, call.host, call.public_id, call.expires_at + timedelta(minutes=15))
        elif what == "invite":
            self.step(invite, call.host, call.public_id, self.models[who % 3])
        else:
            act = cancel_call if what == "cancel" else reopen
            self.step(act, call.host, call.public_id, alone=what == "cancel")

    @rule(which=WHICH, amount=st.sampled_from([None, 10_00, 20_00]))
    def change_fee(self, which: int, amount: int | None) -> None:
        if calls := self.calls():
            call = calls[which % len(calls)]
            self.step(change_fee, call.host, call.public_id, amount)

    @rule(which=WHICH)
    def agree_to_fee(self, which: int) -> None:
        if rows := self.applications():
            row = rows[which % len(rows)]
            self.step(agree_to_fee, row.model.user_profile, row.public_id)

    @rule(which=WHICH, who=WHICH)
    def look_at_a_call(self, which: int, who: int) -> None:
        if calls := self.calls():
            self.step(view, self.models[who % 3], calls[which % len(calls)].public_id)

    @rule(which=WHICH, who=WHICH, minutes=st.integers(5, 60))
    def offer(self, which: int, who: int, minutes: int) -> None:
        if rows := self.sessions():
            row, closes = rows[which % len(rows)], timedelta(minutes=minutes)
            self.step(offer, row.host, row.public_id, self.models[who % 3], closes)

    @rule(which=WHICH, what=st.sampled_from([accept, decline, take_back]))
    def answer(self, which: int, what: Callable[..., object]) -> None:
        offers = JobOffer.objects.select_related("host", "model__user_profile")
        if rows := list(offers.filter(host__in=self.hosts).order_by("pk")):
            row = rows[which % len(rows)]
            by = row.host if what is take_back else row.model.user_profile
            self.step(what, by, row.public_id)

    @rule(which=WHICH, host_does=st.booleans(), what=BOOKING)
    def do_with_booking(self, which: int, host_does: bool, what: Callable[..., object]) -> None:
        bookings = Booking.objects.select_related("calendar_session__host", "model__user_profile")
        mine = bookings.filter(calendar_session__host__in=self.hosts).order_by("pk")
        if rows := list(mine):
            row = rows[which % len(rows)]
            by = row.calendar_session.host if host_does else row.model.user_profile
            self.step(what, by, row.public_id)

    @rule(which=WHICH, hours=st.integers(-3, 3), positions=st.integers(1, 3))
    def change_session(self, which: int, hours: int, positions: int) -> None:
        if rows := self.sessions():
            row = rows[which % len(rows)]
            if hours == 0:
                self.step(partial(change, positions=positions), row.host, row.public_id)
            else:
                to = row.during.lower + timedelta(hours=hours)
                self.step(move, row.host, row.public_id, to, alone=False)

    @rule(which=WHICH, field=WORDS, word=st.sampled_from(["Attic", "Cellar"]))
    def change_words(self, which: int, field: str, word: str) -> None:
        if rows := self.sessions():
            row = rows[which % len(rows)]
            changed: dict[str, Any] = {field: word}
            self.step(partial(change, **changed), row.host, row.public_id, alone=False)

    @rule(which=WHICH)
    def call_it_off(self, which: int) -> None:
        if rows := self.sessions():
            row = rows[which % len(rows)]
            self.step(cancel_session, row.host, row.public_id)

    @rule(which=WHICH, model_speaks=st.booleans())
    def say(self, which: int, model_speaks: bool) -> None:
        if rows := self.applications():
            row = rows[which % len(rows)]
            who = row.model.user_profile if model_speaks else row.open_call.host
            self.step(say, who, row.conversation.public_id)

    @rule(one=WHICH, other=WHICH, on=st.booleans())
    def block(self, one: int, other: int, on: bool) -> None:
        by, person = self.hosts[one % 2], self.models[other % 3].public_id
        if on:
            self.step(lambda: block(BlockPerson(person=person, bookings="keep"), by=by))
        else:  # whose calls can be seen again is found by looking, and not told
            unblock(UnblockPerson(person=person), by=by)

    @rule(minutes=st.integers(1, 40))
    def time_passes(self, minutes: int) -> None:
        self.ahead += timedelta(minutes=minutes)
        clock.travel(self.ahead)

    @rule()
    def days_pass(self) -> None:
        self.time_passes(36 * 60)

    @rule()
    def the_clock_looks(self) -> None:
        self.step(self.clock, alone=False)

    def clock(self) -> None:
        while expire_due() + complete_due():
            pass

    # --- what must never be ------------------------------------------------------------------

    @invariant()
    def nothing_is_wrong(self) -> None:
        if not hasattr(self, "hosts"):
            return
        hosts, models = ([one.pk for one in ones] for ones in (self.hosts, self.models))
        for what, statement in (NOTHING | AFTER_WORK).items():
            assert found(statement, hosts, models) == [], what

    @invariant()
    def everything_can_be_read(self) -> None:
        """By other programs, behind the bell and by mail: what sockets tell is verified anyway."""
        if not hasattr(self, "hosts"):
            return
        people = [*self.hosts, *self.models]
        for person in people:
            calendar_of(person).to_ical()
            lines.page(person)
            lines.records(person)
        waiting = Delivery.objects.filter(user__in=people, state=Delivery.WAITING)
        rows = list(waiting.select_related("user", "notification"))
        verdicts = judge(rows, deciding.now())
        packed = pack(rows, deciding.now())
        assert verdicts.keys() == packed.keys() == {row.pk for row in rows}
        for row in rows:
            if row.channel == "email":
                compose(packed[row.pk])


@pytest.mark.timeout(60 * EVENINGS)
def test_random_evenings_leave_everybody_informed_and_nothing_wrong() -> None:
    run_state_machine_as_test(
        Evenings,
        settings=settings(
            max_examples=EVENINGS,
            stateful_step_count=30,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
