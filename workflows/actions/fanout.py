"""Telling models of a call: all who match, so many in a transaction, or one at a host's word."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from core import clock
from core.refused import not_found
from core.transaction import transaction
from notifications import queries as notifications
from people.models import ModelProfile, User
from protocol.action import action
from protocol.wire import Event
from workflows import events, matching, notice_facts, notices, queries
from workflows.actions.locking import lock_call
from workflows.actions.telling import Telling
from workflows.answers import Seen
from workflows.matching import Fit
from workflows.models import Application, OpenCall, Told
from workflows.queries import calls, shapes
from workflows.verbs import ViewCall

CHUNK = 200
#: After the last notice of a call that is opened a second, third, ... time, so long nobody hears of
#: it by mail or push again; their list says it at once.
PAUSES = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)


def tell_chunk(call_id: int, after: int, *, moved: bool = False) -> int | None:
    """Tell the next models; the id to go on from, or None when there is nobody left.

    Run twice it tells nobody twice: a model is told once each time that a call is opened. Only
    when it has `moved` who knows it is told how it suits them now, without another notice.
    """
    with transaction():
        call = lock_call(call_id)
        now = clock.now()
        if call.status != OpenCall.ACTIVE or now >= call.expires_at:
            return None
        found = matching.matching_models(call, after=after, limit=CHUNK, told=moved)
        if not found:
            return None
        _tell(call, found, Telling(now), moved=moved)
    return found[-1][0].pk if len(found) == CHUNK else None


def tell_one(call: OpenCall, model: ModelProfile, now: datetime) -> None:
    """Inside the transaction of an invitation, with the call locked."""
    fit = matching.fit(call, model)
    if fit is None:
        raise not_found()
    _tell(call, [(model, fit.invited())], Telling(now), invited=True)


def _tell(
    call: OpenCall,
    found: Sequence[tuple[ModelProfile, Fit]],
    telling: Telling,
    *,
    invited: bool = False,
    moved: bool = False,
) -> None:
    told = {
        row.model_id: row
        for row in Told.objects.filter(open_call=call, model__in=[model for model, _ in found])
    }
    new = [Told(open_call=call, model=model) for model, _ in found if model.pk not in told]
    for row in Told.objects.bulk_create(new):
        told[row.model_id] = row
    applications = _latest_applications(call, list(told))
    facts = notice_facts.of_call(call, telling.now)
    pauses = _pauses(call, [model.user_profile_id for model, _ in found], telling.now)
    for model, fit in found:
        row = told[model.pk]
        if row.told_at is None and (invited or not fit.misses):
            row.told_at = telling.now
            telling.keep(row)
        known = row.user_version and row.round == call.round and (row.invited or not invited)
        if known and not moved:
            continue
        news = not known and (invited or not fit.misses)
        if news:
            row.round, row.told_at, row.seen_at = call.round, telling.now, None
        row.invited = row.invited or invited
        fit = fit.invited() if row.invited else fit
        language = model.user_profile.language
        event = partial(_call_told, call, fit, language, row, applications.get(model.pk))
        user = model.user_profile_id
        telling.own(user, row, "user_version", event)
        if news and not _has_applied(applications.get(model.pk)):
            notice = notices.matching(call, facts, fit, user, telling.now, invited=invited)
            telling.notice(notice._replace(throttled=pauses.get(user)))
    telling.figures(call)
    telling.send()


def _pauses(call: OpenCall, users: list[int], now: datetime) -> dict[int, datetime]:
    """Until when those who were told of a call wait that is opened again and again."""
    if call.round == 1:
        return {}
    pause = PAUSES[min(call.round, len(PAUSES) + 1) - 2]
    told = notifications.told_lately("call.matching", users, since=now - pause)
    about = f"call.{call.public_id}"
    return {user: at + pause for (user, thing), at in told.items() if thing == about}


def _latest_applications(call: OpenCall, models: list[int]) -> dict[int, Application]:
    found = Application.objects.filter(open_call=call, model__in=models).order_by("pk")
    return {application.model_id: application for application in found}


def _has_applied(latest: Application | None) -> bool:
    return latest is not None and latest.status in (Application.PENDING, Application.ACCEPTED)


def _call_told(
    call: OpenCall, fit: Fit, language: str, told: Told, application: Application | None
) -> Event:
    """They may have found the call and applied before it was their turn to be told."""
    card = shapes.board_call(call, fit, language=language, application=application, told=told)
    return events.CallTold(data=card)


@action
def view(ask: ViewCall, *, by: User) -> Seen:
    """A model has seen the call; its host has seen the applications on it."""
    call = lock_call(queries.call(ask.call, seen_by=by).pk)
    telling = Telling(clock.now())
    if call.host_id == by.pk:
        _applications_seen(call, telling, by)
    else:
        _call_seen(call, queries.model_of(by), telling)
    telling.send()
    return Seen(version=call.host_version, receipt=shapes.receipt(telling.now, call.expires_at))


def _applications_seen(call: OpenCall, telling: Telling, by: User) -> None:
    new = calls.applications_of(call).filter(status=Application.PENDING, viewed_at=None)
    for application in new.order_by("pk"):
        application.open_call = call
        application.viewed_at = telling.now
        telling.applicant(call, application)
        telling.application(application)
        telling.record(ViewCall.verb, by=by, application=application)


def _call_seen(call: OpenCall, model: ModelProfile, telling: Telling) -> None:
    """Somebody may find a call that they were not told of: from then on it is on their board."""
    found = Told.objects.filter(open_call=call, model=model).first()
    told = found or Told.objects.create(open_call=call, model=model, told_at=None)
    fit = matching.fit(call, model)
    if told.seen_at is not None or fit is None:
        return
    told.seen_at = telling.now
    fit = fit.invited() if told.invited else fit
    application = _latest_applications(call, [model.pk]).get(model.pk)
    language = model.user_profile.language
    event = partial(_call_told, call, fit, language, told, application)
    telling.own(model.user_profile_id, told, "user_version", event)
    telling.figures(call)
