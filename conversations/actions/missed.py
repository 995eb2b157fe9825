"""Messages that somebody has missed: told two minutes later, together, and not all the time.

Found by looking at what was written since the last look, so that writing costs nothing more.
"""

from datetime import datetime, timedelta

from notifications import queries as notifications
from notifications.actions.noticing import Notice, notify
from notifications.models import Watermark
from protocol import clock
from protocol.sql import Row, rows
from protocol.transaction import transaction

KIND = "message.missed"
WAIT = timedelta(minutes=2)
#: Of one conversation nobody hears more often than this.
THROTTLE = timedelta(minutes=30)
AT_ONCE = 2_000

#: Those of tomorrow are from a clock that was wrong; nothing waits for them.
SINCE = """
    SELECT max(id) AS last, min(id) FILTER (WHERE young) AS first_young
    FROM (SELECT id, created_at BETWEEN %(now)s - %(wait)s AND %(now)s AS young FROM messages
          WHERE id > %(mark)s ORDER BY id LIMIT %(limit)s) new"""

#: A text that calls somebody by their handle, as the screen shows it, too.
MENTIONED = "(c.kind = 'group' AND m.content ~* ('(^|[^\\w@.-])@' || u.handle || '(?![\\w-])'))"
#: Who has not read up to there, what others wrote; the newest of it names the sender, but one
#: that mentions them goes before. In a group somebody whom they have blocked is not news, and does
#: not silence the others.
MISSED = f"""
    SELECT DISTINCT ON (p.id) p.user_id, p.muted_until, c.public_id AS conversation, c.title,
           m.number, sender.public_id AS sender, sender.display_name AS name,
           {MENTIONED} AS mentioned
    FROM messages m
    JOIN conversations c ON c.id = m.conversation_id AND NOT c.blocked
    JOIN conversation_participants p ON p.conversation_id = c.id AND p.left_at IS NULL
         AND p.last_read_number < m.number AND p.user_id <> m.sender_id
    JOIN user_profiles sender ON sender.id = m.sender_id
    JOIN user_profiles u ON u.id = p.user_id
    WHERE m.id > %(mark)s AND m.id <= %(upto)s AND m.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM blocks b
                      WHERE (b.blocker_id, b.blocked_id) IN ((p.user_id, m.sender_id),
                                                             (m.sender_id, p.user_id)))
    ORDER BY p.id, mentioned DESC, m.number DESC"""


def tell_missed() -> int:
    """How many messages were looked at; of two who look at once, one finds nothing to do."""
    with transaction():
        mark = Watermark.objects.select_for_update(skip_locked=True).filter(name=KIND).first()
        if mark is None:
            _begin()
            return 0
        now = clock.now()
        look = {"mark": mark.position, "now": now, "wait": WAIT, "limit": AT_ONCE}
        [new] = rows(SINCE, look)
        upto = new["first_young"] - 1 if new["first_young"] else new["last"]
        if upto is None or upto <= mark.position:
            return 0
        found = rows(MISSED, {"mark": mark.position, "upto": upto})
        looked, mark.position = upto - mark.position, upto
        mark.save()
        users = [row["user_id"] for row in found]
        told = notifications.told_lately(KIND, users, since=now - THROTTLE)
        notify([_notice(row, told, now) for row in found])
        return int(looked)


def _notice(row: Row, told: dict[tuple[int, str], datetime], now: datetime) -> Notice:
    about = f"conversation.{row['conversation']}"
    last = told.get((row["user_id"], about))
    return Notice(
        user=row["user_id"],
        kind=KIND,
        about=about,
        key=f"{KIND}/{row['conversation']}/{row['number']}",
        data={
            "from": str(row["sender"]),
            "name": row["name"],
            "title": row["title"],
            "conversation": str(row["conversation"]),
            "mentioned": row["mentioned"],
        },
        hat="any",
        # Whoever is called by name is told, also where they hear nothing else.
        muted=_is_muted(row, now) and not row["mentioned"],
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
