"""Other terms of an open call: who has applied is asked again, and booked only when they agree."""

from core import clock
from core.refused import Refused
from people.models import User
from protocol.action import action
from workflows import notice_facts, queries
from workflows.actions.calls import decided, guard_fee
from workflows.actions.expiring import flips_on_touch
from workflows.actions.lines import of_application, write_lines
from workflows.actions.locking import lock_call, lock_own_application
from workflows.actions.moving import ask_applicants
from workflows.actions.telling import Telling
from workflows.answers import ApplicationDecided, CallDecided
from workflows.machine import guard_application, guard_call
from workflows.queries import shapes, terms
from workflows.verbs import AgreeToTerms, UpdateCall


@flips_on_touch
@action
def update_call(ask: UpdateCall, *, by: User) -> CallDecided:
    """A changed note is read, a changed fee is asked: what was agreed on stays until then."""
    call = lock_call(queries.own_call(ask.call, host=by).pk)
    now = clock.now()
    guard_call(ask.verb, call, now)
    guard_fee(ask.fee_amount, ask.fee_currency)
    before = (call.fee_amount, call.fee_currency)
    if (*before, call.note) == (ask.fee_amount, ask.fee_currency, ask.note):
        return decided(call, now)
    call.fee_amount, call.fee_currency, call.note = ask.fee_amount, ask.fee_currency, ask.note
    telling = Telling(now)
    telling.everybody(call)
    telling.record(ask.verb, by=by, open_call=call)
    if before != (call.fee_amount, call.fee_currency):
        known = notice_facts.applied_for(call.calendar_session, *before)
        lines = ask_applicants(call, telling, "asked_again", "as_before", known)
        write_lines(lines, now=now, actor=by)
    telling.send()
    return decided(call, now)


@flips_on_touch
@action
def agree_to_terms(ask: AgreeToTerms, *, by: User) -> ApplicationDecided:
    application = lock_own_application(ask.application, by=by)
    call, now = application.open_call, clock.now()
    guard_call(ask.verb, call, now, by="model")
    guard_application(ask.verb, application, by="model")
    if not terms.is_asked_again(application):
        raise Refused("conflict", "Nothing was asked: it is all as you know it.")
    terms.require(ask.terms, terms.of_call(call))
    application.terms |= shapes.agreed(call)
    telling = Telling(now)
    telling.applicant(call, application)
    telling.application(application)
    telling.record(ask.verb, by=by, application=application)
    write_lines([of_application(application, "agreed")], now=now, actor=by)
    return ApplicationDecided(
        application=application.public_id,
        status=application.status,  # type: ignore[arg-type]
        version=telling.send()[by.pk],
        receipt=shapes.receipt(now, call.expires_at),
    )
