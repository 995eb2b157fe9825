"""What is mine alone in a conversation: my pointer, archive, mute and the unread flag.

One statement changes it, for the actions here and for the batch of many people's changes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from conversations.actions import signals
from conversations.events import InboxChanged
from conversations.models import Conversation, Participant
from conversations.queries import inbox, unread
from conversations.verbs import (
    ArchiveConversation,
    InboxState,
    MarkUnread,
    MuteConversation,
    ReadConversation,
)
from core import clock, locks
from core.refused import not_found
from core.sql import rows
from people import actions as people
from people.models import User
from protocol import publish
from protocol.action import action

#: "For ever", in a column that holds an instant.
FOR_EVER = timedelta(days=36_500)

MineAlone = ReadConversation | MarkUnread | ArchiveConversation | MuteConversation


class Wish(NamedTuple):
    """What one of these verbs changes; None: it stays as it is."""

    conversation: UUID
    #: Read up to here, at least; takes the flag away.
    number: int | None = None
    flagged: bool | None = None
    #: Put away up to the last message: a newer one brings it back without a write.
    archived: bool | None = None
    mutes: bool = False
    muted_until: datetime | None = None


def wish(ask: MineAlone) -> Wish:
    match ask:
        case ReadConversation():
            return Wish(ask.conversation, number=ask.number)
        case MarkUnread():
            return Wish(ask.conversation, flagged=ask.on)
        case ArchiveConversation():
            return Wish(ask.conversation, archived=ask.on)
        case MuteConversation():
            span = FOR_EVER if ask.seconds is None else timedelta(seconds=ask.seconds)
            until = clock.now() + span if span else None
            return Wish(ask.conversation, mutes=True, muted_until=until)


#: Behind a lock my place is read as it is then, and the conversation as it was when the statement
#: began: a pointer that is further on by then proves that there are as many messages.
LAST_NUMBER = f"greatest({unread.LAST_NUMBER}, p.last_read_number)"

#: Wishes are the rows of `asked`. My place is locked, then I am: nobody takes these two the other
#: way round. `{{waiting}}` may skip what somebody else holds, `{{who}}` leaves people out.
CHANGED = f"""
    place AS (
        SELECT i.position, i.user_id, found.*,
               CASE WHEN i.number IS NULL THEN known
                    ELSE greatest(known, least(i.number, last_number)) END AS number,
               CASE WHEN i.number IS NOT NULL THEN false
                    ELSE coalesce(i.flagged, was_flagged) END AS marked_unread,
               CASE WHEN i.archived IS NULL THEN was_archived
                    WHEN i.archived THEN last_number END AS archived_number,
               CASE WHEN i.mutes THEN i.muted_until ELSE was_muted_until END AS muted_until
        FROM asked i CROSS JOIN LATERAL (
            SELECT p.id, p.conversation_id, c.public_id, {LAST_NUMBER} AS last_number,
                   p.last_read_number AS known, p.last_read_at, p.marked_unread AS was_flagged,
                   p.archived_number AS was_archived, p.muted_until AS was_muted_until
            FROM conversation_participants p JOIN conversations c ON c.id = p.conversation_id
            WHERE c.public_id = i.conversation AND p.user_id = i.user_id
              AND {inbox.BEGUN_FOR.format(user="i.user_id")} {{who}}
            FOR NO KEY UPDATE OF p {{waiting}}) found),
    different AS (
        SELECT * FROM place
        WHERE number > known OR marked_unread <> was_flagged
           OR archived_number IS DISTINCT FROM was_archived
           OR muted_until IS DISTINCT FROM was_muted_until),
    me AS (
        UPDATE user_profiles u SET version = u.version + 1, changed_xid = callboard_xid()
        FROM (SELECT u.id FROM user_profiles u JOIN different d ON d.user_id = u.id
              FOR NO KEY UPDATE OF u {{waiting}}) mine
        WHERE u.id = mine.id
        RETURNING u.id, u.version),
    moved AS (
        UPDATE conversation_participants p
        SET last_read_number = d.number, marked_unread = d.marked_unread,
            archived_number = d.archived_number, muted_until = d.muted_until,
            user_version = me.version,
            last_read_at = CASE WHEN d.number = d.known THEN p.last_read_at ELSE (
                SELECT m.created_at FROM messages m
                WHERE m.conversation_id = d.conversation_id AND m.number = d.number) END
        FROM different d JOIN me ON me.id = d.user_id
        WHERE p.id = d.id
        RETURNING p.id, p.last_read_at, p.user_version)"""

CHANGE = f"""
    WITH asked AS (
        SELECT 1 AS position, %(user)s AS user_id, %(conversation)s::uuid AS conversation,
               %(number)s::bigint AS number, %(flagged)s::boolean AS flagged,
               %(archived)s::boolean AS archived, %(mutes)s AS mutes,
               %(muted_until)s::timestamptz AS muted_until),
    {CHANGED.format(waiting="", who="")}
    SELECT place.conversation_id, place.public_id, last_number, known, number AS last_read_number,
           place.marked_unread, place.muted_until,
           coalesce(place.archived_number >= last_number, false) AS archived,
           moved.user_version, moved.last_read_at
    FROM place LEFT JOIN moved ON moved.id = place.id"""


@action
def read(ask: ReadConversation, *, by: User) -> InboxState:
    """Move my pointer up to a number, never down and never past the last message."""
    return _change(ask, by)


@action
def mark_unread(ask: MarkUnread, *, by: User) -> InboxState:
    return _change(ask, by)


@action
def archive(ask: ArchiveConversation, *, by: User) -> InboxState:
    return _change(ask, by)


@action
def mute(ask: MuteConversation, *, by: User) -> InboxState:
    """For a while or for ever; asked twice, it is counted from the second time."""
    return _change(ask, by)


def _change(ask: MineAlone, by: User) -> InboxState:
    found = rows(CHANGE, {"user": by.pk, **wish(ask)._asdict()})
    if not found:
        raise not_found()
    [place] = found
    locks.taking("place", [place["conversation_id"]])
    locks.taking("user", [by.pk])
    version = place["user_version"]
    if version is not None:
        publish.publish([publish.to_user(InboxChanged(data=inbox.entry(place)), by.pk, version)])
        if place["last_read_number"] > place["known"]:
            signals.receipt(place["public_id"], place["last_read_number"], by=by)
    count = unread.count(place["last_number"], place["last_read_number"])
    return InboxState(
        version=by.version if version is None else version,
        last_read_number=place["last_read_number"],
        unread=count,
    )


# --- moved by something else -----------------------------------------------------------------


def show(conversation: Conversation, by: User) -> None:
    """An empty conversation is there for its opener alone: tell their other devices."""
    locks.taking("place", [conversation.pk])
    places = Participant.objects.select_for_update(no_key=True)
    places.get(conversation=conversation, user=by)
    tell_places(conversation, [by.pk])


def answer_flag(conversation: Conversation, by: User) -> None:
    """One's own words answer what one had flagged for later: tell one's other devices. What a
    program says for one does not."""
    if not by.is_here:
        return
    locks.taking("place", [conversation.pk])
    flagged = Participant.objects.filter(conversation=conversation, user=by, marked_unread=True)
    if flagged.update(marked_unread=False):
        tell_places(conversation, [by.pk])


def tell_places(conversation: Conversation, users: Iterable[int]) -> None:
    """Something of theirs was changed: tell their devices where they are now."""
    versions = people.next_versions(dict.fromkeys(users, 1))
    for user, version in versions.items():
        places = Participant.objects.filter(conversation=conversation, user=user)
        places.update(user_version=version)
        [change] = inbox.changed_since(User(pk=user), version - 1, limit=1)
        assert isinstance(change.event, InboxChanged)
        publish.publish([publish.to_user(change.event, user, version)])
