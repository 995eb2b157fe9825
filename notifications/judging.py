"""Right before something is sent: should it still be told, and from whom would it come?"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import DatabaseError

from notifications import queries, words
from notifications.deciding import Decision, Reason, decide
from notifications.kinds import KINDS
from notifications.models import Delivery
from people.queries import blocked_pairs

logger = logging.getLogger(__name__)


def judge(deliveries: Sequence[Delivery], now: datetime) -> dict[int, Decision]:
    """By the id of each; one whose room cannot say whether it is over is left out, and logged."""
    people = queries.deciding({row.user_id for row in deliveries})
    off, unknown = called_off(deliveries)
    decided = {}
    for row in deliveries:
        if row.pk in off:
            decided[row.pk] = Decision(None, off[row.pk])
        elif row.pk not in unknown:
            decided[row.pk] = decide(
                people[row.user_id],
                row.kind,
                row.channel,  # type: ignore[arg-type]
                now=now,
                hat=row.hat,
                urgent=row.urgent,
                first=False,
            )
    return decided


def called_off(deliveries: Sequence[Delivery]) -> tuple[dict[int, Reason], set[int]]:
    """What is known, over, or from somebody from whom they want to hear nothing.

    Then the ids of those of which nobody can say it.
    """
    found: dict[int, Reason] = {}
    unknown: set[int] = set()
    of_kind: dict[str, list[Delivery]] = defaultdict(list)
    for row in deliveries:
        of_kind[row.kind].append(row)
        if row.notification is not None and row.notification.read_at is not None:
            found[row.pk] = "read_meanwhile"
    for kind, some in of_kind.items():
        over, broken = _over(kind, some)
        found |= over
        unknown |= broken
    # What an obligation owes is told over a block; its words are those from before it.
    senders = {
        row.pk: "" if KINDS[row.kind].owed else queries.facts(row).get("from", "")
        for row in deliveries
    }
    apart = blocked_pairs({(row.user_id, senders[row.pk]) for row in deliveries if senders[row.pk]})
    for row in deliveries:
        if (row.user_id, senders[row.pk]) in apart:
            found[row.pk] = "blocked"
    return found, unknown


def _over(kind: str, some: Sequence[Delivery]) -> tuple[dict[int, Reason], set[int]]:
    """All at once; if that fails each by itself, so that one spoils it for nobody else."""
    try:
        return words.not_any_more(kind, some), set()
    except DatabaseError:
        raise
    except Exception:
        if len(some) == 1:
            logger.exception("delivery %s cannot be looked at", some[0].public_id)
            return {}, {some[0].pk}
    found: dict[int, Reason] = {}
    unknown: set[int] = set()
    for row in some:
        over, broken = _over(kind, [row])
        found |= over
        unknown |= broken
    return found, unknown
