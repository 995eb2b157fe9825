"""When a person is erased: what they said, showed and thought of it is taken back everywhere.

The others keep what they have said themselves. Nothing is published: the versions move, and the
sweep tells of them as of everything that was lost on the wire.
"""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Q

from conversations.actions import images
from conversations.actions.topic import lock, next_version
from conversations.models import (
    Conversation,
    Message,
    MessageRevision,
    Participant,
    Reach,
    Reaction,
    ReactionRevision,
    SearchEntry,
)
from core import clock
from core.transaction import transaction
from people import former
from people.former import Traces
from people.models import User

#: Rows that change in one transaction.
CHUNK = 200


def forget(user: User) -> None:
    traces = former.traces(user)
    places = Participant.objects.filter(user=user).order_by("conversation")
    for place in places.select_related("conversation"):
        for some in STEPS:
            while _one_transaction(some, place.conversation, traces):
                pass
        _tell_name(place)
    images.forget(user)
    with transaction():
        Reach.objects.filter(Q(by=user) | Q(other=user)).delete()


Row = TypeVar("Row", Message, Reaction)
Step = Callable[[Conversation, Traces], int]


def _one_transaction(step: Step, conversation: Conversation, traces: Traces) -> bool:
    """Whether there may be more of it."""
    with transaction():
        return step(lock(conversation), traces) == CHUNK


def _tell_name(place: Participant) -> None:
    """Who takes part, or has taken part, is called otherwise now."""
    with transaction():
        place.version = next_version(lock(place.conversation))
        place.save(update_fields=["version"])


def _messages(conversation: Conversation, traces: Traces) -> int:
    """A tombstone stays of each, as if they had taken it back themselves."""
    said = Message.objects.filter(conversation=conversation, sender=traces.person, deleted_at=None)
    rows = list(said.order_by("number")[:CHUNK])
    now = clock.now()
    for row in rows:
        row.content, row.data, row.deleted_at = "", None, now
    _store(conversation, rows, ["content", "data", "deleted_at"])
    SearchEntry.objects.filter(message__in=rows).delete()
    return len(rows)


def _revisions(conversation: Conversation, traces: Traces) -> int:
    """Also what only former members still see."""
    kept = MessageRevision.objects.filter(conversation=conversation, message__sender=traces.person)
    ids = list(kept.exclude(content="", data=None).values_list("pk", flat=True)[:CHUNK])
    MessageRevision.objects.filter(pk__in=ids).update(
        content="", data=None, deleted_at=clock.now(), words=None
    )
    return len(ids)


def _reactions(conversation: Conversation, traces: Traces) -> int:
    mine = Reaction.objects.filter(conversation=conversation, user=traces.person)
    rows = list(mine.filter(on=True).order_by("pk")[:CHUNK])
    for row in rows:
        row.on = False
    _store(conversation, rows, ["on"])
    ReactionRevision.objects.filter(reaction__in=mine).delete()
    return len(rows)


def _system_lines(conversation: Conversation, traces: Traces) -> int:
    """Lines of the system name people: this one is a former member from now on."""
    lines = Message.objects.filter(conversation=conversation, kind=Message.SYSTEM)
    named = lines.filter(data__icontains=traces.id).order_by("number")
    rows = [row for row in named if traces.forgotten(row.data) != row.data][:CHUNK]
    for row in rows:
        _unname(row, traces)
    _store(conversation, rows, ["content", "data"])
    return len(rows)


def _system_revisions(conversation: Conversation, traces: Traces) -> int:
    kept = MessageRevision.objects.filter(conversation=conversation)
    named = kept.filter(data__icontains=traces.id).order_by("pk")
    rows = [row for row in named if traces.forgotten(row.data) != row.data][:CHUNK]
    for row in rows:
        _unname(row, traces)
    MessageRevision.objects.bulk_update(rows, ["content", "data"])
    return len(rows)


def _unname(row: Message | MessageRevision, traces: Traces) -> None:
    for name in traces.names(row.data):
        row.content = row.content.replace(name, former.NAME)
    row.data = traces.forgotten(row.data)


#: Revisions last: what is changed is kept as one for former members.
STEPS: tuple[Step, ...] = (_messages, _reactions, _system_lines, _revisions, _system_revisions)


def _store(conversation: Conversation, rows: list[Row], fields: list[str]) -> None:
    """Each gets the next version of the topic: a change without one would be hidden from nobody."""
    if not rows:
        return
    first = next_version(conversation, len(rows)) - len(rows) + 1
    for version, row in enumerate(rows, start=first):
        row.version = version
    type(rows[0])._base_manager.bulk_update(rows, [*fields, "version"])
