"""How calls and offers end, for everybody who waits at once, with a reason for each."""

from collections.abc import Sequence

from workflows import notices
from workflows.actions.lines import Line, of_application, of_offer
from workflows.actions.telling import Telling
from workflows.models import Application, CalendarSession, JobOffer, OpenCall

#: What the end of a call means for an application that was still pending: status and reason.
ENDS = {
    OpenCall.FILLED: (Application.REJECTED, "filled"),
    OpenCall.EXPIRED: (Application.EXPIRED, "expired"),
    OpenCall.CANCELLED: (Application.REJECTED, "cancelled"),
}


def end_call(call: OpenCall, status: str, telling: Telling) -> None:
    """Set a locked call's end; whoever was pending follows with `end_pending`."""
    call.status = status
    call.decided_at = call.expires_at if status == OpenCall.EXPIRED else telling.now
    telling.everybody(call)


def end_pending(
    calls: Sequence[OpenCall], telling: Telling, *, but: Application | None = None
) -> list[Line]:
    """Close what is still pending on calls whose end is set; nobody is left waiting."""
    by_id = {call.pk: call for call in calls}
    pending = (
        Application.objects.select_related("model__user_profile", "conversation")
        .filter(open_call__in=by_id, status=Application.PENDING)
        .exclude(pk=but.pk if but else 0)
        .order_by("pk")
    )
    lines = []
    for application in pending:
        application.open_call = by_id[application.open_call_id]
        status, reason = ENDS[application.open_call.status]
        lines.append(decide(application, status, reason, telling))
        telling.record(f"application.{reason}", application=application)
        telling.notice(notices.decided(application, telling.now))
    return lines


def decide(application: Application, status: str, reason: str, telling: Telling) -> Line:
    """An application's end: told to the model, the host topic, and said in their conversation."""
    application.status, application.reason = status, reason
    application.decided_at = telling.now
    telling.applicant(application.open_call, application)
    telling.application(application)
    return of_application(application, reason or status)


def end_offer(offer: JobOffer, status: str, telling: Telling) -> Line:
    offer.status = status
    offer.decided_at = offer.expires_at if status == JobOffer.EXPIRED else telling.now
    telling.offer(offer)
    withdrawn = status == JobOffer.WITHDRAWN
    telling.notice((notices.taken_back if withdrawn else notices.answered)(offer, telling.now))
    return of_offer(offer, status)


def end_offers(
    session: CalendarSession, telling: Telling, *, but: JobOffer | None = None
) -> list[Line]:
    """Take back what is still open for a locked session: there is no place any more."""
    return [
        withdraw_offer(offer, telling)
        for offer in offers_of(session)
        if offer.status == JobOffer.SENT and (but is None or offer.pk != but.pk)
    ]


def withdraw_offer(offer: JobOffer, telling: Telling) -> Line:
    """It ends with something else: nobody has said so of this one."""
    telling.record("offer.withdrawn", offer=offer)
    return end_offer(offer, JobOffer.WITHDRAWN, telling)


def offers_of(session: CalendarSession) -> list[JobOffer]:
    """All offers for a locked session, sharing its row with the caller."""
    found = session.offers.select_related("model__user_profile", "conversation")
    offers = list(found.order_by("pk"))
    for offer in offers:
        offer.calendar_session = session
    return offers
