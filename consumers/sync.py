"""Catching up: what a person may see of a topic since a version, from one consistent look.

State-based: rows with `version > cursor`, in version order. There is no log of events and so
no window after which history is lost.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection
from django.db.transaction import atomic

from consumers.frames import Hello, Inbox, TopicState
from conversations import queries as conversations
from conversations.models import Participant
from conversations.queries import changes as conversation_changes
from conversations.queries import images, inbox
from feed import queries as feed
from feed.queries import changes as feed_changes
from notifications import queries as notifications
from people import queries as people
from people.events import Me, ProfileChanged
from people.models import User
from protocol import topics
from protocol.refused import Refused
from protocol.sql import rows
from protocol.wire import Change, Framed
from workflows import queries as workflows
from workflows.models import OpenCall
from workflows.queries import calls, own

Places = Mapping[UUID, Participant]

#: The time, and the oldest transaction that is still running.
MOMENT = "SELECT callboard_now() AS now, pg_snapshot_xmin(pg_current_snapshot()) AS xmin"


class Caught(NamedTuple):
    """Everything a welcome says that comes from the database."""

    me: Me
    now: datetime
    inbox: Inbox
    topics: dict[str, TopicState]
    gone: list[str]


@contextmanager
def one_look() -> Iterator[None]:
    """A transaction in which all queries see the same moment."""
    with atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def look_of(user_id: int) -> Iterator[User]:
    """One look for this person, as they are in it."""
    with one_look():
        yield User.objects.select_related("model_profile").get(pk=user_id)


def catch_up(user: User, hello: Hello, *, fresh: str | None) -> Caught:
    """In one look: what changed for a person since their cursors.

    `fresh`: why the cursors do not count ("epoch"); topics that they name are snapshots then.
    """
    known = _places(hello.cursors, user)
    found = {
        name: read(name, cursor, user=user, known=known, fresh=fresh)
        for name, cursor in hello.cursors.items()
    }
    states = {name: state for name, state in found.items() if state is not None}
    gone = [name for name in found if name not in states]
    states["user"] = read_own(user, None if fresh else hello.user)
    [moment] = rows(
        "SELECT callboard_now() AS now, pg_snapshot_xmin(pg_current_snapshot()) AS xmin"
    )
    heads = _inbox(user, None if fresh else hello.inbox, int(moment["xmin"]))
    return Caught(people.me(user), moment["now"], heads, states, gone)


def read_many(user: User, cursors: Mapping[str, int]) -> dict[str, TopicState]:
    """In one look, for the verb `sync`: the topics that may be read; the others are left out."""
    known = _places(cursors, user)
    states = {name: read(name, cursor, user=user, known=known) for name, cursor in cursors.items()}
    return {name: state for name, state in states.items() if state is not None}


def _places(names: Iterable[str], user: User) -> Places:
    """In all the conversations that are asked for, with one look."""
    parsed = filter(None, map(topics.parse, names))
    asked = [public_id for kind, public_id in parsed if kind == "conversation"]
    return conversations.places(asked, of_user=user) if asked else {}


def read(
    name: str, cursor: int | None, *, user: User, known: Places, fresh: str | None = None
) -> TopicState | None:
    """One topic since `cursor` (None: all of it); None if it is not this person's to see."""
    if name == "user":
        return read_own(user, cursor)
    parsed = topics.parse(name)
    if parsed is None:
        return None
    kind, public_id = parsed
    if kind == "conversation":
        place = known.get(public_id)
        return None if place is None else _conversation(place, cursor, fresh)
    try:
        if kind == "call":
            return _call(workflows.call(public_id, seen_by=user), None if fresh else cursor)
        if kind == "call.host":
            return _call_host(workflows.own_call(public_id, host=user), cursor, fresh)
        as_follower = kind == "profile.followers"
        author = feed.watched_author(public_id, viewer=user, as_follower=as_follower)
        return _profile(author, cursor, fresh, public=not as_follower)
    except Refused:
        return None


# --- each kind of topic ----------------------------------------------------------------------


