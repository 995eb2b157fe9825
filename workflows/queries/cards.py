"""The live card on top of a conversation: what the two have going."""

from typing import Literal
from uuid import UUID

from django.db.models import Case, Value, When

from conversations import queries as conversations
from core import clock
from people.models import User
from protocol.wire import Instant, Object
from workflows import events
from workflows.models import Application, Booking, JobOffer, OpenCall
from workflows.queries import offers, own, shapes
from workflows.queries.terms import is_asked_again


class CardApplication(Object, frozen=True):
    id: UUID
    status: events.ApplicationStatus
    reason: str
    note: str
    asked_again: bool
    created_at: Instant


class ThreadCard(Object, frozen=True):
    """What host and model of a conversation are about: their latest call or offer."""

    mine: Literal["host", "model"]
    call: events.Call | None
    application: CardApplication | None
    offer: events.Offer | None
    booking: events.Booking | None


def card(conversation: UUID, *, viewer: User) -> ThreadCard | None:
    """The latest application or offer between the two, what is live first; None without any."""
    found = conversations.conversation(conversation, of_user=viewer)
    application = (
        Application.objects.select_related("open_call__host", "open_call__calendar_session__host")
        .filter(conversation=found)
        .order_by(_live_first(Application.PENDING), "-pk")
        .first()
    )
    offer = offers().filter(conversation=found).order_by(_live_first(JobOffer.SENT), "-pk").first()
    if application is None and offer is None:
        return None
    if application is not None and offer is not None:
        application, offer = _the_livelier(application, offer)
    return _card(application, offer, viewer)


def _live_first(waiting: str) -> Case:
    """What waits for an answer, then what is booked and to come, then the newest."""
    return Case(
        When(status=waiting, then=Value(0)),
        When(booking__state=Booking.CONFIRMED, then=Value(1)),
        default=Value(2),
    )


def _the_livelier(
    application: Application, offer: JobOffer
) -> tuple[Application | None, JobOffer | None]:
    """By the same order, whichever of the two it is."""

    def rank(row: Application | JobOffer) -> tuple[bool, bool, float]:
        booking = getattr(row, "booking", None)
        to_come = booking is not None and booking.state == Booking.CONFIRMED
        return row.status in ("pending", "sent"), to_come, row.created_at.timestamp()

    return (application, None) if rank(application) >= rank(offer) else (None, offer)


def _card(application: Application | None, offer: JobOffer | None, viewer: User) -> ThreadCard:
    now = clock.now()
    source = application or offer
    assert source is not None
    booking = (
        own.bookings(viewer)
        .filter(**{"application": application} if application else {"offer": offer})
        .first()
    )
    call = application.open_call if application else None
    host = call.host_id if call else source.host_id  # type: ignore[union-attr]
    hosts = host == viewer.pk
    booked = booking is not None and booking.state == Booking.CONFIRMED
    return ThreadCard(
        mine="host" if hosts else "model",
        call=_call(call, application, hosts, booked) if call and application else None,
        application=_application(application, hosts) if application else None,
        offer=shapes.offer(offer, viewer.pk, now) if offer else None,
        booking=shapes.booking(booking, viewer.pk) if booking else None,
    )


def _call(call: OpenCall, application: Application, hosts: bool, booked: bool) -> events.Call:
    kept = None if hosts else application.kept
    return shapes.call(call, knows_place=hosts or booked, kept=kept)


def _application(row: Application, hosts: bool) -> CardApplication:
    return CardApplication(
        id=row.public_id,
        status=row.status,  # type: ignore[arg-type]
        reason=row.reason if row.reason != "blocked" else "" if hosts else "declined",
        note=row.note,
        asked_again=is_asked_again(row),
        created_at=row.created_at,
    )
