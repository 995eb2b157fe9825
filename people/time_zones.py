"""Time zones that every reader knows: Python, PostgreSQL and people's browsers.

`time_zones.txt` lists them. A zone newer than the browsers in use is not among them, nor are the
names that only some systems have, such as `localtime` and `Factory`.
"""

import zoneinfo
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta

from core.refused import Refused
from protocol.asked import Rule

LISTED = frozenset(Path(__file__).with_name("time_zones.txt").read_text().split())
NAMES = LISTED & zoneinfo.available_timezones()
#: What browsers report under names that others do not know, and a zone with the same clock.
SAME_CLOCK = {
    "America/Coyhaique": "America/Punta_Arenas",
    **dict.fromkeys(("Etc/GMT", "Etc/UCT", "Etc/Zulu", "Etc/Universal", "Etc/Greenwich"), "UTC"),
    **dict.fromkeys(("UCT", "Zulu", "Universal", "Greenwich", "GMT0"), "UTC"),
}


def known(name: str) -> str:
    """The name under which a zone is kept. Raises `Refused` for one that browsers do not know."""
    found = SAME_CLOCK.get(name, name)
    if found not in NAMES:
        raise Refused("bad_request", "This time zone is not known.", field="time_zone")
    return found


def zone(name: str) -> ZoneInfo:
    """The clock of a row. A name that nobody knows any more stands for UTC."""
    try:
        return ZoneInfo(known(name))
    except (Refused, zoneinfo.ZoneInfoNotFoundError):
        return ZoneInfo("UTC")


TimeZone = Annotated[str, Meta(max_length=60, examples=["Europe/Berlin"]), Rule("zone", known)]
