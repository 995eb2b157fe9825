"""Times on the wall, as hosts say them, and the moments that they mean."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from msgspec import Meta

from core.refused import Refused
from people.time_zones import zone
from protocol.asked import LATEST, Rule

SHAPE = r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?$(?!\n)"


def _written(local: str | datetime) -> str:
    """As it is kept: to the second, and without an offset."""
    written = local.isoformat() if isinstance(local, datetime) else local
    try:
        if not re.match(SHAPE, written, re.ASCII):
            raise ValueError
        return datetime.fromisoformat(written).isoformat(timespec="seconds")
    except ValueError:
        sentence = "Write a wall time without an offset, like 2027-01-31T18:00."
        raise Refused("bad_request", sentence) from None


LocalTime = Annotated[
    str,
    Meta(
        max_length=26,
        description="Wall time without an offset; seconds may be left out.",
        examples=["2027-01-31T18:00"],
        extra_json_schema={"pattern": SHAPE},
    ),
    Rule("wall time", _written),
]


def span(
    local: datetime, minutes: int, time_zone: str, fold: int | None, now: datetime
) -> DateTimeTZRange:
    start = instant(local, time_zone, fold)
    if start <= now:
        raise Refused("bad_request", "This time has passed already.", field="local_start")
    years = settings.LIMITS.session_years
    end = start + timedelta(minutes=minutes)
    if end >= min(now + timedelta(days=366 * years), LATEST):
        sentence = f"A session can be planned {years} years ahead at most."
        raise Refused("bad_request", sentence, field="local_start")
    return DateTimeTZRange(start, end, "[)")


def instant(local: datetime, time_zone: str, fold: int | None) -> datetime:
    """The moment that a wall time means; refused where it does not exist or means two."""
    clock = zone(time_zone)
    try:
        first, second = (local.replace(tzinfo=clock, fold=f).astimezone(UTC) for f in (0, 1))
        back = first.astimezone(clock).replace(tzinfo=None)
    except OverflowError:
        raise Refused("bad_request", "This time is out of reach.", field="local_start") from None
    if back != local:
        raise Refused(
            "bad_request",
            "This time does not exist: the clocks go forward then.",
            field="local_start",
        )
    if first != second and fold is None:
        raise Refused(
            "bad_request",
            "The clocks go back then, so this time comes twice: say which one.",
            field="fold",
        )
    return second if fold else first
