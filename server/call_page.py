"""What a link to a call shows before the client has read it, as a preview or in search.

In the language of its host: who reads it is not known, and the rest of it are the host's words.
"""

from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from core import clock
from core.refused import Refused
from people import time_zones
from people.speaking import speaking
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
    with speaking(host.language):
        facts = _facts(row)
    return Preview(
        kind="website",
        title=f"{session.title} · {host.display_name} · Callboard",
        description=shortened(" · ".join(part for part in facts if part)),
        path=f"/calls/{row.public_id}",
        image=face(host),
    )


def _facts(call: OpenCall) -> list[str]:
    session = call.calendar_session
    is_open = call.status == OpenCall.ACTIVE and clock.now() < call.expires_at
    fee = "" if call.fee_amount is None else money(call.fee_amount, call.fee_currency)
    looking = gettext("{name} is looking for a model").format(name=call.host.display_name)
    return [
        looking if is_open else gettext("This call has closed"),
        _when(session),
        session.district,
        fee,
    ]


def _when(session: CalendarSession) -> str:
    """Tuesday 8 December 2026, 19:00 to 21:30, Europe/Berlin"""
    zone = time_zones.zone(session.time_zone)
    starts, ends = (at.astimezone(zone) for at in (session.during.lower, session.during.upper))
    day = date_format(starts, pgettext("date format", "l j F Y"))
    at, until = (date_format(it, pgettext("date format", "H:i")) for it in (starts, ends))
    when = gettext("{day}, {at} to {until}, {zone}")
    return when.format(day=day, at=at, until=until, zone=session.time_zone)
