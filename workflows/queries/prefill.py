"""A composer that knows what was asked last time: a cancelled booking is a call in two clicks."""

from datetime import timedelta
from typing import Any

from people.models import User
from protocol import clock
from protocol.wire import Instant, Object
from workflows.models import CalendarSession, OpenCall

SOON, LATEST = timedelta(hours=2), timedelta(hours=2)


class Prefill(Object, frozen=True):
    """What a call for this session would be, as far as it can be guessed."""

    expires_at: Instant
    requirements: dict[str, Any]
    fee_amount: int | None
    fee_currency: str
    note: str


def of(session: CalendarSession, host: User) -> Prefill:
    """From the last call for this session, or else the host's last one at all.

    The deadline: in two hours, at the latest two hours before the start, but never in the past.
    """
    mine = OpenCall.objects.filter(host=host).order_by("-created_at", "-pk")
    last = mine.filter(calendar_session=session).first() or mine.first()
    now, start = clock.now(), session.during.lower
    deadline = min(now + SOON, start - LATEST)
    if deadline <= now:
        deadline = now + (start - now) / 2
    return Prefill(
        expires_at=deadline,
        requirements=last.requirements if last else {},
        fee_amount=last.fee_amount if last else None,
        fee_currency=last.fee_currency if last else "",
        note=last.note if last else "",
    )
