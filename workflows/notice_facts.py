"""The typed facts of calls, applications, offers and bookings that notices are made from.

`over`: it needs no answer any more, or does not come about.
"""

from datetime import datetime
from typing import Any

from notifications.kinds import Hat
from people.models import User
from workflows import sentences
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall
from workflows.queries import shapes
from workflows.queries.terms import is_asked_again

Facts = dict[str, Any]
#: Of a changed booking, whose words follow from what is different now.
CHANGED = (
    "booking.moved",
    "booking.moved_back",
    "booking.place",
    "booking.place_kept",
    "booking.title",
)
#: The same of an open offer.
OFFER_CHANGED = ("offer.moved", "offer.place")
#: Of an application, what its model is asked to agree to.
ASKED_AGAIN = ("application.moved", "application.place", "application.asked_again")


def of_call(call: OpenCall, now: datetime) -> Facts:
    """What every model is told of a call, made once for all of them."""
    session = call.calendar_session
    return {
        "from": str(call.host.public_id),
        "host": {"id": str(call.host.public_id), "name": call.host.display_name},
        "session": str(session.public_id),
        "title": session.title,
        "district": session.district,
        "starts_at": session.during.lower.isoformat(),
        "ends_at": session.during.upper.isoformat(),
        "time_zone": session.time_zone,
        "said_at": now.isoformat(),
        "over": call.status != OpenCall.ACTIVE or now >= call.expires_at,
        "expires_at": call.expires_at.isoformat(),
        "path": f"/calls/{call.public_id}",
    }


def known(session: CalendarSession) -> Facts:
    """What somebody who has been told of a session knows, to be compared with what it is later."""
    return {
        "title": session.title,
        "starts_at": session.during.lower.isoformat(),
        "ends_at": session.during.upper.isoformat(),
        "place": session.place,
        "district": session.district,
    }


def applied_for(session: CalendarSession, amount: int | None, currency: str) -> Facts:
    """The same of somebody who has applied: with the fee, and without the exact place."""
    return {**known(session), "place": "", "fee_amount": amount, "fee_currency": currency}


def about_application(what: str, application: Application, now: datetime, *, to: Hat) -> Facts:
    call, model = application.open_call, application.model.user_profile
    path = f"/calls/{call.public_id}"
    facts = _facts(what, call.calendar_session, call.host, model, path, now, to=to)
    return {
        **facts,
        "over": what in ASKED_AGAIN and not is_asked_again(application),
        "fee_amount": call.fee_amount,
        "fee_currency": call.fee_currency,
    }


def about_booking(what: str, booking: Booking, now: datetime, *, to: Hat) -> Facts:
    """When its model has agreed to come, but of a question (`asked`) the time that is asked about,
    with that one beside it. Where it is stands in it only as long as they are to come.
    """
    session, model = booking.calendar_session, booking.model.user_profile
    source = booking.application or booking.offer
    conversation = source.conversation if source else None
    path = f"/inbox/{conversation.public_id}" if conversation else "/calendar"
    times = (what in CHANGED and booking.asked_during) or booking.during
    seen = shapes.keep(session) if booking.kept is None or to == "host" else booking.kept
    return {
        **_facts(what, session, session.host, model, path, now, to=to, kept=booking.kept),
        "starts_at": times.lower.isoformat(),
        "ends_at": times.upper.isoformat(),
        "agreed": booking.during.lower.isoformat(),
        "asked": booking.asked_during is not None,
        "over": _is_over(what, booking),
        "place": seen["place"] if booking.state == Booking.CONFIRMED else "",
    }


def _is_over(what: str, booking: Booking) -> bool:
    if what == "booking.no_show":
        return booking.state != Booking.NO_SHOW
    if what in CHANGED:
        return booking.asked_during is None
    return booking.state != Booking.CONFIRMED


def about_offer(what: str, offer: JobOffer, now: datetime, *, to: Hat) -> Facts:
    session, model = offer.calendar_session, offer.model.user_profile
    path = f"/inbox/{offer.conversation.public_id}" if offer.conversation else "/calls"
    return {
        **_facts(what, session, session.host, model, path, now, to=to, kept=offer.kept),
        "expires_at": offer.expires_at.isoformat(),
        "over": offer.status != JobOffer.SENT or now >= offer.expires_at,
        "ended": "" if offer.status == JobOffer.SENT else offer.status,
        "fee_amount": offer.fee_amount,
        "fee_currency": offer.fee_currency,
    }


def _facts(
    what: str,
    session: CalendarSession,
    host: User,
    model: User,
    path: str,
    now: datetime,
    *,
    to: Hat,
    kept: shapes.Kept | None = None,
) -> Facts:
    """`kept`: what the model knows of the evening since a block, without newer words."""
    seen = shapes.keep(session) if kept is None or to == "host" else kept
    return {
        **sentences.facts(what, host=host, model=model, session=session, now=now),
        "from": str((model if to == "host" else host).public_id),
        "title": seen["title"],
        "district": seen["district"],
        "ends_at": session.during.upper.isoformat(),
        "path": path,
    }
