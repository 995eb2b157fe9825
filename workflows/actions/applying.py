"""The model's side of a call: apply and withdraw."""

from datetime import datetime, timedelta

from conversations.actions.reaching import reach
from conversations.actions.topic import approach
from core import clock
from core.refused import Refused, not_found
from people import actions as people
from people.models import ModelProfile, User
from protocol.action import action
from workflows import matching, notices, queries, reasons
from workflows.actions.expiring import flips_on_touch
from workflows.actions.lines import of_application, write_lines
from workflows.actions.locking import lock_call, lock_models, lock_own_application
from workflows.actions.telling import Telling
from workflows.answers import ApplicationDecided, Applied
from workflows.machine import guard_application, guard_call
from workflows.models import Application, OpenCall, Told, Transition
from workflows.queries import shapes, terms
from workflows.verbs import Apply, Withdraw

#: So often a model may withdraw and apply for one call again: each is a line in a conversation.
AGAIN_A_DAY = 5


@flips_on_touch
@action
def apply(ask: Apply, *, by: User) -> Applied:
    """A record, never a reply; it opens the conversation of host and model with one line."""
    model = queries.model_of(by)
    found = queries.call(ask.call, seen_by=by)
    people.hold_pair(by.pk, found.host_id)
    reach(by, "application", found.host, about=found.pk)
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
    terms.require(ask.terms, terms.of_call(call))
    _guard_fit(call, model)
    _guard_often(call, model, now)
    conversation = approach(by, call.host, ask.note)
    application = Application.objects.create(
        open_call=call,
        model=model,
        conversation=conversation,
        terms=shapes.applied(call),
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
    telling.restate(call.calendar_session_id)
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


def _guard_often(call: OpenCall, model: ModelProfile, now: datetime) -> None:
    before = Application.objects.filter(
        open_call=call, model=model, created_at__gt=now - timedelta(days=1)
    )
    times = list(before.order_by("created_at").values_list("created_at", flat=True))
    if len(times) >= AGAIN_A_DAY:
        free = times[-AGAIN_A_DAY] + timedelta(days=1)
        raise Refused(
            "rate_limited",
            "You have withdrawn and applied often enough for today: try again tomorrow.",
            after_ms=(free - now) // timedelta(milliseconds=1),
        )


def _guard_fit(call: OpenCall, model: ModelProfile) -> None:
    fit = matching.fit(call, model)
    if fit is None:
        raise not_found()
    if Told.objects.filter(open_call=call, model=model, invited=True).exists():
        fit = fit.invited()
    if fit.misses:
        missed = [miss["requirement"] for miss in fit.misses]
        raise Refused("not_eligible", reasons.sentence(fit.misses[0]), reasons=missed)
