"""The model's side of a call: apply and withdraw."""

from conversations.actions.topic import open_direct
from people import actions as people
from people.models import ModelProfile, User
from people.queries import require_confirmed_email
from protocol import clock
from protocol.action import action
from protocol.refused import Refused, not_found
from workflows import matching, notices, queries
from workflows.actions.expiring import flips_on_touch
from workflows.actions.lines import of_application, write_lines
from workflows.actions.locking import lock_call, lock_models, lock_own_application
from workflows.actions.telling import Telling
from workflows.answers import ApplicationDecided, Applied
from workflows.machine import guard_application, guard_call
from workflows.models import Application, OpenCall, Told, Transition
from workflows.queries import shapes
from workflows.verbs import Apply, Withdraw


@flips_on_touch
@action
def apply(ask: Apply, *, by: User) -> Applied:
    """A record, never a reply; it opens the conversation of host and model with one line."""
    model = queries.model_of(by)
    require_confirmed_email(by)
    found = queries.call(ask.call, seen_by=by)
    people.hold_pair(by.pk, found.host_id)
    call = lock_call(found.pk)
    lock_models([model.pk])
    now = clock.now()
    guard_call(ask.verb, call, now, by="model")
    if call.host_id == by.pk:
        raise Refused("forbidden", "This call is your own.")
    if Application.objects.filter(
        open_call=call, model=model, status__in=(Application.PENDING, Application.ACCEPTED)
    ).exists():
        raise Refused("already_applied", "You have applied already.")
    _guard_fit(call, model)
    conversation = open_direct(call.host, by, by=None, accepted=True)
    application = Application.objects.create(
        open_call=call,
        model=model,
        conversation=conversation,
        terms=shapes.terms(call),
        note=ask.note,
        created_at=now,
    )
    application.model.user_profile = by
    Transition.objects.create(
        kind=ask.verb, by=by, open_call=call, application=application, effective_at=now
    )
    write_lines([of_application(application, "applied")], now=now, actor=by)
    telling = Telling(now)
    telling.applicant(call, application)
    telling.figures(call)
    telling.host_call(call)
    telling.application(application)
    telling.notice(notices.arrived(application, now))
    return Applied(
        application=application.public_id,
        conversation=conversation.public_id,
        version=telling.send()[by.pk],
        receipt=shapes.receipt(now, call.expires_at),
    )


@action
def withdraw(ask: Withdraw, *, by: User) -> ApplicationDecided:
    application = lock_own_application(ask.application, by=by)
    call, now = application.open_call, clock.now()
    guard_application(ask.verb, application, by="model")
    telling = Telling(now)
    application.status = Application.WITHDRAWN
    application.decided_at = now
    telling.applicant(call, application)
    telling.host_call(call)
    telling.application(application)
    Transition.objects.create(
        kind=ask.verb, by=by, open_call=call, application=application, effective_at=now
    )
    write_lines([of_application(application, "withdrawn")], now=now, actor=by)
    return ApplicationDecided(
        application=application.public_id,
        status=application.status,  # type: ignore[arg-type]
        version=telling.send()[by.pk],
        receipt=shapes.receipt(now, call.expires_at),
    )


def _guard_fit(call: OpenCall, model: ModelProfile) -> None:
    fit = matching.fit(call, model)
    if fit is None:
        raise not_found()
    if Told.objects.filter(open_call=call, model=model, invited=True).exists():
        fit = fit.invited()
    if fit.misses:
        raise Refused("not_eligible", matching.sentence(fit.misses[0]), reasons=fit.misses)
