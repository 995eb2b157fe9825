"""A conversation's topic for one of its people: changes since a version, or a snapshot."""

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings

from conversations.events import (
    ConversationChanged,
    ConversationInfo,
    Participant,
    ParticipantChanged,
)
from conversations.models import Conversation, Stint
from conversations.models import Participant as ParticipantRow
from conversations.queries import frames, messages
from people import queries as people
from protocol.wire import Change, Framed


def since(place: ParticipantRow, version: int, *, size: int) -> list[Change | Framed]:
    """Changes after `version`, by versions; at most one more than a page.

    Where messages alone have more than `size` bytes, those after that are left out.
    """
    conversation, reader, limit = place.conversation, place.user, settings.LIMITS.sync_page
    if version == conversation.version:
        return []
    found = frames.changed_since(conversation, version, reader=reader, limit=limit + 1, size=size)
    if not _is_all(found, version, min(conversation.version, version + limit + 1)):
        found += _head(conversation, version)
        found += _participants(place, version)
        if conversation.kind == Conversation.GROUP:
            found += messages.revisions_since(conversation, version, reader=reader, limit=limit + 1)
        found += messages.reactions_since(conversation, version, reader=reader, limit=limit + 1)
        found.sort(key=lambda change: change.version)
    return found[: limit + 1]


def _is_all(found: Sequence[Change | Framed], since: int, until: int) -> bool:
    """Each version is that of one object: where every one is a message's, there is nothing else."""
    return len(found) == until - since and found[-1].version == until


def came_back(place: ParticipantRow, version: int) -> bool:
    """Whether this person has joined (again) since: what they knew of it is from another time.

    Who was there from the first message on has missed nothing that must not be seen, as the two
    of a direct conversation.
    """
    if place.conversation.kind == Conversation.DIRECT:
        return False
    stints = Stint.objects.filter(
        conversation_id=place.conversation_id, user_id=place.user_id, to_number=None
    )
    open_stints = stints.filter(from_number__gt=0)
    return open_stints.filter(from_version__gt=version).exists()


class Snapshot(NamedTuple):
    """The conversation itself and its people, and the newest messages."""

    around: list[Change]
    messages: list[Change]


def snapshot(place: ParticipantRow) -> Snapshot:
    conversation, limit = place.conversation, settings.LIMITS.snapshot_messages
    return Snapshot(
        [*_head(conversation, -1), *_participants(place, -1)],
        messages.newest(conversation, reader=place.user, limit=limit),
    )


def _head(conversation: Conversation, version: int) -> list[Change]:
    if conversation.head_version <= version:
        return []
    return [Change(conversation.head_version, ConversationChanged(data=info(conversation)))]


def _participants(place: ParticipantRow, version: int) -> list[Change]:
    if place.left_at is None:
        there = ParticipantRow.objects.filter(conversation_id=place.conversation_id)
        found = list(there.filter(version__gt=version).select_related("user"))
    else:
        found = participants(place)
    return [
        Change(row.version, ParticipantChanged(data=participant(row)))
        for row in found
        if row.version > version
    ]


def participants(place: ParticipantRow) -> list[ParticipantRow]:
    """Who takes part; for a reader who has left, as it was when they did."""
    there = ParticipantRow.objects.filter(conversation_id=place.conversation_id)
    found = list(there.select_related("user").order_by("pk"))
    return found if place.left_at is None else _when_leaving(place, found)


def _when_leaving(place: ParticipantRow, found: list[ParticipantRow]) -> list[ParticipantRow]:
    """By the stints: what a row says now may be from later. Roles of then are not known."""
    stints = Stint.objects.filter(
        conversation_id=place.conversation_id, from_version__lte=place.version
    )
    present = {
        stint.user_id: stint.to_version is None or stint.to_version > place.version
        for stint in stints.order_by("from_version")
    }
    known = [row for row in found if row.user_id in present]
    for row in known:
        row.version = min(row.version, place.version)
        row.role = ParticipantRow.MEMBER
        row.left_at = None if present[row.user_id] else place.left_at
    return known


def info(conversation: Conversation) -> ConversationInfo:
    opener = conversation.opened_by
    return ConversationInfo(
        conversation=conversation.public_id,
        kind=conversation.kind,  # type: ignore[arg-type]
        title=conversation.title,
        accepted=conversation.accepted_at is not None,
        blocked=conversation.blocked,
        opened_by=opener.public_id if opener else None,
    )


def participant(row: ParticipantRow) -> Participant:
    return Participant(
        person=people.card(row.user),
        role=row.role,  # type: ignore[arg-type]
        left=row.left_at is not None,
    )
