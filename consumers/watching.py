"""Places that a client hears of: one by one, or many that are watched by one name."""

from typing import Any

from django.conf import settings

from consumers import sync
from consumers.connection import Connection
from consumers.frames import Unwatch, Watch
from consumers.reading import read
from core.refused import Refused, not_found
from protocol import topics


async def watch(client: Connection, ask: Watch, ref: int | None) -> None:
    """Subscribe to a place and reply with its state; frames go on from there."""
    place, subscription = ask.topic, client.subscription
    if place in topics.GROUPS:
        await _watch_group(client, place, ref)
        return
    if not topics.is_place(place):
        raise not_found()
    _guard_number(client, place)
    subscription.hold([place])
    subscription.watch(place)
    try:
        states = await read(client, sync.read_many, {place: ask.version})
        # It may have been revoked meanwhile, although it was there when it was read.
        if place not in states or place not in subscription.watched:
            raise not_found()
    except BaseException:
        subscription.leave(place)
        subscription.discard(place)
        raise
    subscription.choose(place)
    subscription.know(place, states[place].version)
    client.reply(ref, states[place])
    subscription.release([place])


def _guard_number(client: Connection, place: str) -> None:
    chosen = client.subscription.chosen
    if len(chosen) >= settings.LIMITS.watched_places and place not in chosen:
        raise Refused("rate_limited", "You watch too much at once.", after_ms=0)


async def _watch_group(client: Connection, name: str, ref: int | None) -> None:
    """Subscribe to a group's places. What came before is read over HTTP."""
    subscription = client.subscription
    heads = await read(client, topics.GROUPS[name])
    subscription.watch_group(name, heads)
    client.reply(ref, {"watched": len(heads)})
    # What was told between the look and the watch; and what is no longer part of it.
    now = await read(client, topics.GROUPS[name])
    for place in heads.keys() - now.keys():
        client.node.hub.revoke(place, [client.person])
    for place, version in now.items():
        if subscription.is_in_group(name, place):
            subscription.tell_head(place, version)


def unwatch(client: Connection, ask: Unwatch) -> dict[str, Any]:
    client.subscription.unwatch(ask.topic)
    return {}
