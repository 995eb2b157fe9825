"""What waits about a thing is told as one: nobody gets two mails where one says it all.

It tells the newest state of the thing, and all that has changed since `before` the first of it.
"""

from collections.abc import Sequence
from datetime import datetime

from core.sql import rows
from notifications.actions.outbox import arrays, wake_postmen
from notifications.models import Delivery

#: What was refused once keeps its pause; anything else goes as soon as the newest of it may.
FOLD = """
    UPDATE deliveries d
    SET notification_id = v.line, urgent = d.urgent OR v.urgent,
        data = v.data || CASE WHEN d.data ? 'before'
            THEN jsonb_build_object('before', d.data -> 'before') ELSE '{}' END,
        due_at = CASE WHEN d.attempts = 0 THEN least(d.due_at, v.due_at) ELSE d.due_at END
    FROM unnest(%(users)s::bigint[], %(kinds)s::text[], %(abouts)s::text[], %(channels)s::text[],
                %(keys)s::text[], %(lines)s::bigint[], %(data)s::jsonb[], %(urgent)s::bool[],
                %(dues)s::timestamptz[])
         AS v(user_id, kind, about, channel, key, line, data, urgent, due_at)
    WHERE d.state = 'waiting' AND d.key <> v.key AND d.user_id = v.user_id AND d.kind = v.kind
      AND d.about = v.about AND d.channel = v.channel
    RETURNING d.user_id, d.kind, d.about, d.channel"""


def fold(new: Sequence[Delivery], now: datetime) -> None:
    """Before they are stored: those whose news something else carries end as `folded`."""
    waiting = [row for row in new if row.state == Delivery.WAITING]
    if not waiting:
        return
    carried = rows(FOLD, arrays(waiting))
    if carried:
        wake_postmen()  # what waits may be due before what they sleep towards
    told = {(c["user_id"], c["kind"], c["about"], c["channel"]) for c in carried}
    for row in waiting:
        if (row.user_id, row.kind, row.about, row.channel) in told:
            row.state, row.ended_at = Delivery.SKIPPED, now
            row.reasons.append("folded")
