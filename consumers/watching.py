"""Places that a socket hears of: one by one, or at once those of everybody whom I follow."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

from consumers import sync
from consumers.frames import Unwatch, Watch
from protocol import topics
from protocol.refused import Refused, not_found

if TYPE_CHECKING:
    from consumers.answers import Reader
    from consumers.socket import Socket

#: Not a topic but many: the followers' faces of all whom this person follows.
FEED = "feed"


async def watch(socket: "Socket", ask: Watch, ref: int | None, read: "Reader") -> None:
    """A place from now on, with its state up to the first frame that follows the reply."""
    if ask.topic == FEED:
        await _watch_feed(socket, ref, read)
        return
    if not topics.is_place(ask.topic):
        raise not_found()
    _guard_number(socket, ask.topic)
    socket.hold(ask.topic)
    socket.hub.watch(socket, ask.topic)
    cursor = -1 if ask.version is None else ask.version
    try:
        states = await read(socket, sync.read_many, {ask.topic: cursor})
        # It may have been revoked meanwhile, although it was there when it was read.
        if ask.topic not in states or ask.topic not in socket.watched:
            raise not_found()
    except BaseException:
        socket.hub.unwatch(socket, ask.topic)
        socket.discard(ask.topic)
        raise
    socket.chosen.add(ask.topic)
    state = states[ask.topic]
    socket.told[ask.topic] = state.version
    socket.reply(ref, state)
    socket.release(ask.topic)


def _guard_number(socket: "Socket", topic: str) -> None:
    full = len(socket.chosen) >= settings.LIMITS.watched_places
    if full and topic not in socket.chosen:
        raise Refused("rate_limited", "You watch too much at once.", after_ms=0)


async def _watch_feed(socket: "Socket", ref: int | None, read: "Reader") -> None:
    """Hints of new posts from here on; what came before is read over HTTP."""
    heads: dict[str, int] = await read(socket, sync.read_feed)
    for place in socket.feed - heads.keys():
        _leave(socket, place)
    socket.feed = set(heads)
    for place, version in heads.items():
        socket.hub.watch(socket, place)
        socket.told[place] = max(version, socket.told.get(place, -1))
    socket.reply(ref, {"watched": len(heads)})
    # What was published between the look and the watch; and whom one follows no more.
    now: dict[str, int] = await read(socket, sync.read_feed)
    for place in heads.keys() - now.keys():
        socket.hub.revoke(place, {socket.person})
    for place, version in now.items():
        if place in socket.feed:
            socket.tell_head(place, version)


def unwatch(socket: "Socket", ask: Unwatch) -> dict[str, Any]:
    if ask.topic == FEED:
        for place in list(socket.feed):
            _leave(socket, place)
        socket.feed = set()
    else:
        socket.chosen.discard(ask.topic)
        if ask.topic not in socket.feed:
            socket.hub.unwatch(socket, ask.topic)
    return {}


def _leave(socket: "Socket", place: str) -> None:
    if place not in socket.chosen:
        socket.hub.unwatch(socket, place)
