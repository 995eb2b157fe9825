"""A composer that knows what was asked last time: a cancelled booking is a call in two clicks."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core import clock
from people import time_zones
from people.models import User
from protocol.wire import Instant, Object
from workflows.models import CalendarSession, OpenCall

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUARTER = HOUR / 4
#: Nobody answers, and nobody decides, from ten in the evening to nine in the morning.
FROM, TO = 22, 9
LAST, FIRST = time(21), time(10)


class Prefill(Object, frozen=True):
    """What a call for this session would be, as far as it can be guessed. `expires_at`: long enough
    before the start, not at night, and soon where a place is to be filled again.
    """

    expires_at: Instant
    requirements: dict[str, Any]
    fee_amount: int | None
    fee_currency: str
    note: str


def of(session: CalendarSession, host: User) -> Prefill:
    """From the last call for this session, or else the host's last one at all."""
    mine = OpenCall.objects.filter(host=host).order_by("-created_at", "-pk")
    again = mine.filter(calendar_session=session).first()
    last = again or mine.first()
    deadline = soon if again else sensible_deadline
    return Prefill(
        expires_at=deadline(clock.now(), session.during.lower, time_zones.zone(host.time_zone)),
        requirements=last.requirements if last else {},
        fee_amount=last.fee_amount if last else None,
        fee_currency=last.fee_currency if last else "",
        note=last.note if last else "",
    )


def soon(now: datetime, starts: datetime, zone: ZoneInfo) -> datetime:
    """In two hours, at the latest two before the start; when even that is over, half way."""
    latest = starts - 2 * HOUR
    at = min(now + 2 * HOUR, latest)
    if at <= now:
        return now + (starts - now) / 2
    awake = _by_day(at, now, zone)
    return awake if now < awake <= latest else at


def sensible_deadline(now: datetime, starts: datetime, zone: ZoneInfo) -> datetime:
    """A good time for a call to close, on the clock of its host. The client has the same rule, for
    evenings that are not planned yet: closing.cases.json is the table for both.
    """
    wished = now + _open_for(starts - now)
    past = (wished - datetime.fromtimestamp(0, wished.tzinfo)) % QUARTER
    at = wished + (QUARTER - past if past else past)
    awake = _by_day(at, now, zone)
    return awake if now < awake <= starts else min(at, starts)


def _open_for(left: timedelta) -> timedelta:
    """For how long, of the time that is left."""
    if left <= 4 * HOUR:
        return left / 2
    if left <= DAY:
        return min(left - 2 * HOUR, left * 0.6)
    return min(left - 12 * HOUR, 3 * DAY)


def _by_day(at: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """Moved to the evening before where that is still to come, else to the next morning."""
    local = at.astimezone(zone)
    if TO <= local.hour < FROM:
        return at
    day = (at - 12 * HOUR).astimezone(zone).date() if local.hour < TO else local.date()
    evening = datetime.combine(day, LAST, zone).astimezone(at.tzinfo)
    if evening >= now + 2 * HOUR:
        return evening
    morning = (evening + 12 * HOUR).astimezone(zone).date()
    return datetime.combine(morning, FIRST, zone).astimezone(at.tzinfo)
