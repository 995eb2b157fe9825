"""When two people part: what was pending between them ends, quietly for the other side."""

from collections.abc import Callable

from people import actions as people
from people.models import User
from people.queries import are_blocked
from protocol import clock, publish, topics
from workflows.actions.ending import decide, withdraw_offer
from workflows.actions.locking import lock_call, lock_session
from workflows.actions.telling import Telling
from workflows.models import Application, JobOffer, OpenCall


@people.when_blocked("session")
def end_between(blocker: User, blocked: User) -> Callable[[], object] | None:
    """Applications and offers of the two; confirmed bookings stay until somebody cancels them.

    Neither hears of the other's calls any more.
    """
    if not are_blocked(blocker.pk, blocked.pk):
        return None
    telling = Telling(clock.now())
    offers = _offers(blocker, blocked)
    for session in sorted({offer.calendar_session_id for offer in offers}):
        lock_session(session)
    applications = _applications(blocker, blocked)
    locked = {id: lock_call(id) for id in sorted({a.open_call_id for a in applications})}
    for offer in _offers(blocker, blocked):
        withdraw_offer(offer, telling)
    for application in _applications(blocker, blocked):
        application.open_call = locked[application.open_call_id]
        mine = application.model.user_profile_id == blocker.pk
        status = Application.WITHDRAWN if mine else Application.REJECTED
        decide(application, status, "blocked", telling)
        telling.record("application.blocked", application=application)
        telling.host_call(application.open_call)
    _silence(blocker, blocked)
    return telling.send


def _silence(blocker: User, blocked: User) -> None:
    to_come = OpenCall.objects.filter(
        host__in=(blocker, blocked), calendar_session__during__endswith__gt=clock.now()
    )
    publish.publish(
        [
            publish.Unwatched(
                topics.call(call.public_id),
                [blocked.pk if call.host_id == blocker.pk else blocker.pk],
            )
            for call in to_come
        ]
    )


def _offers(one: User, other: User) -> list[JobOffer]:
    found = JobOffer.objects.select_related(
        "calendar_session__host", "model__user_profile", "conversation"
    ).filter(status=JobOffer.SENT)
    both = found.filter(host=one, model__user_profile=other) | found.filter(
        host=other, model__user_profile=one
    )
    return list(both.order_by("pk"))


def _applications(one: User, other: User) -> list[Application]:
    found = Application.objects.select_related(
        "open_call", "model__user_profile", "conversation"
    ).filter(status=Application.PENDING)
    both = found.filter(open_call__host=one, model__user_profile=other) | found.filter(
        open_call__host=other, model__user_profile=one
    )
    return list(both.order_by("pk"))
