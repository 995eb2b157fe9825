"""Deadlines that are near: said once to who can still do something about it."""

from datetime import datetime, timedelta

from core import clock
from core.setting_aside import aside, each
from core.transaction import transaction
from notifications import queries as notifications
from notifications.actions.noticing import notify
from workflows import notices
from workflows.actions.locking import lock_call, lock_session
from workflows.models import Application, JobOffer, OpenCall
from workflows.queries import offers

#: A call is about to close when there is time for a last look, an offer while one can think.
CALL_SOON = timedelta(minutes=10)
OFFER_SOON = timedelta(hours=1)


def tell_closing() -> int:
    """How many were looked at. What was open for less than twice that time was news all along."""
    calls = each("closing call", _calls(), _tell_call)
    return calls + each("closing offer", _offers(), _tell_offer)


def _calls() -> list[int]:
    now = clock.now()
    near = OpenCall.objects.select_related("host", "calendar_session").filter(
        status=OpenCall.ACTIVE, expires_at__gt=now, expires_at__lte=now + CALL_SOON
    )
    some = near.exclude(pk__in=aside("closing call")).order_by("pk")
    return [call.pk for call in some if _is_news_of_call(call, now)]


def _is_news_of_call(call: OpenCall, now: datetime) -> bool:
    brief = call.expires_at - call.created_at < 2 * CALL_SOON
    return not brief and not notifications.known(call.host_id, notices.closing(call, 0, now).key)


def _offers() -> list[tuple[int, int]]:
    now = clock.now()
    near = offers().filter(
        status=JobOffer.SENT, expires_at__gt=now, expires_at__lte=now + OFFER_SOON
    )
    some = near.exclude(pk__in=[offer for _, offer in aside("closing offer")]).order_by("pk")
    return [
        (offer.calendar_session_id, offer.pk) for offer in some if _is_news_of_offer(offer, now)
    ]


def _is_news_of_offer(offer: JobOffer, now: datetime) -> bool:
    brief = offer.expires_at - offer.created_at < 2 * OFFER_SOON
    notice = notices.offer_closing(offer, now)
    return not brief and not notifications.known(notice.user, notice.key)


def _tell_call(id: int) -> None:
    with transaction():
        call = lock_call(id)
        now = clock.now()
        if call.status != OpenCall.ACTIVE or not _is_news_of_call(call, now):
            return
        waiting = call.applications.filter(status=Application.PENDING).count()
        notify([notices.closing(call, waiting, now)])


def _tell_offer(ids: tuple[int, int]) -> None:
    session, id = ids
    with transaction():
        lock_session(session)
        offer = offers().get(pk=id)
        now = clock.now()
        if offer.status != JobOffer.SENT or not _is_news_of_offer(offer, now):
            return
        notify([notices.offer_closing(offer, now)])
