"""What the socket itself answers: hello, sync, watch; every other verb is a command."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from django.conf import settings

from consumers import sync, watching
from consumers.commands import carry_out, signed_in
from consumers.frames import Hello, Observe, Reset, Sync, TopicState, Unwatch, Watch, Welcome
from consumers.inbound import Frame
from consumers.sync import Caught
from protocol import topics
from protocol.executor import in_database
from protocol.refused import Refused, unavailable

if TYPE_CHECKING:
    from consumers.socket import Socket

Read = TypeVar("Read")
#: Looks at the database for the person behind a socket.
Reader = Callable[..., Awaitable[Any]]


#: How far the deciding clock, the database's, is ahead of this machine's, as last read.
_ahead = timedelta(0)


def server_time() -> datetime:
    """The database's time without asking it: for countdowns on screens, it decides nothing."""
    return datetime.now(UTC) + _ahead


def _told(now: datetime) -> datetime:
    global _ahead
    _ahead = now - datetime.now(UTC)
    return now


async def answer(socket: "Socket", frame: Frame) -> Any:
    """The `data` of the reply, or None where the answer was sent already."""
    ask = frame.ask
    if isinstance(ask, Hello):
        await hello(socket, ask, frame.ref)
        return None
    if not socket.said_hello:
        raise Refused("bad_request", "Say hello first.")
    if isinstance(ask, Sync):
        await catch_up(socket, ask, frame.ref)
        return None
    if isinstance(ask, Watch):
        await watching.watch(socket, ask, frame.ref, _read)
        return None
    if isinstance(ask, Unwatch):
        return watching.unwatch(socket, ask)
    if isinstance(ask, Observe):
        await in_database(signed_in, socket.sign_in)
        return {"online": await socket.hub.presence.observe(socket, ask.people)}
    return await in_database(carry_out, ask, socket.sign_in)


async def _read(socket: "Socket", reading: Callable[..., Read], *args: Any, **kwargs: Any) -> Read:
    """Like commands, nothing is read for a sign-in that has ended."""

    def read() -> Read:
        with sync.one_look():
            user = signed_in(socket.sign_in, with_model=True).user
            return reading(user, *args, **kwargs)

    return await in_database(read)


async def hello(socket: "Socket", ask: Hello, ref: int | None) -> None:
    """Join, then look, then go on from there: nothing falls between stored and live."""
    if socket.said_hello:
        raise Refused("bad_request", "You have said hello already.")
    hub = socket.hub
    try:
        async with asyncio.timeout(settings.LIMITS.hello_within):
            await hub.sweep.started.wait()
            await hub.bus.started.wait()
    except TimeoutError as nothing:
        raise unavailable() from nothing
    epoch = hub.sweep.epoch
    socket.hold(None)
    hub.enter(socket)
    for place in filter(topics.is_place, ask.cursors):
        socket.chosen.add(place)
        hub.watch(socket, place)
    socket.said_hello = True
    try:
        fresh = None if ask.epoch == epoch else "epoch"
        caught = await _read(socket, sync.catch_up, ask, fresh=fresh)
    except BaseException:
        socket.said_hello = False
        hub.step_back(socket)
        hub.strangers.add(socket)
        socket.discard(None)
        raise
    _leave_out_revoked(socket, caught)
    for place in caught.gone:
        hub.unwatch(socket, place)
    _note(socket, caught)
    socket.put({"type": Welcome.type, **_welcome(caught, epoch, ref)})
    socket.release(None)


def _leave_out_revoked(socket: "Socket", caught: Caught) -> None:
    """Places that were this person's when they were read, and are no more."""
    for place in filter(topics.is_place, list(caught.topics)):
        if place not in socket.watched:
            del caught.topics[place]
            caught.gone.append(place)


def _note(socket: "Socket", caught: Caught) -> None:
    """Remember what this client knows now; of a head it knows that it is behind."""
    for head in caught.inbox.heads:
        socket.told[topics.conversation(head.conversation)] = head.version
    for name, state in caught.topics.items():
        socket.told[name] = state.version


def _welcome(caught: Caught, epoch: str, ref: int | None) -> dict[str, Any]:
    limits = settings.LIMITS
    return {
        "ref": ref,
        "me": caught.me,
        "epoch": epoch,
        "now": _told(caught.now),
        "heartbeat": limits.ping_after,
        "limits": msgspec.structs.asdict(limits),
        "inbox": caught.inbox,
        "topics": caught.topics,
        "gone": caught.gone,
    }


async def catch_up(socket: "Socket", ask: Sync, ref: int | None) -> None:
    """Frames and heads of what is being read come after the answer, which may be older."""
    for name in ask.cursors:
        socket.hold(name)
    try:
        states = await _read(socket, sync.read_many, ask.cursors)
        for name, state in states.items():
            _caught_up(socket, name, state)
        socket.reply(ref, states)
    finally:
        for name in ask.cursors:
            socket.release(name)


def _caught_up(socket: "Socket", name: str, state: TopicState) -> None:
    socket.told[name] = max(state.version, socket.told.get(name, -1))
    if state.reset is not None:
        socket.put({"type": Reset.type, "topic": name, "reason": state.reset})
