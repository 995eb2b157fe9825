"""Another fee for an open call: who has applied is asked again, and booked only when they agree."""

from people.models import User
from protocol import clock
from protocol.action import action
from protocol.refused import Refused
from workflows import queries
from workflows.actions.calls import decided, guard_fee
from workflows.actions.expiring import flips_on_touch
from workflows.actions.lines import Line, of_application, write_lines
from workflows.actions.locking import lock_call, lock_own_application
from workflows.actions.moving import pending
from workflows.actions.telling import Telling
from workflows.answers import ApplicationDecided, CallDecided
from workflows.machine import guard_application, guard_call
from workflows.models import OpenCall
from workflows.queries import shapes
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
        write_lines(_ask(call, telling), now=now, actor=by)
    telling.send()
    return decided(call, now)


def _ask(call: OpenCall, telling: Telling) -> list[Line]:
    """Who agreed to this very fee before has nothing to answer any more."""
    lines = []
    for application in pending(call):
        telling.applicant(call, application)
        telling.application(application)
        asked = shapes.is_asked_again(application)
        lines.append(of_application(application, "asked_again" if asked else "as_before"))
    return lines


@flips_on_touch
@action
def agree_to_terms(ask: AgreeToTerms, *, by: User) -> ApplicationDecided:
    application = lock_own_application(ask.application, by=by)
    call, now = application.open_call, clock.now()
    guard_call(ask.verb, call, now, by="model")
    guard_application(ask.verb, application, by="model")
    if not shapes.is_asked_again(application):
        raise Refused("conflict", "Nothing was asked: the fee is as you know it.")
    application.terms |= {"fee_amount": call.fee_amount, "fee_currency": call.fee_currency}
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
