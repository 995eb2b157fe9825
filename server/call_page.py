"""What a link to a call shows before the client has read it, as a preview or in search."""

from uuid import UUID

from django.utils import translation
from django.utils.formats import date_format

from core import clock
from core.refused import Refused
from people import time_zones
from server.previews import Preview, face, shortened
from workflows import queries
from workflows.models import CalendarSession, OpenCall
from workflows.money import money


def preview(call: UUID) -> Preview | None:
    """As a visitor sees it, whoever asks; None where visitors see nothing."""
    try:
        row = queries.public_call(call)
    except Refused:
        return None
    session, host = row.calendar_session, row.host
    return Preview(
        kind="website",
        title=f"{session.title} · {host.display_name} · Callboard",
        description=shortened(" · ".join(part for part in _facts(row) if part)),
        path=f"/calls/{row.public_id}",
        image=face(host),
    )


def _facts(call: OpenCall) -> list[str]:
    session = call.calendar_session
    is_open = call.status == OpenCall.ACTIVE and clock.now() < call.expires_at
    fee = "" if call.fee_amount is None else money(call.fee_amount, call.fee_currency)
    looking = f"{call.host.display_name} is looking for a model"
    return [
        looking if is_open else "This call has closed",
        _when(session),
        session.district,
        fee,
    ]


def _when(session: CalendarSession) -> str:
    """Tuesday 8 December 2026, 19:00 to 21:30, Europe/Berlin"""
    zone = time_zones.zone(session.time_zone)
    starts, ends = (at.astimezone(zone) for at in (session.during.lower, session.during.upper))
    with translation.override("en"):
        day = date_format(starts, "l j F Y", use_l10n=False)
    return f"{day}, {starts:%H:%M} to {ends:%H:%M}, {session.time_zone}"
