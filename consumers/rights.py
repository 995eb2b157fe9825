"""A watch ends with its right, even where the news of that got lost.

What people watch is looked at anew, by the same lookups as when they began to watch.
"""

from collections.abc import Iterable, Mapping

from consumers.hub import Hub
from core.executor import in_database
from core.sql import one_look, rows
from people.models import User
from protocol import topics


async def review(hub: Hub, people: Iterable[int]) -> None:
    """Take from these people the places that are not theirs to watch any more."""
    watched = {person: hub.watched_by(person) for person in people}
    watched = {person: places for person, places in watched.items() if places}
    if not watched:
        return
    granted = await in_database(grant, watched)
    for person, places in watched.items():
        for place in places - granted[person]:
            hub.revoke(place, {person})


# --- in a database thread --------------------------------------------------------------------


def lost_since(xid: int) -> list[int]:
    """People who may see less than before, by a transaction not older than this. Of everybody:
    whoever comes in during the look must not be left out."""
    found = rows("SELECT id FROM user_profiles WHERE rights_xid >= %s", [xid])
    return [row["id"] for row in found]


def grant(watched: Mapping[int, set[str]]) -> dict[int, set[str]]:
    """Of the places that each of these people watches, those that they may."""
    with one_look():
        users = User.objects.in_bulk(watched)
        return {person: _may(users[person], places) for person, places in watched.items()}


def _may(user: User, places: set[str]) -> set[str]:
    return {
        named[id]
        for kind, named in topics.by_kind(places).items()
        for id in kind.granted(named, reader=user)
    }
