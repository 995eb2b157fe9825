"""A watch ends with its right, even where the news of that got lost.

What people watch is looked at anew, by the same lookups as when they began to watch.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from consumers.sync import one_look
from feed import queries as feed
from people.models import User
from protocol import topics
from protocol.executor import in_database
from workflows import queries as workflows

if TYPE_CHECKING:
    from consumers.hub import Hub


async def review(hub: "Hub", people: Iterable[int]) -> None:
    """Take from these people the places that are not theirs to watch any more."""
    watched = {person: _watched(hub, person) for person in people}
    watched = {person: places for person, places in watched.items() if places}
    if not watched:
        return
    granted = await in_database(grant, watched)
    for person, places in watched.items():
        for place in places - granted[person]:
            hub.revoke(place, {person})


def _watched(hub: "Hub", person: int) -> set[str]:
    return {place for socket in hub.people.get(person, ()) for place in socket.watched}


# --- in a database thread --------------------------------------------------------------------


def grant(watched: Mapping[int, set[str]]) -> dict[int, set[str]]:
    """Of the places that each of these people watches, those that they may."""
    with one_look():
        users = User.objects.in_bulk(watched)
        return {person: _may(users[person], places) for person, places in watched.items()}


def _may(user: User, places: set[str]) -> set[str]:
    by_kind: dict[str, dict[UUID, str]] = {}
    for place in places:
        parsed = topics.parse(place)
        if parsed is not None:
            kind, public_id = parsed
            by_kind.setdefault(kind, {})[public_id] = place
    granted: set[str] = set()
    for kind, named in by_kind.items():
        found = _behind(kind, user).filter(public_id__in=named)
        granted |= {named[id] for id in found.values_list("public_id", flat=True)}
    return granted


def _behind(kind: str, user: User) -> "QuerySet[Any]":
    """The rows whose places of this kind a person may watch."""
    if kind == "call":
        return workflows.calls_seen_by(user)
    if kind == "call.host":
        return workflows.calls_seen_by(user).filter(host=user)
    return feed.authors(heard_by=user, as_follower=kind == "profile.followers")