def read_own(user: User, cursor: int | None) -> TopicState:
    """A person's own topic. Without a cursor only its head: lists come page by page by HTTP."""
    reset = _reset(cursor, user.version) if cursor is not None else None
    if cursor is None or reset or cursor == user.version:
        return TopicState(version=user.version, objects=[], reset=reset)
    limit = settings.LIMITS.sync_page
    found = [
        *inbox.changed_since(user, cursor, limit=limit + 1),
        *images.changed_since(user, cursor, limit=limit + 1),
        *own.changed_since(user, cursor, limit=limit + 1),
        *feed_changes.own_since(user, cursor),
        *notifications.changed_since(user, cursor, limit=limit + 1),
    ]
    if user.profile_version > cursor:
        found.append(Change(user.profile_version, ProfileChanged(data=people.me(user))))
    found.sort(key=lambda change: change.version)
    if len(found) > limit:
        page = found[:limit]
        return TopicState(version=page[-1].version, objects=_objects(page), more=True)
    return TopicState(version=user.version, objects=_objects(found))


def _conversation(place: Participant, cursor: int | None, fresh: str | None) -> TopicState:
    conversation = place.conversation
    reset = fresh or (None if cursor is None else _reset(cursor, conversation.version))
    if cursor is not None and conversation_changes.came_back(place, cursor):
        reset = reset or "joined"
    if cursor is None or reset:
        topic = conversation_changes.snapshot(place)
    else:
        topic = conversation_changes.since(place, cursor)
    return TopicState(
        version=topic.version,
        objects=_objects(topic.changes),
        more=topic.more,
        reset=reset,
        last_read_number=place.last_read_number,
        unread=conversation.last_number - place.last_read_number,
    )


def _call(call: OpenCall, cursor: int | None) -> TopicState:
    known = -1 if cursor is None or cursor > call.version else cursor
    return TopicState(version=call.version, objects=_objects(calls.public_changes(call, known)))


def _call_host(call: OpenCall, cursor: int | None, fresh: str | None) -> TopicState:
    reset = fresh or (None if cursor is None else _reset(cursor, call.host_version))
    known, limit = -1 if cursor is None or reset else cursor, settings.LIMITS.sync_page
    found = calls.host_changes(call, known, limit=limit + 1)
    if len(found) > limit:
        page = found[:limit]
        objects = _objects(page)
        return TopicState(version=page[-1].version, objects=objects, more=True, reset=reset)
    return TopicState(version=call.host_version, objects=_objects(found), reset=reset)


def _profile(author: User, cursor: int | None, fresh: str | None, *, public: bool) -> TopicState:
    faces, limit = feed.faces(author), settings.LIMITS.sync_page
    head = faces.version if public else faces.followers_version
    known = -1 if cursor is None else cursor
    reset = fresh or (None if known < 0 else _reset(known, head))
    if known < 0 or reset:
        newest = feed_changes.snapshot(author, public=public)
        return TopicState(version=head, objects=_objects(newest), reset=reset)
    found = feed_changes.of_face(author, known, public=public, limit=limit + 1)
    if len(found) > limit:
        page = found[:limit]
        return TopicState(version=page[-1].version, objects=_objects(page), more=True)
    return TopicState(version=head, objects=_objects(found))


def read_feed(user: User) -> dict[str, int]:
    """In one look: the places of this person's feed, with the version of each."""
    return feed_changes.faces_of_followed(user)


def _reset(cursor: int, head: int) -> str | None:
    """Why a cursor cannot be continued from, if so."""
    if cursor > head:
        return "ahead"
    if head - cursor > settings.LIMITS.reset_after_versions:
        return "behind"
    return None


def _objects(changes: Sequence[Change | Framed]) -> list[Any]:
    return [
        change.frame
        if isinstance(change, Framed)
        else {
            "type": change.event.event,
            "version": change.version,
            **msgspec.structs.asdict(change.event),
        }
        for change in changes
    ]


def _inbox(user: User, cursor: str | None, xmin: int) -> Inbox:
    """Heads since a cursor, which is the oldest transaction still running at the last look."""
    limit = settings.LIMITS.inbox_page
    known = cursor is not None and cursor.isdecimal() and len(cursor) < 20
    if cursor is not None and known and int(cursor) <= xmin:
        heads, more = inbox.heads_since(user, int(cursor), limit=limit)
    else:
        heads, more = inbox.first_heads(user, limit=limit)
    return Inbox(cursor=str(xmin), heads=heads, more=more)
