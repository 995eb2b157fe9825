"""What a host has coming up, as others may see it beside their news."""

from typing import Annotated
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from msgspec import Meta

from core import clock
from people import queries as people
from people.models import User
from protocol.wire import Instant, Object
from workflows import events
from workflows.models import CalendarSession, OpenCall
from workflows.queries import shapes

SHOWN = 12


class CallLine(Object, frozen=True):
    """An open call in a line: for what evening, how many places, until when."""

    id: UUID
    session: UUID
    expires_at: Instant
    positions_left: int


class Upcoming(Object, frozen=True):
    """Of sessions to come the next twelve, without their exact places; and the calls for them.

    Visitors without an account see those that the host shows to everybody; who is signed in sees
    also what there is an open call for, as on their board. After a block there is nothing.
    """

    sessions: Annotated[list[events.Session], Meta(max_length=SHOWN)]
    calls: Annotated[list[CallLine], Meta(max_length=SHOWN)]


def of(handle: str, *, seen_by: User | None) -> Upcoming:
    host = people.behind_handle(handle, seen_by=seen_by)
    if seen_by is not None and people.are_blocked(seen_by.pk, host.pk):
        return Upcoming(sessions=[], calls=[])
    now = clock.now()
    to_come = CalendarSession.objects.select_related("host").filter(
        host=host, cancelled_at=None, during__startswith__gt=now
    )
    open_calls = OpenCall.objects.select_related("calendar_session").filter(
        status=OpenCall.ACTIVE, expires_at__gt=now
    )
    shown = Q(is_public=True)
    if seen_by is not None:
        shown |= Q(Exists(open_calls.filter(calendar_session=OuterRef("pk"))))
    sessions = list(to_come.filter(shown).order_by("during", "pk")[:SHOWN])
    calls = open_calls.filter(calendar_session__in=sessions)
    return Upcoming(
        sessions=[shapes.session(row, knows_place=False) for row in sessions],
        calls=[_line(call) for call in calls.order_by("expires_at", "pk")],
    )


def _line(call: OpenCall) -> CallLine:
    session = call.calendar_session
    return CallLine(
        id=call.public_id,
        session=session.public_id,
        expires_at=call.expires_at,
        positions_left=session.positions - session.booked,
    )
