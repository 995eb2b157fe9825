"""What is somebody's alone: pointers, archive, mute and flag, at most one change of each person."""

from collections import defaultdict
from collections.abc import Sequence

from conversations.actions.batch.asked import Answer, Asked, at, micros
from conversations.actions.inbox import CHANGED, MineAlone, wish
from conversations.actions.signals import told_receipt
from conversations.events import InboxChanged, InboxEntry
from conversations.queries import unread
from conversations.queries.signals import AUDIENCE
from conversations.verbs import InboxState
from core.pipeline import Row, array
from people.queries import LIVE
from protocol.publish import to_user

Change = Asked[MineAlone]

#: PostgreSQL's word for it.
TRUE = b"t"

SIGNED_IN = f"""EXISTS (
                SELECT FROM sign_ins s, user_profiles u
                WHERE s.id = i.sign_in_id AND u.id = i.user_id AND {LIVE.format(now="now()")})"""

#: Whoever is held by another transaction is left to the ordinary action.
CHANGE = f"""
    WITH asked AS MATERIALIZED (
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::boolean[],
                             $6::boolean[], $7::boolean[], $8::timestamptz[])
             WITH ORDINALITY
             AS i(conversation, user_id, sign_in_id, number, flagged, archived, mutes, muted_until,
                  position)),
    {CHANGED.format(waiting="SKIP LOCKED", who=f"AND {SIGNED_IN}")}
    SELECT place.position, place.last_number, place.known, place.number,
           coalesce(moved.user_version, u.version), place.marked_unread,
           coalesce(place.archived_number >= place.last_number, false),
           {micros("place.muted_until")}, {micros("moved.last_read_at")},
           moved.id IS NOT NULL
    FROM place JOIN user_profiles u ON u.id = place.user_id LEFT JOIN moved ON moved.id = place.id
    WHERE moved.id IS NOT NULL OR NOT EXISTS (SELECT FROM different d WHERE d.id = place.id)"""

#: Who may see how far somebody has read, for each who says that they have.
AUDIENCES = f"""
    SELECT i.position, o.user_id
    FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS i(conversation, me, position)
    CROSS JOIN LATERAL (
        SELECT o.user_id FROM conversations c
        {AUDIENCE.format(switch="shows_receipts", conversation="i.conversation", me="i.me")}
        OFFSET 0) o"""


def values(batch: Sequence[Change]) -> tuple[tuple[bytes, ...], ...]:
    """For each of these statements."""
    wishes = [wish(asked.ask) for asked in batch]
    conversations = array(wish.conversation for wish in wishes)
    users = array(asked.user for asked in batch)
    change = (
        conversations,
        users,
        array(asked.sign_in for asked in batch),
        array(wish.number for wish in wishes),
        array(wish.flagged for wish in wishes),
        array(wish.archived for wish in wishes),
        array(wish.mutes for wish in wishes),
        array(wish.muted_until and wish.muted_until.isoformat() for wish in wishes),
    )
    return change, (conversations, users)


def answers(batch: Sequence[Change], places: Sequence[Row], rows: Sequence[Row]) -> list[Answer]:
    found = {int(position): row for position, *row in places}
    audiences: dict[int, list[int]] = defaultdict(list)
    for position, user in rows:
        audiences[int(position)].append(int(user))
    return [
        _answer(asked, found[position], audiences[position]) if position in found else Answer()
        for position, asked in enumerate(batch, start=1)
    ]


def _answer(asked: Change, row: Sequence[bytes], audience: list[int]) -> Answer:
    last_number, known, number, version = map(int, row[:4])
    flagged, archived, muted_until, last_read_at, moved = row[4:]
    count = unread.count(last_number, number)
    state = InboxState(version=version, last_read_number=number, unread=count)
    if moved != TRUE:
        return Answer(state)
    conversation = asked.ask.conversation
    entry = InboxEntry(
        conversation=conversation,
        last_number=last_number,
        last_read_number=number,
        last_read_at=at(last_read_at) if last_read_at else None,
        unread=count,
        marked_unread=flagged == TRUE,
        archived=archived == TRUE,
        muted_until=at(muted_until) if muted_until else None,
        own_version=version,
    )
    told = [to_user(InboxChanged(data=entry), asked.user, version)]
    if number > known and audience:
        told.append(told_receipt(conversation, number, audience, asked.user, asked.public_id))
    return Answer(state, told)
