"""The one budget for acts that make strangers hear of somebody, a day and person."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from conversations import acquaintance
from conversations.models import Conversation, Reach
from conversations.reaching import COSTS, Kind
from core import clock, locks
from core.refused import Refused
from people.models import User
from people.time_zones import zone
from protocol.buckets import spent_until

#: First key of the advisory locks under which a person's approaches are counted.
APPROACHES = 7302
DAY = timedelta(days=1)


def reach(by: User, kind: Kind, *others: User, about: object = "") -> None:
    """Count an act by which others hear of `by`, or refuse it when today's budget is spent.

    Inside the transaction of the act and before any of its rows is locked: what is refused later
    costs nothing. Whoever knows `by`, or has approached them before, costs nothing either; the
    same act to the same person about the same thing on one day does. Without `others` nobody in
    particular hears it.
    """
    _hold(by)
    now = clock.now()
    spent = Reach.objects.filter(by=by, at__gt=now - DAY)
    cost = COSTS[kind]
    before = _others_before(spent.filter(kind=kind, about=str(about))) if cost.again else set()
    rows = [
        Reach(
            by=by,
            other=other,
            kind=kind,
            about=str(about),
            at=now,
            tenths=max(first, (cost.again or 0) if _id(other) in before else 0),
        )
        for other, first in _first_costs(by, others, cost.first)
    ]
    _guard_budget(by, sum(row.tenths for row in rows), spent, now)
    Reach.objects.filter(by=by, at__lte=now - DAY).delete()
    Reach.objects.bulk_create(rows)
    settle(others, by)


def _others_before(same: "QuerySet[Reach]") -> set[int | None]:
    return set(same.values_list("other", flat=True))


def _id(other: User | None) -> int | None:
    return None if other is None else other.pk


def settle(askers: Iterable[User], answerer: User) -> None:
    """An answer: what these people did to reach this person does not count any more."""
    answer(Reach.objects.filter(by__in=list(askers), other=answerer), clock.now())


def answer(asked: "QuerySet[Reach]", now: datetime) -> None:
    """Some transactions come here before they lock sessions and models, others after that. So
    nobody waits: a row that is held is being answered by whoever holds it.
    """
    waiting = asked.filter(answered_at=None).select_for_update(skip_locked=True, no_key=True)
    Reach.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(answered_at=now)


def knows(by: User, other: User) -> bool:
    """Whether the other side has anything to do with `by` already, or has approached them."""
    low, high = sorted((by.pk, other.pk))
    direct = Conversation.objects.filter(low_id=low, high_id=high).first()
    if direct is not None and (direct.accepted_at is not None or direct.opened_by_id == other.pk):
        return True
    return acquaintance.are_acquainted(by.pk, other.pk)


def _hold(by: User) -> None:
    locks.taking("approach", [by.pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashint8(%s))", [APPROACHES, by.pk])


def _first_costs(by: User, others: Sequence[User], cost: int) -> list[tuple[User | None, int]]:
    if not others:
        return [(None, cost)]
    return [(other, 0 if knows(by, other) else cost) for other in others]


def _guard_budget(by: User, cost: int, spent: "QuerySet[Reach]", now: datetime) -> None:
    if cost == 0:
        return
    if by.limited_until is not None and now < by.limited_until:
        raise Refused(
            "forbidden",
            f"You cannot contact new people until {by.limited_until:%d %B %Y, %H:%M} UTC.",
            reasons=["limited"],
        )
    budget = 10 * _contacts_a_day(by, now)
    counted = spent.filter(answered_at=None, tenths__gt=0).order_by("at", "pk")
    costs = list(counted.values_list("at", "tenths"))
    total = cost + sum(tenths for _, tenths in costs)
    if total <= budget:
        return
    free_at = now + DAY
    for at, tenths in costs:
        total -= tenths
        if total <= budget:
            free_at = at + DAY
            break
    raise _limit_reached(by, free_at, now)


def _contacts_a_day(by: User, now: datetime) -> int:
    limits = settings.LIMITS
    if now - by.created_at < timedelta(days=limits.new_account_days):
        return min(limits.cold_contacts_new_account, limits.cold_contacts_per_day)
    return limits.cold_contacts_per_day


def _limit_reached(by: User, free_at: datetime, now: datetime) -> Refused:
    local = free_at.astimezone(zone(by.time_zone))
    day = "today" if local.date() == now.astimezone(local.tzinfo).date() else "tomorrow"
    message = (
        "You have reached today's limit for contacting new people. It is free again"
        f" {day} at {local:%H:%M}, or when somebody answers."
    )
    return spent_until(free_at, message, now=now, reasons=["contacts"])
