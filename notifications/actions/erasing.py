"""When a person is erased: what they were told goes, and what others were told names nobody."""

from collections import Counter
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from core.transaction import transaction
from notifications.actions.noticing import publish_lines
from notifications.models import Delivery, Device, Notification, Preference, Quiet
from people import actions as people
from people import former
from people.former import Traces
from people.models import User

#: Rows that are looked at, and those that go, in one transaction.
LOOKED_AT = 5_000
CHUNK = 500

Row = TypeVar("Row", Notification, Delivery)


def forget(user: User) -> None:
    for kind in (Delivery, Notification, Preference, Quiet, Device):
        mine = kind.objects.filter(user=user)
        while _delete_some(mine):
            pass
    traces = former.traces(user)
    for look in (_lines, _deliveries):
        reached: int | None = 0
        while reached is not None:
            reached = look(traces, reached)


def _delete_some(mine: "QuerySet[Any]") -> bool:
    with transaction():
        ids = list(mine.values_list("pk", flat=True)[:CHUNK])
        mine.filter(pk__in=ids).delete()
    return len(ids) == CHUNK


def _lines(traces: Traces, after: int) -> int | None:
    """Lines of others' lists: told to them as it is now."""
    with transaction():
        ids, upto = _about(Notification.objects.all(), traces, after)
        readers = Counter(Notification.objects.filter(pk__in=ids).values_list("user", flat=True))
        following = people.next_versions(readers) if readers else {}
        lines = list(Notification.objects.filter(pk__in=ids, user__in=following).order_by("pk"))
        for line in lines:
            line.data = traces.forgotten(line.data)
            line.user_version = following[line.user_id]
            following[line.user_id] += 1
        Notification.objects.bulk_update(lines, ["data", "user_version"])
        publish_lines(lines)
    return upto


def _deliveries(traces: Traces, after: int) -> int | None:
    with transaction():
        ids, upto = _about(Delivery.objects.all(), traces, after)
        rows = list(Delivery.objects.filter(pk__in=ids).order_by("pk"))
        for row in rows:
            row.data = traces.forgotten(row.data)
        Delivery.objects.bulk_update(rows, ["data"])
    return upto


def _about(rows: "QuerySet[Row]", traces: Traces, after: int) -> tuple[list[int], int | None]:
    """Those of the next rows whose facts name this person; and how far that was, None: the end."""
    window = rows.filter(pk__gt=after).order_by("pk")
    upto = next(iter(window.values_list("pk", flat=True)[LOOKED_AT - 1 : LOOKED_AT]), None)
    if upto is not None:
        window = window.filter(pk__lte=upto)
    named = Q()
    for word in traces.words():
        named |= Q(data__icontains=word)
    return list(window.filter(named).values_list("pk", flat=True)), upto
