"""Who should know of what, beyond those who are looking: typed facts, before any words."""

from datetime import datetime
from typing import Any

from notifications.actions.noticing import SOON, Notice
from notifications.kinds import Hat
from people.models import User
from workflows import sentences
from workflows.matching import Fit
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall

Facts = dict[str, Any]


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
        "time_zone": session.time_zone,
        "said_at": now.isoformat(),
        "expires_at": call.expires_at.isoformat(),
        "path": f"/calls/{call.public_id}",
    }


def matching(
    call: OpenCall, facts: Facts, fit: Fit, user: int, now: datetime, *, invited: bool
) -> Notice:
    what = "call.invited" if invited else "call.matching"
    return Notice(
        user=user,
        kind="call.matching",
        about=f"call.{call.public_id}",
        key=f"{what}/{call.public_id}/{call.round}",
        data={"type": what, "why": fit.why, **facts},
        hat="model",
        urgent=call.expires_at - now < SOON,
    )


def closing(call: OpenCall, pending: int, now: datetime) -> Notice:
    return Notice(
        user=call.host_id,
        kind="call.closing",
        about=f"call.{call.public_id}",
        key=f"call.closing/{call.public_id}/{call.expires_at.isoformat()}",
        data={"type": "call.closing", "pending": pending, **of_call(call, now)},
        hat="host",
        urgent=True,
    )


def arrived(application: Application, now: datetime) -> Notice:
    call = application.open_call
    return Notice(
        user=call.host_id,
        kind="application.arrived",
        about=f"call.{call.public_id}",
        key=f"application.arrived/{application.public_id}",
        data=_about_application("application.applied", application, now, to="host"),
        hat="host",
    )


def decided(application: Application, now: datetime) -> Notice:
    """The end of an application, for the model; `booked` says it better where it went well."""
    what = f"application.{application.reason or application.status}"
    return Notice(
        user=application.model.user_profile_id,
        kind="application.decided",
        about=f"call.{application.open_call.public_id}",
        key=f"application.decided/{application.public_id}",
        data=_about_application(what, application, now, to="model"),
        hat="model",
    )


def asked_again(application: Application, now: datetime) -> Notice:
    """The session that a model applied for has another time."""
    session = application.open_call.calendar_session
    return Notice(
        user=application.model.user_profile_id,
        kind="application.moved",
        about=f"application.{application.public_id}",
        key=f"application.moved/{application.public_id}/{session.sequence}",
        data=_about_application("application.moved", application, now, to="model"),
        hat="model",
        urgent=session.during.lower - now < SOON,
    )


def booked(booking: Booking, now: datetime) -> Notice:
    return _of_booking("made", "application.accepted", booking, now, to="model")


def moved(booking: Booking, now: datetime) -> Notice:
    """The host asks for another time, or the model agrees to it."""
    if booking.asked_during is None:
        return _of_booking("changed", "booking.agreed", booking, now, to="host")
    return _of_booking("changed", "booking.moved", booking, now, to="model")


def moved_back(booking: Booking, now: datetime) -> Notice:
    return _of_booking("changed", "booking.moved_back", booking, now, to="model")


def changed(booking: Booking, what: str, now: datetime) -> Notice:
    """Its place or title, which need no answer."""
    return _of_booking("changed", what, booking, now, to="model")


def cancelled(booking: Booking, now: datetime) -> Notice:
    by_host = booking.state == Booking.CANCELLED_BY_HOST
    what = f"booking.{booking.state}"
    return _of_booking("cancelled", what, booking, now, to="model" if by_host else "host")


def missed(booking: Booking, now: datetime) -> Notice:
    return _of_booking("cancelled", "booking.no_show", booking, now, to="model")


def offered(offer: JobOffer, now: datetime) -> Notice:
    return _of_offer("received", "offer.sent", offer, now, to="model")


def offer_closing(offer: JobOffer, now: datetime) -> Notice:
    return _of_offer("closing", "offer.closing", offer, now, to="model")


def answered(offer: JobOffer, now: datetime) -> Notice:
    return _of_offer("answered", f"offer.{offer.status}", offer, now, to="host")


# --- the facts ---------------------------------------------------------------------------------


def _about_application(what: str, application: Application, now: datetime, *, to: Hat) -> Facts:
    call, model = application.open_call, application.model.user_profile
    path = f"/calls/{call.public_id}"
    return _facts(what, call.calendar_session, call.host, model, path, now, to=to)


def _of_booking(happened: str, what: str, booking: Booking, now: datetime, *, to: Hat) -> Notice:
    session, model = booking.calendar_session, booking.model.user_profile
    source = booking.application or booking.offer
    conversation = source.conversation if source else None
    path = f"/inbox/{conversation.public_id}" if conversation else "/calendar"
    return Notice(
        user=session.host_id if to == "host" else model.pk,
        kind=f"booking.{happened}",
        about=f"booking.{booking.public_id}",
        key=f"{what}/{booking.public_id}/{session.sequence}",
        data=_facts(what, session, session.host, model, path, now, to=to),
        hat=to,
        urgent=session.during.lower - now < SOON,
    )


def _of_offer(happened: str, what: str, offer: JobOffer, now: datetime, *, to: Hat) -> Notice:
    session, model = offer.calendar_session, offer.model.user_profile
    path = f"/inbox/{offer.conversation.public_id}" if offer.conversation else "/calls"
    facts = _facts(what, session, session.host, model, path, now, to=to)
    return Notice(
        user=session.host_id if to == "host" else model.pk,
        kind=f"offer.{happened}",
        about=f"offer.{offer.public_id}",
        key=f"offer.{happened}/{offer.public_id}",
        data={**facts, "expires_at": offer.expires_at.isoformat()},
        hat=to,
        urgent=offer.expires_at - now < SOON,
    )


def _facts(
    what: str,
    session: CalendarSession,
    host: User,
    model: User,
    path: str,
    now: datetime,
    *,
    to: Hat,
) -> Facts:
    return {
        **sentences.facts(what, host=host, model=model, session=session, now=now),
        "from": str((model if to == "host" else host).public_id),
        "title": session.title,
        "district": session.district,
        "path": path,
    }
