"""Deliveries made ready for their carriers: the words, and what each channel needs."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError

from notifications import counting, queries, words
from notifications.carriers import Parcel
from notifications.judging import called_off
from notifications.models import Delivery, Device, Quiet

logger = logging.getLogger(__name__)

#: What was pushed before is on no screen any more.
LATELY = timedelta(days=1)


def pack(deliveries: Sequence[Delivery], now: datetime) -> dict[int, Parcel]:
    """By the id of each delivery; one that cannot be put into words is left out, and logged."""
    packed: dict[int, Parcel] = {}
    of_kind: dict[str, list[Delivery]] = defaultdict(list)
    for row in deliveries:
        of_kind[row.kind].append(row)
    for some in of_kind.values():
        packed |= _said(some)
    pushes = [row for row in deliveries if row.channel == "push" and row.pk in packed]
    return packed | _for_push(pushes, packed, now)


def _said(some: Sequence[Delivery]) -> dict[int, Parcel]:
    """All of one kind at once; if that fails each by itself, so that one spoils it for no other."""
    try:
        facts = queries.facts_now(some)
        return {row.pk: _parcel(row, facts[row.pk]) for row in some}
    except DatabaseError:
        raise
    except Exception:
        if len(some) == 1:
            logger.exception("delivery %s cannot be said", some[0].public_id)
            return {}
    return {pk: parcel for row in some for pk, parcel in _said([row]).items()}


def _parcel(row: Delivery, facts: words.Facts) -> Parcel:
    expires_at = facts.get("expires_at")
    return Parcel(
        id=str(row.public_id),
        kind=row.kind,
        hat=row.hat,
        about=row.about,
        urgent=row.urgent,
        user=row.user,
        words=queries.said(row, row.user, facts),
        quote=words.quote(row.kind, facts, row.user),
        attached=words.attached(row.kind, row.about, row.user) if row.channel == "email" else None,
        expires_at=datetime.fromisoformat(expires_at) if expires_at else None,
    )


def _for_push(
    deliveries: Sequence[Delivery], packed: dict[int, Parcel], now: datetime
) -> dict[int, Parcel]:
    users = {row.user_id for row in deliveries}
    devices: dict[int, list[Device]] = defaultdict(list)
    for device in queries.devices_of(users):
        devices[device.user_id].append(device)
    quiet = Quiet.objects.in_bulk(users)
    unread = counting.unread(users)
    settled = _settled(users, now)
    return {
        row.pk: packed[row.pk]._replace(
            devices=devices[row.user_id],
            quiet=quiet.get(row.user_id),
            unread=unread[row.user_id],
            read=[about for about in settled[row.user_id] if about != row.about],
        )
        for row in deliveries
    }


def _settled(users: set[int], now: datetime) -> dict[int, list[str]]:
    """What was pushed to each and is read or over by now, and no newer push is about it."""
    pushed = queries.pushed_lately(users, since=now - LATELY)
    off, unknown = called_off(pushed)
    news = {(row.user_id, row.about) for row in pushed if row.pk not in off or row.pk in unknown}
    settled: dict[int, list[str]] = {user: [] for user in users}
    for row in pushed:
        abouts = settled[row.user_id]
        if (row.user_id, row.about) not in news and row.about not in abouts:
            abouts.append(row.about)
    return settled
