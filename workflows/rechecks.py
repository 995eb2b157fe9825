"""Asked right before somebody is told: is it still so? Nobody is told of what is over."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from core import clock
from notifications import queries
from notifications.deciding import Reason
from notifications.models import Delivery, Notification
from notifications.words import rechecks
from workflows.current import fits_of
from workflows.models import Application, Booking, JobOffer, OpenCall, Told
from workflows.notice_words import changes
from workflows.queries.shapes import KEPT
from workflows.queries.terms import is_asked_again

Row = Delivery | Notification
Found = dict[int, Reason]

#: A call that closes later than this is not about to close: it was extended.
CLOSING = timedelta(minutes=15)


def _named(deliveries: Iterable[Row]) -> dict[int, UUID]:
    """The id in `call.<id>` of each delivery."""
    return {row.pk: UUID(row.about.partition(".")[2]) for row in deliveries}


def _open_calls(ids: Iterable[UUID]) -> dict[UUID, OpenCall]:
    found = OpenCall.objects.filter(public_id__in=set(ids), status=OpenCall.ACTIVE)
    return {call.public_id: call for call in found.filter(expires_at__gt=clock.now())}


@rechecks("call.matching")
def matching(deliveries: Sequence[Row]) -> Found:
    """Over, or not for them any more, or they have seen it or applied by themselves."""
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
    fits = fits_of((named[row.pk], row.user_id) for row in deliveries if row.pk not in found)
    for row in deliveries:
        fit = fits.get((named[row.pk], row.user_id))
        if fit is None or fit.misses:
            found[row.pk] = "over"
    for row in deliveries:
        if (named[row.pk], row.user_id) in known:
            found.setdefault(row.pk, "read_meanwhile")
    return found


@rechecks("call.closing")
def closing(deliveries: Sequence[Row]) -> Found:
    named = _named(deliveries)
    soon = clock.now() + CLOSING
    calls = {id for id, call in _open_calls(named.values()).items() if call.expires_at < soon}
    return {pk: "over" for pk, call in named.items() if call not in calls}


@rechecks("application.arrived")
def arrived(deliveries: Sequence[Row]) -> Found:
    """Who was seen, decided on or has withdrawn is no news any more."""
    named = _named(deliveries)
    waiting = Application.objects.filter(
        open_call__public_id__in=set(named.values()), status=Application.PENDING, viewed_at=None
    )
    news = set(waiting.values_list("open_call__public_id", flat=True))
    return {pk: "over" for pk, call in named.items() if call not in news}


@rechecks("application.decided")
def decided(deliveries: Sequence[Row]) -> Found:
    """Who has applied again since, or is booked, does not read how it ended before."""
    named = _named(deliveries)
    live = Application.objects.filter(
        open_call__public_id__in=set(named.values()),
        model__user_profile__in=[row.user_id for row in deliveries],
        status__in=(Application.PENDING, Application.ACCEPTED),
    )
    pairs = set(live.values_list("open_call__public_id", "model__user_profile"))
    return {row.pk: "over" for row in deliveries if (named[row.pk], row.user_id) in pairs}


@rechecks("application.moved")
def asked_again(deliveries: Sequence[Row]) -> Found:
    """As long as it is not what they agreed to."""
    named = _named(deliveries)
    waiting = Application.objects.select_related("open_call__calendar_session").filter(
        public_id__in=set(named.values()), status=Application.PENDING
    )
    live = {row.public_id for row in waiting if is_asked_again(row)}
    return {pk: "over" for pk, application in named.items() if application not in live}


@rechecks("offer.received")
@rechecks("offer.closing")
def offer(deliveries: Sequence[Row]) -> Found:
    named = _named(deliveries)
    offers = JobOffer.objects.filter(public_id__in=set(named.values()), status=JobOffer.SENT)
    live = set(offers.filter(expires_at__gt=clock.now()).values_list("public_id", flat=True))
    return {pk: "over" for pk, offer in named.items() if offer not in live}


@rechecks("offer.changed")
def offer_changed(deliveries: Sequence[Row]) -> Found:
    """Another time of an offer that is over, or changed back before anybody was told; the end of
    one of which they have not heard yet.
    """
    asked = Delivery.objects.filter(
        user__in=[row.user_id for row in deliveries],
        about__in=[row.about for row in deliveries],
        kind="offer.received",
    )
    waiting = Q(state__in=(Delivery.WAITING, Delivery.SENDING)) | Q(reasons__contains=["over"])
    unheard = set(asked.filter(waiting).values_list("user_id", "about", "channel"))
    over, facts = offer(deliveries), queries.facts_now(deliveries)
    found: Found = {}
    for row in deliveries:
        now = facts[row.pk]
        if now["type"] == "offer.withdrawn":
            is_over = (row.user_id, row.about, getattr(row, "channel", "")) in unheard
        else:
            is_over = row.pk in over or (bool(now.get("before")) and not changes(now))
        if is_over:
            found[row.pk] = "over"
    return found


@rechecks("offer.answered")
def answered(deliveries: Sequence[Row]) -> Found:
    """A yes that was taken back since is told by the end of its booking."""
    named = _named(deliveries)
    gone = JobOffer.objects.filter(
        public_id__in=set(named.values()), status=JobOffer.ACCEPTED
    ).exclude(booking__state__in=KEPT)
    off = set(gone.values_list("public_id", flat=True))
    return {pk: "over" for pk, offer in named.items() if offer in off}


@rechecks("booking.made")
def made(deliveries: Sequence[Row]) -> Found:
    named = _named(deliveries)
    live = _confirmed(named)
    return {pk: "over" for pk, booking in named.items() if booking not in live}


@rechecks("booking.changed")
def changed(deliveries: Sequence[Row]) -> Found:
    """Changed back before anybody was told, it is no news; and agreeing holds until it is asked."""
    named = _named(deliveries)
    live = _confirmed(named)
    found: Found = {pk: "over" for pk, booking in named.items() if booking not in live}
    some = [row for row in deliveries if row.pk not in found]
    facts = queries.facts_now(some)
    for row in some:
        now = facts[row.pk]
        is_asked_anew = now["type"] == "booking.agreed" and now["asked"]
        has_changed = changes(now) or now["type"] == "booking.place_kept"
        is_as_before = bool(now.get("before")) and not has_changed
        if is_asked_anew or is_as_before:
            found[row.pk] = "over"
    return found


@rechecks("booking.cancelled")
def ended(deliveries: Sequence[Row]) -> Found:
    """Who has objected knows what they objected to."""
    named = _named(deliveries)
    disputed = Booking.objects.filter(
        public_id__in=set(named.values()),
        state=Booking.DISPUTED,
        model__user_profile__in=[row.user_id for row in deliveries],
    )
    pairs = set(disputed.values_list("public_id", "model__user_profile"))
    return {row.pk: "over" for row in deliveries if (named[row.pk], row.user_id) in pairs}


def _confirmed(named: dict[int, UUID]) -> set[UUID]:
    found = Booking.objects.filter(public_id__in=set(named.values()), state=Booking.CONFIRMED)
    return set(found.values_list("public_id", flat=True))
