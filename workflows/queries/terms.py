"""What somebody says yes to: the terms as they are shown, and one short name for all of them.

Every object that can be agreed to carries `terms`, and every yes sends it back. Of two requests
that cross, the one that was made for other terms is refused.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from core.refused import Refused
from protocol.wire import Terms
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall

CHANGED = "This has changed since you looked. Read it again before you say yes."
#: What an application agrees to: with any of these changed, its model is asked again.
AGREED = ("fee_amount", "fee_currency", "starts_at", "ends_at", "district")


def of_call(call: OpenCall, kept: Mapping[str, str] | None = None) -> Terms:
    """What a model applies for, and what its host books them for. Deadlines may move on.

    `kept`: the words that its reader is shown instead, after a block.
    """
    return _in_words(_terms(call.calendar_session, call), kept, "title", "district", "note")


def of_offer(offer: JobOffer, kept: Mapping[str, str] | None = None) -> Terms:
    return _in_words(_terms(offer.calendar_session, offer), kept, "title", "district")


def of_booking(booking: Booking, *, title: str, district: str, place: str | None) -> Terms:
    """The session as it is now: what a model who is asked about another time would agree to.

    Its words are those that its reader is shown: after a block they may be older ones.
    """
    terms = _terms(booking.calendar_session, None, fee=fee(booking))
    return _named(msgspec.structs.replace(terms, title=title, district=district, place=place))


def of_own_booking(booking: Booking) -> Terms:
    """The same as its model is shown it."""
    session, kept = booking.calendar_session, booking.kept
    if kept is None:
        words = {"title": session.title, "district": session.district, "place": session.place}
    else:
        words = {name: kept[name] for name in ("title", "district", "place")}
    return of_booking(booking, **words)


def fee(booking: Booking) -> tuple[int | None, str]:
    """As it was agreed: the terms of the application, or the offer."""
    if booking.application:
        agreed = booking.application.terms
        return agreed["fee_amount"], agreed["fee_currency"]
    if booking.offer:
        return booking.offer.fee_amount, booking.offer.fee_currency
    return None, ""


def is_asked_again(application: Application) -> bool:
    """Whether what a pending application agreed to is something else by now."""
    agreed, now = application.terms, of_call(application.open_call)
    return application.status == Application.PENDING and any(
        _read(name, agreed[name]) != getattr(now, name) for name in AGREED
    )


def _read(name: str, agreed: Any) -> Any:
    return datetime.fromisoformat(agreed) if name.endswith("_at") else agreed


def require(seen: str, now: Terms) -> None:
    """Raise unless a yes was said to exactly these terms."""
    if seen != now.version:
        raise Refused("terms_changed", CHANGED, terms=now)


def _terms(
    session: CalendarSession,
    source: OpenCall | JobOffer | None,
    *,
    fee: tuple[int | None, str] = (None, ""),
) -> Terms:
    amount, currency = (source.fee_amount, source.fee_currency) if source else fee
    terms = Terms(
        version="",
        title=session.title,
        starts_at=session.during.lower.astimezone(UTC),
        ends_at=session.during.upper.astimezone(UTC),
        time_zone=session.time_zone,
        district=session.district,
        place=None,
        fee_amount=amount,
        fee_currency=currency,
        note=source.note if source else "",
    )
    return _named(terms)


def _in_words(terms: Terms, kept: Mapping[str, str] | None, *fields: str) -> Terms:
    if kept is None:
        return terms
    return _named(msgspec.structs.replace(terms, **{field: kept[field] for field in fields}))


def _named(terms: Terms) -> Terms:
    """The name is made of nothing but what its reader sees, and tells nobody anything else."""
    seen = msgspec.structs.replace(terms, version="")
    name = hashlib.sha256(msgspec.json.encode(seen)).hexdigest()[:16]
    return msgspec.structs.replace(terms, version=name)


# --- for programs that look before they say yes ---------------------------------------------------


def shown(verb: str, of: UUID) -> str:
    """The `terms` of what a verb would agree to, as its reader is shown them now."""
    if verb == "call.apply":
        call = OpenCall.objects.select_related("calendar_session").get(public_id=of)
        return of_call(call).version
    if verb in ("call.agree", "call.confirm"):
        found = Application.objects.select_related("open_call__calendar_session")
        return of_call(found.get(public_id=of).open_call).version
    if verb == "offer.accept":
        offers = JobOffer.objects.select_related("calendar_session")
        return of_offer(offers.get(public_id=of)).version
    bookings = Booking.objects.select_related("calendar_session", "application", "offer")
    return of_own_booking(bookings.get(public_id=of)).version
