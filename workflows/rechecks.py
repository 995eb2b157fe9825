"""Asked right before somebody is told: is it still so? Nobody is told of what is over."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from notifications.deciding import Reason
from notifications.models import Delivery
from notifications.words import rechecks
from protocol import clock
from workflows.models import Application, Booking, JobOffer, OpenCall, Told

Found = dict[int, Reason]

#: A call that closes later than this is not about to close: it was extended.
CLOSING = timedelta(minutes=15)


def _named(deliveries: Iterable[Delivery]) -> dict[int, UUID]:
    """The id in `call.<id>` of each delivery."""
    return {row.pk: UUID(row.about.partition(".")[2]) for row in deliveries}


def _open_calls(ids: Iterable[UUID]) -> dict[UUID, OpenCall]:
    found = OpenCall.objects.filter(public_id__in=set(ids), status=OpenCall.ACTIVE)
    return {call.public_id: call for call in found.filter(expires_at__gt=clock.now())}


@rechecks("call.matching")
def matching(deliveries: Sequence[Delivery]) -> Found:
    """Over, or they have seen it or applied by themselves."""
    named = _named(deliveries)
    calls = _open_calls(named.values())
    users = [row.user_id for row in deliveries]
    pairs = ("open_call__public_id", "model__user_profile")
    seen = Told.objects.filter(open_call__in=calls.values(), model__user_profile__in=users)
    known = set(seen.exclude(seen_at=None).values_list(*pairs))
    applied = Application.objects.filter(
        open_call__in=calls.values(), model__user_profile__in=users
    ).exclude(status__in=(Application.REJECTED, Application.EXPIRED))
    known |= set(applied.values_list(*pairs))
    found: Found = {row.pk: "over" for row in deliveries if named[row.pk] not in calls}
    for row in deliveries:
        if (named[row.pk], row.user_id) in known:
            found.setdefault(row.pk, "read_meanwhile")
    return found


@rechecks("call.closing")
def closing(deliveries: Sequence[Delivery]) -> Found:
    named = _named(deliveries)
    soon = clock.now() + CLOSING
    calls = {id for id, call in _open_calls(named.values()).items() if call.expires_at < soon}
    return {pk: "over" for pk, call in named.items() if call not in calls}


@rechecks("application.arrived")
def arrived(deliveries: Sequence[Delivery]) -> Found:
    """Who was seen, decided on or has withdrawn is no news any more."""
    named = _named(deliveries)
    waiting = Application.objects.filter(
        open_call__public_id__in=set(named.values()), status=Application.PENDING, viewed_at=None
    )
    news = set(waiting.values_list("open_call__public_id", flat=True))
    return {pk: "over" for pk, call in named.items() if call not in news}


@rechecks("application.moved")
def asked_again(deliveries: Sequence[Delivery]) -> Found:
    named = _named(deliveries)
    waiting = Application.objects.filter(
        public_id__in=set(named.values()), status=Application.PENDING
    )
    live = set(waiting.values_list("public_id", flat=True))
    return {pk: "over" for pk, application in named.items() if application not in live}


@rechecks("offer.received")
@rechecks("offer.closing")
def offer(deliveries: Sequence[Delivery]) -> Found:
    named = _named(deliveries)
    offers = JobOffer.objects.filter(public_id__in=set(named.values()), status=JobOffer.SENT)
    live = set(offers.filter(expires_at__gt=clock.now()).values_list("public_id", flat=True))
    return {pk: "over" for pk, offer in named.items() if offer not in live}


@rechecks("booking.made")
@rechecks("booking.changed")
def booking(deliveries: Sequence[Delivery]) -> Found:
    named = _named(deliveries)
    found = Booking.objects.filter(public_id__in=set(named.values()), state=Booking.CONFIRMED)
    live = set(found.values_list("public_id", flat=True))
    return {pk: "over" for pk, booking in named.items() if booking not in live}
