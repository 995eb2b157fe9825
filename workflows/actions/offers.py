"""Asking one model directly: the same places, the same guards, the same receipts as a call."""

from datetime import datetime, timedelta

from conversations.actions.reaching import reach
from conversations.actions.topic import approach
from core import clock
from core.refused import Refused, not_found
from notifications import queries as notifications
from people import queries as people
from people.actions import hold_pair
from people.models import User
from protocol.action import action
from workflows import notices, queries, verbs
from workflows.actions.booking import book, close_if_full
from workflows.actions.calls import guard_fee
from workflows.actions.ending import end_offer
from workflows.actions.expiring import flips_on_touch, wake_clock
from workflows.actions.lines import of_offer, write_lines
from workflows.actions.locking import active_one, lock_calls, lock_models, lock_session
from workflows.actions.telling import Telling
from workflows.answers import OfferDecided
from workflows.machine import guard_offer, guard_session
from workflows.models import Booking, JobOffer, Transition
from workflows.queries import shapes, terms

PAUSE = timedelta(hours=1)


@action
def send_offer(ask: verbs.SendOffer, *, by: User) -> OfferDecided:
    other = people.person(ask.person, seen_by=by)
    model = queries.model_behind(other)
    found = queries.own_session(ask.session, host=by)
    hold_pair(by.pk, other.pk)
    reach(by, "offer", other, about=f"{found.pk}/{other.pk}")
    session = lock_session(found.pk)
    now = clock.now()
    guard_session(ask.verb, session, now)
    guard_fee(ask.fee_amount, ask.fee_currency)
    if people.are_blocked(by.pk, other.pk):
        raise Refused("blocked", "You two are not in contact any more.")
    if other.pk == by.pk:
        raise Refused("bad_request", "You cannot ask yourself.", field="person")
    if not now < ask.expires_at <= session.during.lower:
        raise Refused(
            "bad_request", "The answer is due between now and the start.", field="expires_at"
        )
    if session.booked >= session.positions:
        raise Refused("conflict", "Every place of this session is booked.")
    if session.offers.filter(model=model, status=JobOffer.SENT).exists():
        raise Refused("conflict", "They have an open offer for this session already.")
    if session.bookings.filter(model=model, state=Booking.CONFIRMED).exists():
        raise Refused("conflict", "They are booked for this session already.")
    offer = JobOffer.objects.create(
        host=by,
        model=model,
        calendar_session=session,
        conversation=approach(by, other, ask.note),
        fee_amount=ask.fee_amount,
        fee_currency=ask.fee_currency,
        note=ask.note,
        expires_at=ask.expires_at,
        created_at=now,
    )
    offer.model.user_profile = other
    wake_clock()
    telling = Telling(now)
    telling.offer(offer)
    telling.notice(notices.offered(offer, now)._replace(throttled=_pause(offer)))
    write_lines([of_offer(offer, "sent")], now=now, actor=by)
    return _finish(ask.verb, offer, by, telling)


def _pause(offer: JobOffer) -> datetime | None:
    """Asked, taken back and asked again for one evening, a model reads one mail in this time."""
    since = offer.created_at - PAUSE
    before = [
        f"offer.{id}"
        for id in offer.calendar_session.offers.filter(model=offer.model)
        .exclude(pk=offer.pk)
        .values_list("public_id", flat=True)
    ]
    user = offer.model.user_profile_id
    told = notifications.told_lately("offer.received", [user], since=since) if before else {}
    last = max((at for (_, about), at in told.items() if about in before), default=None)
    return last and last + PAUSE


@flips_on_touch
@action
def accept(ask: verbs.AcceptOffer, *, by: User) -> OfferDecided:
    found = _of_model(ask, by)
    session = lock_session(found.calendar_session_id)
    calls = lock_calls(session)
    lock_models([found.model_id])
    now = clock.now()
    offer = _anew(found, session)
    guard_offer(ask.verb, offer, now, by="model")
    terms.require(ask.terms, terms.of_offer(offer))
    telling = Telling(now)
    booking = book(session, offer, telling, calls)
    lines = [end_offer(offer, JobOffer.ACCEPTED, telling)]
    lines += close_if_full(session, active_one(calls), telling, but=offer)
    write_lines(lines, now=now, actor=by)
    return _finish(ask.verb, offer, by, telling, booking)


@flips_on_touch
@action
def decline(ask: verbs.DeclineOffer, *, by: User) -> OfferDecided:
    return _end(ask, _of_model(ask, by), JobOffer.DECLINED, by)


@flips_on_touch
@action
def withdraw_offer(ask: verbs.WithdrawOffer, *, by: User) -> OfferDecided:
    found = queries.offer(ask.offer, of=by)
    if found.host_id != by.pk:
        raise not_found()
    return _end(ask, found, JobOffer.WITHDRAWN, by)


def _end(
    ask: verbs.DeclineOffer | verbs.WithdrawOffer, found: JobOffer, status: str, by: User
) -> OfferDecided:
    session = lock_session(found.calendar_session_id)
    now = clock.now()
    offer = _anew(found, session)
    guard_offer(ask.verb, offer, now, by="host" if offer.host_id == by.pk else "model")
    telling = Telling(now)
    write_lines([end_offer(offer, status, telling)], now=now, actor=by)
    return _finish(ask.verb, offer, by, telling)


def _of_model(ask: verbs.AcceptOffer | verbs.DeclineOffer, by: User) -> JobOffer:
    found = queries.offer(ask.offer, of=by)
    if found.model.user_profile_id != by.pk:
        raise not_found()
    return found


def _anew(found: JobOffer, session: object) -> JobOffer:
    offer = queries.offers().get(pk=found.pk)
    offer.calendar_session = session  # type: ignore[assignment]
    return offer


def _finish(
    verb: str, offer: JobOffer, by: User, telling: Telling, booking: Booking | None = None
) -> OfferDecided:
    Transition.objects.create(
        kind=verb, by=by, offer=offer, booking=booking, effective_at=telling.now
    )
    conversation = offer.conversation
    return OfferDecided(
        offer=offer.public_id,
        status=offer.status,  # type: ignore[arg-type]
        booking=booking.public_id if booking else None,
        conversation=conversation.public_id if conversation else None,
        version=telling.send()[by.pk],
        receipt=shapes.receipt(telling.now, offer.expires_at),
    )
