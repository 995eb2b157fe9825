"""The one function that decides whether somebody is told now, later or not at all, and why."""

from datetime import datetime, time, timedelta
from typing import Literal, NamedTuple, get_args

from notifications.kinds import KINDS, Channel
from people import time_zones

Reason = Literal[
    "wanted",
    "urgent",
    "folding",
    "quiet_hours",
    "throttled",
    "looking",
    "switched_off",
    "unconfirmed",
    "no_device",
    "muted",
    "blocked",
    "read_meanwhile",
    "over",
    "gone",
    "folded",
    "refused",
]
REASONS: tuple[str, ...] = get_args(Reason)

#: Who has Callboard before their eyes sees it there; if they do not, it is told after this.
LOOKING = timedelta(minutes=1)


class Person(NamedTuple):
    """What matters of somebody for the decision."""

    active: bool
    email_confirmed: bool
    has_device: bool
    #: Their screen is on Callboard right now.
    looking: bool
    time_zone: str
    quiet_from: time | None
    quiet_to: time | None
    urgent_in_quiet_hours: bool
    #: (kind, hat, channel) -> what they set; absent: the kind's default.
    preferences: dict[tuple[str, str, str], bool]


class Decision(NamedTuple):
    """`at` None: it is not told. The reason stands on the person's notification page."""

    at: datetime | None
    reason: Reason


def decide(
    person: Person,
    kind_name: str,
    channel: Channel,
    *,
    now: datetime,
    hat: str,
    urgent: bool = False,
    muted: bool = False,
    first: bool = True,
) -> Decision:
    """Asked twice: when something happens, and again (`first` false) right before it is sent.

    `urgent`: this one cannot wait, for example a call for tonight. `muted`: the conversation is.
    """
    kind = KINDS[kind_name]
    refused = _refusal(person, kind_name, channel, hat=hat, muted=muted)
    if refused is not None:
        return Decision(None, refused)
    if kind.fixed:
        return Decision(now, "wanted")
    if person.looking:
        return Decision(now + LOOKING if first else None, "looking")
    until = quiet_until(person, now)
    if until is None:
        folded = kind.folded if first else 0
        return Decision(now + timedelta(seconds=folded), "folding" if folded else "wanted")
    if urgent and kind.urgent and person.urgent_in_quiet_hours:
        return Decision(now, "urgent")
    return Decision(until, "quiet_hours")


def _refusal(
    person: Person, kind_name: str, channel: Channel, *, hat: str, muted: bool
) -> Reason | None:
    kind = KINDS[kind_name]
    if not person.active:
        return "gone"
    default: bool = getattr(kind, channel)
    wanted = default if kind.fixed else person.preferences.get((kind_name, hat, channel), default)
    if not wanted:
        return "switched_off"
    if channel == "email" and not person.email_confirmed:
        return "unconfirmed"
    if channel == "push" and not person.has_device:
        return "no_device"
    return "muted" if muted else None


def quiet_until(person: Person, now: datetime) -> datetime | None:
    """The end of the quiet hours that `now` lies in, in the person's own zone; None outside.

    Wall times: over a change of the clocks the hours are as long as the night is.
    """
    start, end = person.quiet_from, person.quiet_to
    if start is None or end is None or start == end:
        return None
    zone = time_zones.zone(person.time_zone)
    local = now.astimezone(zone)
    at = local.time()
    if start < end:
        if not start <= at < end:
            return None
        day = local.date()
    elif at >= start:
        day = local.date() + timedelta(days=1)
    elif at < end:
        day = local.date()
    else:
        return None
    ends = datetime.combine(day, end, zone)
    if ends <= now:  # the clocks went back, and this hour comes a second time
        ends = ends.replace(fold=1)
    return ends.astimezone(now.tzinfo)
