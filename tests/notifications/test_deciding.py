"""Told now, later or not at all: one function, and a reason for each answer."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from notifications.deciding import LOOKING, Decision, Person, decide, quiet_until

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)

ANA = Person(
    active=True,
    email_confirmed=True,
    has_device=True,
    looking=False,
    time_zone="UTC",
    quiet_from=time(22),
    quiet_to=time(8),
    urgent_in_quiet_hours=False,
    preferences={},
)


def asked(person: Person = ANA, kind: str = "call.matching", **rest: Any) -> Decision:
    given = {"channel": "email", "now": NOON, "hat": "model", **rest}
    return decide(person, kind, **given)


def test_by_day_it_is_told_at_once() -> None:
    assert asked() == (NOON, "wanted")


def test_by_night_it_waits_for_the_morning() -> None:
    assert asked(now=NIGHT) == (datetime(2026, 11, 25, 8, tzinfo=UTC), "quiet_hours")


@pytest.mark.parametrize(
    ("opted_in", "urgent", "kind", "reason"),
    [
        (True, True, "call.matching", "urgent"),
        (False, True, "call.matching", "quiet_hours"),
        (True, False, "call.matching", "quiet_hours"),
        (True, True, "application.decided", "quiet_hours"),  # can wait, whatever it says
    ],
)
def test_only_what_is_urgent_breaks_the_night_of_who_has_allowed_it(
    opted_in: bool, urgent: bool, kind: str, reason: str
) -> None:
    person = ANA._replace(urgent_in_quiet_hours=opted_in)
    assert asked(person, kind, now=NIGHT, urgent=urgent).reason == reason


@pytest.mark.parametrize(
    ("change", "rest", "reason"),
    [
        ({"active": False}, {}, "gone"),
        ({"email_confirmed": False}, {}, "unconfirmed"),
        ({"has_device": False}, {"channel": "push"}, "no_device"),
        ({"preferences": {("call.matching", "model", "email"): False}}, {}, "switched_off"),
        ({}, {"muted": True}, "muted"),
    ],
)
def test_not_told_has_a_reason(change: dict[str, Any], rest: dict[str, Any], reason: str) -> None:
    assert asked(ANA._replace(**change), **rest) == (None, reason)


def test_what_is_off_for_one_role_is_on_for_the_other() -> None:
    off = ANA._replace(preferences={("booking.cancelled", "host", "email"): False})
    assert asked(off, "booking.cancelled", hat="host").at is None
    assert asked(off, "booking.cancelled", hat="model").at == NOON


def test_who_looks_is_told_only_if_they_have_not_seen_it_a_minute_later() -> None:
    looking = ANA._replace(looking=True)
    assert asked(looking) == (NOON + LOOKING, "looking")
    assert asked(looking, first=False) == (None, "looking")
    assert asked(first=False) == (NOON, "wanted")


def test_a_burst_is_folded() -> None:
    assert asked(kind="application.arrived", hat="host") == (
        NOON + timedelta(seconds=30),
        "folding",
    )


def test_what_cannot_be_switched_off_is_always_told() -> None:
    """By night, to somebody who looks, and whatever they have set."""
    nothing = ANA._replace(preferences={("staff.decided", "any", "email"): False}, looking=True)
    assert asked(nothing, "staff.decided", hat="any", now=NIGHT) == (NIGHT, "wanted")


# --- the night, where somebody lives -----------------------------------------------------------

BERLIN = ANA._replace(time_zone="Europe/Berlin")


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-24T21:59:59+01:00", None),
        ("2026-11-24T22:00:00+01:00", "2026-11-25T08:00:00+01:00"),
        ("2026-11-25T07:59:59+01:00", "2026-11-25T08:00:00+01:00"),
        ("2026-11-25T08:00:00+01:00", None),
        # The clocks go forward in this night, and back in that one: eight is eight.
        ("2026-03-28T23:00:00+01:00", "2026-03-29T08:00:00+02:00"),
        ("2026-10-24T23:00:00+02:00", "2026-10-25T08:00:00+01:00"),
    ],
)
def test_quiet_hours_are_wall_times(now: str, until: str | None) -> None:
    assert quiet_until(BERLIN, berlin(now)) == (berlin(until) if until else None)


def test_an_hour_that_comes_twice_ends_the_second_time() -> None:
    short = BERLIN._replace(quiet_from=time(1), quiet_to=time(2, 30))
    second = berlin("2026-10-25T02:15:00+01:00")
    assert quiet_until(short, second) == berlin("2026-10-25T02:30:00+01:00")


def test_an_hour_that_never_comes_is_over_after_the_gap() -> None:
    short = BERLIN._replace(quiet_from=time(1), quiet_to=time(2, 30))
    before = berlin("2026-03-29T01:45:00+01:00")
    until = quiet_until(short, before)
    assert until is not None
    assert before < until <= berlin("2026-03-29T03:30:00+02:00")


def test_by_day_and_without_quiet_hours_it_is_never_night() -> None:
    nap = ANA._replace(quiet_from=time(13), quiet_to=time(14))
    assert quiet_until(nap, NOON) is None
    assert quiet_until(nap, NOON + timedelta(minutes=90)) == NOON + timedelta(hours=2)
    assert quiet_until(ANA._replace(quiet_from=None, quiet_to=None), NIGHT) is None
    assert quiet_until(ANA._replace(quiet_from=time(9), quiet_to=time(9)), NOON) is None
