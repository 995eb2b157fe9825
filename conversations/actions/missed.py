"""Messages that somebody has missed: told two minutes later, together, and not all the time.

Found by looking at what was written since the last look, so that writing costs nothing more.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from conversations.missing import KIND, News, facts_of, since, unread_since
from core import clock
from core.setting_aside import is_away
from core.settled import Settled
from core.sql import Row, rows
from core.transaction import savepoint, transaction
from notifications import queries as notifications
from notifications.actions.noticing import Notice, notify
from notifications.models import Watermark

logger = logging.getLogger(__name__)

WAIT = timedelta(minutes=2)
#: Of one conversation nobody hears more often than this.
THROTTLE = timedelta(minutes=30)
AT_ONCE = 2_000

_settled = Settled("messages")

#: Those of tomorrow are from a clock that was wrong; nothing waits for them.
SINCE = """
    SELECT max(id) AS last, min(id) FILTER (WHERE young) AS first_young
    FROM (SELECT id, created_at BETWEEN %(now)s - %(wait)s AND %(now)s AS young FROM messages
          WHERE id > %(mark)s ORDER BY id LIMIT %(limit)s) new"""

#: Who has not read up to there, and the first and last number of what others wrote. In a group
#: somebody whom they have blocked is not news, and does not silence the others.
MISSED = """
    SELECT p.user_id, p.muted_until, c.public_id AS conversation,
           min(m.number) AS since, max(m.number) AS number
    FROM messages m
    JOIN conversations c ON c.id = m.conversation_id AND NOT c.blocked
    JOIN conversation_participants p ON p.conversation_id = c.id AND p.left_at IS NULL
         AND p.last_read_number < m.number AND p.user_id <> m.sender_id
    WHERE m.id > %(mark)s AND m.id <= %(upto)s AND m.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM blocks b
                      WHERE (b.blocker_id, b.blocked_id) IN ((p.user_id, m.sender_id),
                                                             (m.sender_id, p.user_id)))
    GROUP BY p.id, c.id ORDER BY p.id"""


def tell_missed() -> int:
    """How many messages were looked at; of two who look at once, one finds nothing to do."""
    return _tell_some(_settled.upto(), AT_ONCE)


def _tell_some(settled: int, limit: int) -> int:
    """A message that raises holds up no other: fewer are looked at, until it is alone. Then it is
    told person by person, and passed over where even that fails."""
    try:
        return _tell(settled, limit)
    except Exception as error:
        if is_away(error):
            raise
        if limit > 1:
            return _tell_some(settled, limit // 2)
        logger.exception("nobody can be told of a message as of the others")
    try:
        return _tell(settled, 1, one_by_one=True)
    except Exception as error:
        if is_away(error):
            raise
        logger.exception("nobody is told of a message")
        return _pass_over()


def _pass_over() -> int:
    with transaction():
        mark = Watermark.objects.select_for_update().get(name=KIND)
        [following] = rows("SELECT min(id) AS id FROM messages WHERE id > %s", [mark.position])
        mark.position = following["id"] or mark.position
        mark.save()
    return 1


def _tell(settled: int, limit: int, *, one_by_one: bool = False) -> int:
    with transaction():
        mark = Watermark.objects.select_for_update(skip_locked=True).filter(name=KIND).first()
        if mark is None:
            _begin()
            return 0
        now = clock.now()
        look = {"mark": mark.position, "now": now, "wait": WAIT, "limit": limit}
        [new] = rows(SINCE, look)
        last = new["first_young"] - 1 if new["first_young"] else new["last"]
        upto = min(last or 0, settled)
        if upto <= mark.position:
            return 0
        found = rows(MISSED, {"mark": mark.position, "upto": upto})
        looked, mark.position = upto - mark.position, upto
        mark.save()
        users = [row["user_id"] for row in found]
        told = notifications.told_lately(KIND, users, since=now - THROTTLE)
        seen = unread_since([(row["user_id"], row["conversation"], row["since"]) for row in found])
        told_of = [row for row in found if (row["user_id"], row["conversation"]) in seen]

        def tell(some: Sequence[Row]) -> None:
            place = itemgetter("user_id", "conversation")
            notify([_notice(row, seen[place(row)], told, now) for row in some])

        if one_by_one:
            _each(sorted(told_of, key=itemgetter("user_id")), tell)
        else:
            tell(told_of)
        return int(looked)


def _each(found: Sequence[Row], tell: Callable[[Sequence[Row]], None]) -> None:
    for row in found:
        try:
            with savepoint():
                tell([row])
        except Exception as error:
            if is_away(error):
                raise
            logger.exception("person %s is not told of a message", row["user_id"])


def _notice(row: Row, news: News, told: dict[tuple[int, str], datetime], now: datetime) -> Notice:
    about = f"conversation.{row['conversation']}"
    last = told.get((row["user_id"], about))
    return Notice(
        user=row["user_id"],
        kind=KIND,
        about=about,
        key=f"{KIND}/{row['conversation']}/{row['number']}",
        data={**facts_of(news), "conversation": str(row["conversation"])},
        before=since(row["since"]),
        hat="any",
        # Whoever is called by name is told, also where they hear nothing else.
        muted=_is_muted(row, now) and not news.mentioned,
        throttled=last and last + THROTTLE,
    )


def _is_muted(row: Row, now: datetime) -> bool:
    return row["muted_until"] is not None and row["muted_until"] > now


def _begin() -> None:
    """What was written before anybody looked for the first time is old news."""
    [newest] = rows("SELECT coalesce(max(id), 0) AS id FROM messages")
    Watermark.objects.bulk_create(
        [Watermark(name=KIND, position=newest["id"])], ignore_conflicts=True
    )
