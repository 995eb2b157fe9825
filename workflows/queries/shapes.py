"""Rows as they look on the wire, to whom."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from people import queries as people
from people.models import User
from people.speaking import speaking
from protocol.wire import Receipt
from workflows import events, reasons
from workflows.matching import Fit
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall, Told
from workflows.queries import terms
from workflows.queries.terms import is_asked_again

Kept = dict[str, str]

#: A booking in one of these knows where it is.
KEPT = (Booking.CONFIRMED, Booking.COMPLETED, Booking.NO_SHOW, Booking.DISPUTED)


def _evening_fields(row: CalendarSession) -> dict[str, Any]:
    return {
        "title": row.title,
        "starts_at": row.during.lower,
        "ends_at": row.during.upper,
        "time_zone": row.time_zone,
        "district": row.district,
        "positions": row.positions,
        "cancelled": row.cancelled_at is not None,
    }


def _session_fields(
    row: CalendarSession, *, knows_place: bool, kept: Kept | None = None
) -> dict[str, Any]:
    seen = kept or keep(row)
    return {
        **_evening_fields(row),
        "title": seen["title"],
        "district": seen["district"],
        "id": row.public_id,
        "host": people.card(row.host),
        "place": seen["place"] if knows_place else None,
    }


def keep(row: CalendarSession) -> Kept:
    """What a host says of an evening in words. After a block the other side keeps it as it was:
    they are shown neither a new place nor new words.
    """
    return {"title": row.title, "district": row.district, "place": row.place}


def session(row: CalendarSession, *, knows_place: bool, kept: Kept | None = None) -> events.Session:
    return events.Session(**_session_fields(row, knows_place=knows_place, kept=kept))


def hosted_session(row: CalendarSession) -> events.HostedSession:
    fields = _session_fields(row, knows_place=True)
    return events.HostedSession(
        **fields, booked=row.booked, is_public=row.is_public, version=row.user_version
    )


def evening(row: CalendarSession) -> events.Evening:
    return events.Evening(**_evening_fields(row))


def _course(row: OpenCall) -> dict[str, Any]:
    """Of an ended call nothing moves any more, whatever becomes of its evening's places."""
    free = row.calendar_session.positions - row.calendar_session.booked
    return {
        "id": row.public_id,
        "status": row.status,
        "expires_at": row.expires_at,
        "ended_at": None if row.status == OpenCall.ACTIVE else row.decided_at,
        "positions_left": free if row.status == OpenCall.ACTIVE else 0,
    }


def call_state(row: OpenCall) -> events.CallState:
    return events.CallState(
        **_course(row),
        fee_amount=row.fee_amount,
        fee_currency=row.fee_currency,
        note=row.note,
        terms=terms.of_call(row).version,
        session=evening(row.calendar_session),
    )


def call(row: OpenCall, *, knows_place: bool = False, kept: Kept | None = None) -> events.Call:
    return events.Call(
        **_course(row),
        host=people.card(row.host),
        session=session(row.calendar_session, knows_place=knows_place, kept=kept),
        requirements=row.requirements,
        fee_amount=row.fee_amount,
        fee_currency=row.fee_currency,
        note=row.note if kept is None else kept["note"],
        terms=terms.of_call(row, kept).version,
        version=row.version,
        created_at=row.created_at,
    )


def receipt(decided_at: datetime, expires_at: datetime) -> Receipt:
    margin = (expires_at - decided_at) // timedelta(milliseconds=1)
    return Receipt(decided_at=decided_at, expires_at=expires_at, margin_ms=margin)


def my_application(row: Application) -> events.MyApplication:
    return events.MyApplication(
        id=row.public_id,
        call=call(row.open_call, knows_place=row.status == Application.ACCEPTED, kept=row.kept),
        status=row.status,  # type: ignore[arg-type]
        reason=_reason_for_model(row),
        note=row.note,
        terms=row.terms,
        conversation=row.conversation.public_id,
        viewed=row.viewed_at is not None,
        asked_again=is_asked_again(row),
        created_at=row.created_at,
        receipt=receipt(row.created_at, _deadline_then(row)),
        version=row.user_version,
    )


