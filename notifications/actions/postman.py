"""The postman: takes what is due, looks once more whether it should be told, and carries it.

Any number may run: a delivery is leased to one of them, and a postman who dies on the way leaves
it to the next when the lease ends. Nothing is sent inside of a transaction.
"""

import json
import math
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from django.db import IntegrityError
from django.db.transaction import atomic

from core import clock
from core.setting_aside import apart
from core.sql import rows
from core.transaction import transaction
from notifications import carriers
from notifications.actions.keys import push_key
from notifications.actions.outbox import wake_postmen
from notifications.carriers import Outcome
from notifications.deciding import Reason
from notifications.judging import judge
from notifications.kinds import Channel
from notifications.models import Delivery, Device
from notifications.parcels import pack

BATCH = 50
LEASE = timedelta(minutes=1)
#: Seconds after which a postman stops, so that what is left is not sent by two.
IN_TIME = 30.0
#: After so many tries it is left to a person, in the admin.
TRIES = 6
DELIVERY = "delivery"
FIRST_PAUSE = timedelta(seconds=30)

TAKE = """
    UPDATE deliveries SET state = 'sending', attempts = attempts + 1,
           due_at = callboard_now() + %(lease)s
    WHERE id IN (
        SELECT id FROM deliveries
        WHERE state IN ('waiting', 'sending') AND channel = %(channel)s
          AND due_at <= (SELECT callboard_now())
        ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
    RETURNING id"""


def deliver_due(channel: Channel, limit: int = BATCH) -> int:
    """Carry what is due by this channel; how many deliveries were looked at.

    Each channel has postmen of its own: a push service that hangs holds up no mail.
    """
    begun = time.monotonic()
    taken = _taken(channel, limit)
    if not taken:
        return 0
    now = clock.now()
    worn = [row for row in taken if row.attempts > TRIES]
    _record([(row, Outcome("whoever carried it never came back")) for row in worn])
    fit = [row for row in taken if row.attempts <= TRIES]
    _carry(channel, _still_wanted(fit, now), now, begun)
    return len(taken)


#: Seconds until something is to be carried; none where nothing waits.
UNTIL = """
    SELECT extract(epoch FROM min(due_at) - callboard_now())::float8 AS left FROM deliveries
    WHERE state IN ('waiting', 'sending') AND channel = %(channel)s"""


def until_due(channel: Channel) -> float:
    left = rows(UNTIL, {"channel": channel})[0]["left"]
    return math.inf if left is None else float(left)


def _taken(channel: Channel, limit: int) -> list[Delivery]:
    asked = {"lease": LEASE, "limit": limit, "channel": channel}
    ids = [row["id"] for row in rows(TAKE, asked)]
    found = Delivery.objects.select_related("user", "notification").filter(pk__in=ids)
    return list(found.order_by("pk")) if ids else []


