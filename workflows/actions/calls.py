"""The host's side of a call: open, extend, cancel, open again, invite somebody to it."""

from datetime import datetime

import msgspec

from conversations.actions.reaching import reach
from core import clock
from core.refused import Refused
from people import queries as people
from people.actions import hold_pair
from people.models import User
from protocol.action import action
from workflows import queries, requirements, tasks, verbs
from workflows.actions.booking import free_place
from workflows.actions.ending import end_call, end_pending
from workflows.actions.expiring import flips_on_touch, wake_clock
from workflows.actions.fanout import tell_one
from workflows.actions.lines import write_lines
from workflows.actions.locking import lock_call, lock_calls, lock_session
from workflows.actions.telling import Telling
from workflows.answers import CallDecided, CallOpened
from workflows.machine import guard_call, guard_session
from workflows.models import Booking, CalendarSession, OpenCall, Transition
from workflows.queries import own, shapes


@action
def open_call(ask: verbs.OpenCall, *, by: User) -> CallOpened:
    """Matching models are told by one job, 200 at a time, after the commit."""
    requirements.parse(ask.requirements)
    found = queries.own_session(ask.session, host=by)
    reach(by, "call", about=found.pk)
    session = lock_session(found.pk)
    now = clock.now()
    guard_session(ask.verb, session, now)
    _guard_vacancy(session)
    _guard_deadline(ask.expires_at, session, now)
    guard_fee(ask.fee_amount, ask.fee_currency)
    call = OpenCall.objects.create(
        host=by,
        calendar_session=session,
        expires_at=ask.expires_at,
        requirements=ask.requirements,
        fee_amount=ask.fee_amount,
        fee_currency=ask.fee_currency,
        note=ask.note,
        version=0,
        created_at=now,
    )
    telling = Telling(now)
    _tell_opening(ask.verb, call, by, telling)
    return CallOpened(
        call=call.public_id,
        version=call.version,
        host_version=call.host_version,
        receipt=shapes.receipt(now, call.expires_at),
    )


@flips_on_touch
@action
def reopen(ask: verbs.ReopenCall, *, by: User) -> CallDecided:
    """Old applicants are asked again, not revived: their applications stay as they ended."""
    found = queries.own_call(ask.call, host=by)
    reach(by, "call", about=found.calendar_session_id)
    session = lock_session(found.calendar_session_id)
    call = lock_call(found.pk)
    call.calendar_session = session
    now = clock.now()
    guard_call(ask.verb, call, now)
    guard_session(ask.verb, session, now)
    _guard_vacancy(session)
    _guard_deadline(ask.expires_at, session, now)
    call.status, call.decided_at = OpenCall.ACTIVE, None
    call.expires_at = ask.expires_at
    call.round += 1
    telling = Telling(now)
    _tell_opening(ask.verb, call, by, telling)
    return decided(call, now)


@flips_on_touch
@action
def extend(ask: verbs.ExtendCall, *, by: User) -> CallDecided:
    """Wins against the deadline only if it holds the row while there is time left."""
    call = lock_call(queries.own_call(ask.call, host=by).pk)
    now = clock.now()
    guard_call(ask.verb, call, now)
    if ask.expires_at <= call.expires_at:
        raise Refused("bad_request", "A deadline only moves on.", field="expires_at")
    _guard_deadline(ask.expires_at, call.calendar_session, now)
    before, call.expires_at = call.expires_at, ask.expires_at
    telling = Telling(now)
    telling.everybody(call)
    telling.send()
    Transition.objects.create(
        kind=ask.verb,
        by=by,
        open_call=call,
        data={"from": before.isoformat(), "to": ask.expires_at.isoformat()},
        effective_at=now,
    )
    return msgspec.structs.replace(decided(call, now), receipt=shapes.receipt(now, before))


@flips_on_touch
@action
def cancel(ask: verbs.CancelCall, *, by: User) -> CallDecided:
    """Who waits hears it at once; places that were booked through this call are free again."""
    found = queries.own_call(ask.call, host=by)
    session = lock_session(found.calendar_session_id)
    calls = lock_calls(session)
    call = calls[found.pk]
    now = clock.now()
    guard_call(ask.verb, call, now)
    telling = Telling(now)
    lines = []
    for booking in own.with_session(Booking.objects.all()).filter(
        application__open_call=call, state=Booking.CONFIRMED
    ):
        booking.calendar_session = session
        lines.append(free_place(booking, Booking.CANCELLED_BY_HOST, telling, calls))
        telling.record("booking.cancelled", booking=booking)
    end_call(call, OpenCall.CANCELLED, telling)
    lines += end_pending([call], telling)
    Transition.objects.create(kind=ask.verb, by=by, open_call=call, effective_at=now)
    write_lines(lines, now=now, actor=by)
    telling.send()
    return decided(call, now)


@flips_on_touch
@action
def invite(ask: verbs.InviteToCall, *, by: User) -> CallDecided:
    """The call on the board of one model, at the host's word."""
    found = queries.own_call(ask.call, host=by)
    model = queries.model_behind(people.person(ask.person, seen_by=by))
    hold_pair(by.pk, model.user_profile_id)
    reach(by, "invitation", model.user_profile, about=f"{found.pk}/{model.pk}")
    call = lock_call(found.pk)
    now = clock.now()
    guard_call(ask.verb, call, now)
    if people.are_blocked(by.pk, model.user_profile_id):
        raise Refused("blocked", "You two are not in contact any more.")
    tell_one(call, model, now)
    Transition.objects.create(
        kind=ask.verb, by=by, open_call=call, data={"model": model.pk}, effective_at=now
    )
    return decided(call, now)


def _tell_opening(verb: str, call: OpenCall, by: User, telling: Telling) -> None:
    Transition.objects.create(kind=verb, by=by, open_call=call, effective_at=telling.now)
    tasks.tell_matching.defer(call=call.pk)
    wake_clock()
    telling.everybody(call)
    telling.send()


def _guard_vacancy(session: CalendarSession) -> None:
    if session.booked >= session.positions:
        raise Refused("conflict", "Every place of this session is booked.")
    if session.open_calls.filter(status=OpenCall.ACTIVE).exists():
        raise Refused("conflict", "There is an open call for this session already.")


def _guard_deadline(expires_at: datetime, session: CalendarSession, now: datetime) -> None:
    if expires_at <= now:
        raise Refused("bad_request", "The deadline has passed already.", field="expires_at")
    if expires_at > session.during.lower:
        raise Refused(
            "bad_request", "The deadline is after the session starts.", field="expires_at"
        )


def guard_fee(amount: int | None, currency: str) -> None:
    if amount is not None and not currency:
        raise Refused("bad_request", "A fee needs a currency.", field="fee_currency")
    if amount is None and currency:
        raise Refused("bad_request", "A currency needs a fee.", field="fee_amount")


def decided(call: OpenCall, now: datetime) -> CallDecided:
    return CallDecided(
        call=call.public_id,
        call_status=call.status,  # type: ignore[arg-type]
        expires_at=call.expires_at,
        version=call.version,
        receipt=shapes.receipt(now, call.expires_at),
    )