def _deadline_then(row: Application) -> datetime:
    """As it was when they applied: it may have moved on since."""
    said = row.terms.get("expires_at")
    return datetime.fromisoformat(said) if said else row.open_call.expires_at


def _reason_for_model(row: Application) -> str:
    """A block is nobody's business: it reads like any other decision."""
    return "declined" if row.reason == "blocked" else row.reason


def applicant(row: Application) -> events.Applicant:
    return events.Applicant(
        id=row.public_id,
        call=row.open_call.public_id,
        person=people.card(row.model.user_profile),
        model=people.model_card(row.model),
        status=row.status,  # type: ignore[arg-type]
        reason="" if row.reason == "blocked" else row.reason,
        note=row.note,
        conversation=row.conversation.public_id,
        viewed=row.viewed_at is not None,
        shortlisted=row.shortlisted_at is not None,
        asked_again=is_asked_again(row),
        created_at=row.created_at,
        version=row.version,
    )


def board_call(
    row: OpenCall,
    fit: Fit,
    *,
    language: str,
    application: Application | None = None,
    told: Told | None = None,
) -> events.BoardCall:
    with speaking(language):
        why, misses = reasons.suits(fit.why), reasons.misses(fit.misses)
    return events.BoardCall(
        call=call(row),
        why=why,
        misses=misses,
        seen=told is not None and told.seen_at is not None,
        application=application.public_id if application else None,
        application_status=application.status if application else None,  # type: ignore[arg-type]
        version=told.user_version if told else 0,
    )


def booking(row: Booking, viewer: int) -> events.Booking:
    hosts = row.calendar_session.host_id == viewer
    fee_amount, fee_currency = terms.fee(row)
    evening = session(
        row.calendar_session,
        knows_place=hosts or row.state in KEPT,
        kept=None if hosts else row.kept,
    )
    source = row.application or row.offer
    conversation = source.conversation if source else None
    moved = row.asked_during
    return events.Booking(
        id=row.public_id,
        session=evening,
        model=people.card(row.model.user_profile),
        state=row.state,  # type: ignore[arg-type]
        fee_amount=fee_amount,
        fee_currency=fee_currency,
        conversation=conversation.public_id if conversation else None,
        starts_at=row.during.lower,
        ends_at=row.during.upper,
        moved_to=[moved.lower, moved.upper] if moved else None,
        terms=terms.of_booking(
            row, title=evening.title, district=evening.district, place=evening.place
        ).version,
        my_stars=row.stars_by_host if hosts else row.stars_by_model,
        created_at=row.created_at,
        version=row.host_user_version if hosts else row.model_user_version,
    )


def offer(row: JobOffer, viewer: int, now: datetime) -> events.Offer:
    hosts = row.calendar_session.host_id == viewer
    return events.Offer(
        id=row.public_id,
        session=session(row.calendar_session, knows_place=hosts, kept=None if hosts else row.kept),
        model=people.card(row.model.user_profile),
        status=row.status,  # type: ignore[arg-type]
        fee_amount=row.fee_amount,
        fee_currency=row.fee_currency,
        note=row.note,
        terms=terms.of_offer(row, None if hosts else row.kept).version,
        expires_at=row.expires_at,
        closing=row.status == JobOffer.SENT and now >= row.expires_at,
        conversation=row.conversation.public_id if row.conversation else None,
        created_at=row.created_at,
        version=row.host_user_version if hosts else row.model_user_version,
    )


def agreed(call: OpenCall) -> dict[str, Any]:
    """What a model agrees to by applying, frozen in the application."""
    shown = msgspec.structs.asdict(terms.of_call(call))
    del shown["version"], shown["place"]
    return shown | {name: shown[name].isoformat() for name in ("starts_at", "ends_at")}


def applied(call: OpenCall) -> dict[str, Any]:
    """The same, and the deadline that they were in time for."""
    return {**agreed(call), "expires_at": call.expires_at.isoformat()}


def knows_place(session: CalendarSession, viewer: User) -> bool:
    """The exact place is for the host and for who is booked."""
    if session.host_id == viewer.pk:
        return True
    return Booking.objects.filter(
        calendar_session=session, model__user_profile=viewer, state=Booking.CONFIRMED
    ).exists()