def _still_wanted(deliveries: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """What is to be sent now; of the rest it is noted why not, or not yet."""
    verdicts = apart(DELIVERY, deliveries, lambda some: judge(some, now), id=attrgetter("pk"))
    unknown = Outcome("nobody can say whether it is over; the log says why")
    _record([(row, unknown) for row in deliveries if row.pk not in verdicts])
    wanted, ended = [], []
    for row in deliveries:
        if row.pk not in verdicts:
            continue
        at, reason = verdicts[row.pk]
        _because(row, reason)
        if at is None:
            ended.append(_ended(row, Delivery.SKIPPED, now))
        elif at > now:
            _wait(row, at, tried=False)
        else:
            wanted.append(row)
    _keep(ended)
    return wanted


# --- out of the house --------------------------------------------------------------------------


def _carry(channel: Channel, deliveries: Sequence[Delivery], now: datetime, begun: float) -> None:
    def in_time() -> bool:
        return time.monotonic() - begun < IN_TIME

    parcels = apart(DELIVERY, deliveries, lambda some: pack(some, now), id=attrgetter("pk"))
    unsaid = Outcome("it cannot be put into words; the log says why")
    said = [row for row in deliveries if row.pk in parcels]
    ready = [parcels[row.pk] for row in said]
    if channel == "push":
        carried = carriers.by_push(ready, push_key(), now, in_time)
    else:
        carried = carriers.by_mail(ready, in_time)
    _record([(row, unsaid) for row in deliveries if row.pk not in parcels])
    _record([*zip(said, carried, strict=True)])


# --- what became of it ---------------------------------------------------------------------------

#: Only while the lease is ours: whoever took it after us has counted one more attempt.
KEEP = """
    UPDATE deliveries d SET state = v.state, due_at = v.due_at, ended_at = v.ended_at,
           attempts = v.tries, problem = v.problem,
           reasons = ARRAY(SELECT jsonb_array_elements_text(v.reasons))::varchar[]
    FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(dues)s::timestamptz[],
                %(ends)s::timestamptz[], %(attempts)s::int[], %(tries)s::int[],
                %(problems)s::text[], %(reasons)s::jsonb[])
         AS v(id, state, due_at, ended_at, attempts, tries, problem, reasons)
    WHERE d.id = v.id AND d.state = 'sending' AND d.attempts = v.attempts
    RETURNING d.id"""


def _record(outcomes: Sequence[tuple[Delivery, Outcome | None]]) -> None:
    """What of one cannot be stored is lost, not what became of the others."""
    apart(DELIVERY, outcomes, _store, id=lambda pair: pair[0].pk)


def _store(outcomes: Sequence[tuple[Delivery, Outcome | None]]) -> dict[int, None]:
    now = clock.now()
    known = [outcome for _, outcome in outcomes if outcome is not None]
    Device.objects.filter(pk__in=[pk for outcome in known for pk in outcome.gone]).delete()
    used = [pk for outcome in known for pk in outcome.used]
    Device.objects.filter(pk__in=used).update(last_used_at=now)
    _keep([row for row, outcome in outcomes if outcome and _is_ended(row, outcome, now)])
    for row, outcome in outcomes:
        if outcome is None:  # there was no time for it
            _wait(row, now, tried=False)
        elif row.ended_at is None:
            _wait(row, now + FIRST_PAUSE * 4 ** (row.attempts - 1))
    return {}


def _is_ended(row: Delivery, outcome: Outcome, now: datetime) -> bool:
    row.problem = outcome.problem or ""
    if outcome.problem is not None:
        if not outcome.final and row.attempts < TRIES:
            return False
        _because(row, "refused")
        _ended(row, Delivery.DEAD, now)
    elif row.channel == "push" and not outcome.used:
        _because(row, "no_device")
        _ended(row, Delivery.SKIPPED, now)
    else:
        _ended(row, Delivery.SENT, now)
    return True


def _because(row: Delivery, reason: Reason) -> None:
    """Said once, also where it has to be stored again."""
    if row.reasons[-1] != reason:
        row.reasons.append(reason)


def _ended(row: Delivery, state: str, now: datetime) -> Delivery:
    row.state, row.ended_at = state, now
    return row


def _wait(row: Delivery, until: datetime, *, tried: bool = True) -> None:
    """Back into the box, unless news of the same thing waits there already."""
    row.state, row.due_at = Delivery.WAITING, until
    try:
        with atomic():
            _keep_all([row], uncounted=not tried)
    except IntegrityError:
        row.reasons.append("folded")
        _keep([_ended(row, Delivery.SKIPPED, clock.now())])


def _keep(changed: Sequence[Delivery]) -> None:
    """One that cannot be stored is none of the others' affair."""
    apart(DELIVERY, changed, _keep_all, id=attrgetter("pk"))


def _keep_all(changed: Sequence[Delivery], *, uncounted: bool = False) -> dict[int, None]:
    rows(
        KEEP,
        {
            "ids": [row.pk for row in changed],
            "states": [row.state for row in changed],
            "dues": [row.due_at for row in changed],
            "ends": [row.ended_at for row in changed],
            "attempts": [row.attempts for row in changed],
            "tries": [row.attempts - uncounted for row in changed],
            "problems": [row.problem for row in changed],
            "reasons": [json.dumps(row.reasons) for row in changed],
        },
    )
    return dict.fromkeys(row.pk for row in changed)


def send_again(delivery: Delivery) -> None:
    """A person in the admin has mended what was wrong."""
    with transaction():
        Delivery.objects.filter(pk=delivery.pk, state=Delivery.DEAD).update(
            state=Delivery.WAITING, attempts=0, due_at=clock.now(), ended_at=None, problem=""
        )
        wake_postmen()
