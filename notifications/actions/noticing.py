"""Telling people of something: a line of their list, and a decision for each channel."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from core import clock
from core.sql import rows
from notifications import queries
from notifications.actions import outbox
from notifications.actions.folding import fold
from notifications.deciding import Person, decide
from notifications.events import NotificationChanged
from notifications.kinds import CHANNELS, KINDS, PAUSES, Hat
from notifications.models import Delivery, Notification
from notifications.words import Facts
from people import actions as people
from people.models import User
from protocol import publish


class Notice(NamedTuple):
    """That somebody, by id, should know of something. Told once by each channel for one `key`.

    `urgent`: it cannot wait for the morning. `muted`: they asked not to hear of its place.
    `throttled`: not before this moment, by mail and push. `before`: what they knew until now of
    what has changed; several changes that wait together are told as one, from the first of them.
    """

    user: int
    kind: str
    about: str
    key: str
    data: Facts
    hat: Hat
    urgent: bool = False
    muted: bool = False
    throttled: datetime | None = None
    before: Facts | None = None


#: A day that begins so soon, or a deadline, does not wait for the morning.
SOON = timedelta(hours=24)


def notify(notices: Sequence[Notice]) -> None:
    """As the last thing in a transaction: it moves people's own topics."""
    notices = folded(notices)
    if notices:
        write(notices, people.next_versions(listed(notices)), clock.now())


def folded(notices: Iterable[Notice]) -> list[Notice]:
    """In one action a person hears of one thing once."""
    found: dict[tuple[int, str, str], Notice] = {}
    for notice in notices:
        first = found.get((notice.user, notice.kind, notice.about))
        before = first.before if first and first.before else notice.before
        found[notice.user, notice.kind, notice.about] = notice._replace(before=before)
    return list(found.values())


def listed(notices: Iterable[Notice]) -> Counter[int]:
    """How many versions of each person's topic their list takes."""
    return Counter(notice.user for notice in notices if KINDS[notice.kind].listed)


#: Whoever writes here holds the people's rows, so nobody waits for a notification's.
WRITE_LINES = """
    INSERT INTO notifications
        (public_id, user_id, kind, hat, about, count, data, created_at, user_version)
    SELECT gen_random_uuid(), user_id, kind, hat, about, 1, data, %(now)s, version
    FROM unnest(%(users)s::bigint[], %(kinds)s::text[], %(hats)s::text[], %(abouts)s::text[],
                %(data)s::jsonb[], %(versions)s::bigint[])
         AS n(user_id, kind, hat, about, data, version)
    ON CONFLICT (user_id, kind, about) WHERE read_at IS NULL
    DO UPDATE SET count = notifications.count + 1, hat = excluded.hat,
                  data = excluded.data || CASE WHEN notifications.data ? 'before'
                      THEN jsonb_build_object('before', notifications.data -> 'before')
                      ELSE '{}' END,
                  created_at = excluded.created_at, user_version = excluded.user_version
    RETURNING id, public_id, user_id, kind, hat, about, count, data, created_at, user_version"""


def write(notices: Sequence[Notice], following: Mapping[int, int], now: datetime) -> None:
    """Inside the transaction of the change, the people's topics moved on as `listed` says.

    `following` is the first new version of each person.
    """
    lines = _write_lines([n for n in notices if KINDS[n.kind].listed], following, now)
    audience = queries.deciding({notice.user for notice in notices})
    pauses = _pauses(notices, now)
    deliveries = [
        _delivery(
            notice._replace(throttled=notice.throttled or pauses.get((*thing, channel))),
            lines.get(thing),
            person,
            now,
            channel,
        )
        for notice in notices
        if (person := audience[notice.user]) and (thing := _thing(notice))
        for channel in CHANNELS
    ]
    fold(deliveries, now)
    outbox.store(deliveries)


Thing = tuple[int, str, str]
Lines = dict[Thing, Notification]


def _thing(notice: Notice) -> Thing:
    return notice.user, notice.kind, notice.about


def _pauses(notices: Sequence[Notice], now: datetime) -> dict[tuple[int, str, str, str], datetime]:
    """Until when the next news of a thing waits for whoever was told of it today, by channel."""
    some = {_thing(notice): notice for notice in notices if KINDS[notice.kind].paused}
    if not some:
        return {}
    people, kinds, abouts = (set(column) for column in zip(*some, strict=True))
    told = queries.times_told(kinds, people, abouts, since=now - timedelta(days=1))
    found = {}
    for (user, kind, about, channel), times in told.items():
        notice = some.get((user, kind, about))
        if notice is not None:
            pause = PAUSES[0 if notice.urgent else min(len(times), len(PAUSES)) - 1]
            found[user, kind, about, channel] = times[-1] + pause
    return found


def _write_lines(notices: Sequence[Notice], following: Mapping[int, int], now: datetime) -> Lines:
    if not notices:
        return {}
    versions = dict(following)
    values = []
    for notice in notices:
        values.append(versions[notice.user])
        versions[notice.user] += 1
    found = rows(
        WRITE_LINES,
        {
            "now": now,
            "users": [n.user for n in notices],
            "kinds": [n.kind for n in notices],
            "hats": [n.hat for n in notices],
            "abouts": [n.about for n in notices],
            "data": [msgspec.json.encode(n.data | _before(n)).decode() for n in notices],
            "versions": values,
        },
    )
    lines = [Notification(**row) for row in found]
    publish_lines(lines)
    return {(line.user_id, line.kind, line.about): line for line in lines}


def _before(notice: Notice) -> Facts:
    return {"before": notice.before} if notice.before else {}


def publish_lines(lines: Sequence[Notification]) -> None:
    readers = User.objects.in_bulk({line.user_id for line in lines})
    unread = queries.unread(readers)
    publish.publish(
        [
            publish.to_user(
                NotificationChanged(
                    data=queries.notice(line, readers[line.user_id]), unread=unread[line.user_id]
                ),
                line.user_id,
                line.user_version,
            )
            for line in sorted(lines, key=lambda line: line.user_version)
        ]
    )


def _delivery(
    notice: Notice, line: Notification | None, person: Person, now: datetime, channel: str
) -> Delivery:
    decision = decide(
        person,
        notice.kind,
        channel,  # type: ignore[arg-type]
        now=now,
        hat=notice.hat,
        urgent=notice.urgent,
        muted=notice.muted,
    )
    at, reason = decision
    if at is not None and notice.throttled is not None and notice.throttled > at:
        at, reason = notice.throttled, "throttled"
    return Delivery(
        user_id=notice.user,
        notification=line,
        kind=notice.kind,
        hat=notice.hat,
        channel=channel,
        about=notice.about,
        key=notice.key,
        data=_before(notice) if line else notice.data | _before(notice),
        urgent=notice.urgent,
        state=Delivery.SKIPPED if at is None else Delivery.WAITING,
        reasons=[reason],
        due_at=at or now,
        created_at=now,
        ended_at=now if at is None else None,
    )
