"""Who should know of what, beyond those who are looking."""

from datetime import datetime

from notifications.actions.noticing import SOON, Notice
from notifications.kinds import Hat
from workflows.matching import Fit
from workflows.models import Application, Booking, JobOffer, OpenCall
from workflows.notice_facts import (
    Facts,
    about_application,
    about_booking,
    about_offer,
    of_call,
)

BOTH: tuple[Hat, Hat] = ("host", "model")


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
        data={
            **about_application("application.applied", application, now, to="host"),
            "people": _unseen(call),
        },
        hat="host",
    )


def _unseen(call: OpenCall) -> int:
    """How many people wait to be looked at."""
    unseen = call.applications.filter(status=Application.PENDING, viewed_at=None)
    return unseen.values("model").distinct().count()


def decided(application: Application, now: datetime) -> Notice:
    """The end of an application, for the model; `booked` says it better where it went well."""
    what = f"application.{application.reason or application.status}"
    return Notice(
        user=application.model.user_profile_id,
        kind="application.decided",
        about=f"call.{application.open_call.public_id}",
        key=f"application.decided/{application.public_id}",
        data=about_application(what, application, now, to="model"),
        hat="model",
    )


def asked_again(application: Application, what: str, now: datetime, before: Facts) -> Notice:
    """What a model applied for was changed: `moved`, its `place`, or the fee (`asked_again`)."""
    call = application.open_call
    session = call.calendar_session
    return Notice(
        user=application.model.user_profile_id,
        kind="application.moved",
        about=f"application.{application.public_id}",
        key=f"application.{what}/{application.public_id}/{session.sequence}/{call.version}",
        data=about_application(f"application.{what}", application, now, to="model"),
        hat="model",
        urgent=session.during.lower - now < SOON,
        before=before,
    )


def booked(booking: Booking, now: datetime) -> Notice:
    return _of_booking("made", "application.accepted", booking, now, to="model")


def agreed(booking: Booking, now: datetime) -> Notice:
    """The model agrees to another time."""
    return _of_booking("changed", "booking.agreed", booking, now, to="host")


def changed(booking: Booking, what: str, now: datetime, before: Facts) -> Notice:
    """Another time, which is asked about, or another place or title, which need no answer.

    After a block they are shown none of the words: those that they know are not compared.
    """
    before = {**before, **(booking.kept or {})}
    return _of_booking("changed", what, booking, now, to="model")._replace(before=before)


def cancelled(booking: Booking, now: datetime) -> Notice:
    by_host = booking.state == Booking.CANCELLED_BY_HOST
    what = f"booking.{booking.state}"
    return _of_booking("cancelled", what, booking, now, to="model" if by_host else "host")


def missed(booking: Booking, now: datetime) -> Notice:
    return _of_booking("cancelled", "booking.no_show", booking, now, to="model")


def objected(booking: Booking, now: datetime) -> Notice:
    """They were there, they say."""
    return _of_booking("cancelled", "booking.objected", booking, now, to="host")


def lapsed(booking: Booking, now: datetime) -> list[Notice]:
    """A question about another time was not answered: both know that the booking is over."""
    return [_of_booking("cancelled", "booking.lapsed", booking, now, to=to) for to in BOTH]


def offered(offer: JobOffer, now: datetime) -> Notice:
    return _of_offer("received", "offer.sent", offer, now, to="model")


def offer_closing(offer: JobOffer, now: datetime) -> Notice:
    return _of_offer("closing", "offer.closing", offer, now, to="model")


def answered(offer: JobOffer, now: datetime) -> Notice:
    return _of_offer("answered", f"offer.{offer.status}", offer, now, to="host")


def _of_booking(happened: str, what: str, booking: Booking, now: datetime, *, to: Hat) -> Notice:
    session, model = booking.calendar_session, booking.model.user_profile
    starts = min(session.during.lower, booking.during.lower)
    return Notice(
        user=session.host_id if to == "host" else model.pk,
        kind=f"booking.{happened}",
        about=f"booking.{booking.public_id}",
        key=f"{what}/{booking.public_id}/{session.sequence}",
        data=about_booking(what, booking, now, to=to),
        hat=to,
        urgent=starts - now < SOON,
    )


def offer_changed(offer: JobOffer, what: str, now: datetime, before: Facts) -> Notice:
    """The session that a model is asked for was `moved`, or is in another `place`."""
    notice = _of_offer("changed", f"offer.{what}", offer, now, to="model")
    key = f"{notice.key}/{offer.calendar_session.sequence}"
    return notice._replace(key=key, before=before)


def taken_back(offer: JobOffer, now: datetime) -> Notice:
    """By the host's word, or because the evening is off or full."""
    notice = _of_offer("changed", "offer.withdrawn", offer, now, to="model")
    return notice._replace(key=f"{notice.key}/withdrawn")


def _of_offer(happened: str, what: str, offer: JobOffer, now: datetime, *, to: Hat) -> Notice:
    session, model = offer.calendar_session, offer.model.user_profile
    return Notice(
        user=session.host_id if to == "host" else model.pk,
        kind=f"offer.{happened}",
        about=f"offer.{offer.public_id}",
        key=f"offer.{happened}/{offer.public_id}",
        data=about_offer(what, offer, now, to=to),
        hat=to,
        urgent=offer.expires_at - now < SOON,
    )
