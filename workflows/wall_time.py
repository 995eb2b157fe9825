"""Times on the wall, as hosts say them, and the moments that they mean."""

from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from people.queries import is_time_zone
from protocol.refused import Refused


def span(
    local: datetime, minutes: int, zone: str, fold: int | None, now: datetime
) -> DateTimeTZRange:
    start = instant(local, zone, fold)
    if start <= now:
        raise Refused("bad_request", "This time has passed already.", field="local_start")
    return DateTimeTZRange(start, start + timedelta(minutes=minutes), "[)")


def instant(local: datetime, time_zone: str, fold: int | None) -> datetime:
    """The moment that a wall time means; refused where it does not exist or means two."""
    if not is_time_zone(time_zone):
        raise Refused("bad_request", "This time zone is not known.", field="time_zone")
    if not MINYEAR < local.year < MAXYEAR:
        raise Refused("bad_request", "This time is out of reach.", field="local_start")
    zone = ZoneInfo(time_zone)
    first, second = (local.replace(tzinfo=zone, fold=f).astimezone(UTC) for f in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != local:
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
