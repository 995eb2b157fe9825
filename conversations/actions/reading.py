"""Moving one's pointer: what happens for every message that somebody sees, in one statement."""

from conversations.actions import signals
from conversations.events import InboxChanged
from conversations.queries import inbox
from conversations.verbs import InboxState, ReadConversation
from people.models import User
from protocol import locks, publish
from protocol.action import action
from protocol.refused import not_found
from protocol.sql import rows

#: My place is locked, then I am: nobody takes these two the other way round. `moved` is null
#: where there was nothing to change.
READ = f"""
    WITH place AS (
        SELECT p.id, p.conversation_id, c.public_id, {inbox.LAST_NUMBER} AS last_number,
               p.last_read_number AS known, p.last_read_at, p.marked_unread,
               p.archived_number, p.muted_until, p.user_version,
               greatest(p.last_read_number, least(%(number)s, {inbox.LAST_NUMBER})) AS number
        FROM conversation_participants p JOIN conversations c ON c.id = p.conversation_id
        WHERE c.public_id = %(conversation)s AND p.user_id = %(user)s AND {inbox.BEGUN}
        FOR NO KEY UPDATE OF p),
    me AS (
        UPDATE user_profiles u SET version = u.version + 1, changed_xid = callboard_xid()
        FROM place WHERE u.id = %(user)s AND (number > known OR marked_unread)
        RETURNING u.version),
    moved AS (
        UPDATE conversation_participants p
        SET last_read_number = place.number, marked_unread = false, user_version = me.version,
            last_read_at = CASE WHEN place.number = known THEN p.last_read_at ELSE (
                SELECT m.created_at FROM messages m
                WHERE m.conversation_id = place.conversation_id AND m.number = place.number) END
        FROM place, me WHERE p.id = place.id
        RETURNING p.last_read_at, p.user_version)
    SELECT place.conversation_id, place.public_id, last_number, known, place.marked_unread,
           number AS last_read_number, muted_until,
           coalesce(archived_number >= last_number, false) AS archived,
           moved.user_version, moved.last_read_at
    FROM place LEFT JOIN moved ON true"""


@action
def read(ask: ReadConversation, *, by: User) -> InboxState:
    """Move my pointer up to a number, never down and never past the last message."""
    asked = {"conversation": ask.conversation, "number": ask.number, "user": by.pk}
    found = rows(READ, asked)
    if not found:
        raise not_found()
    [place] = found
    locks.taking("place", [place["conversation_id"]])
    locks.taking("user", [by.pk])
    unread = place["last_number"] - place["last_read_number"]
    version = place["user_version"]
    if version is None:
        return InboxState(
            version=by.version, last_read_number=place["last_read_number"], unread=unread
        )
    change = InboxChanged(data=inbox.entry(place | {"marked_unread": False}))
    publish.publish([publish.to_user(change, by.pk, version)])
    if place["last_read_number"] > place["known"]:
        signals.receipt(place["public_id"], place["last_read_number"], by=by)
    return InboxState(version=version, last_read_number=place["last_read_number"], unread=unread)
