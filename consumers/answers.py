"""What the socket itself answers: hello, sync, watch; every other verb is a command."""

import asyncio
from typing import Any

import msgspec
from django.conf import settings

from consumers import sync, watching, welcome
from consumers.commands import carry_out, signed_in
from consumers.connection import Connection, note_time
from consumers.frames import Hello, Observe, Reset, Sync, Unwatch, Watch, Welcome
from consumers.inbound import Frame
from consumers.reading import read
from consumers.welcome import Caught
from core.executor import in_database
from core.refused import Refused, unavailable
from protocol import topics
from protocol.version import HERE


async def answer(client: Connection, frame: Frame) -> Any:
    """The `data` of the reply, or None where the answer was sent already."""
    ask = frame.ask
    if isinstance(ask, Hello):
        await hello(client, ask, frame.ref)
        return None
    if not client.said_hello:
        # A hello that could not be answered is no fault of the client's, nor what came behind it.
        raise unavailable() if client.asked_in else Refused("bad_request", "Say hello first.")
    if isinstance(ask, Sync):
        await catch_up(client, ask, frame.ref)
        return None
    if isinstance(ask, Watch):
        await watching.watch(client, ask, frame.ref)
        return None
    if isinstance(ask, Unwatch):
        return watching.unwatch(client, ask)
    if isinstance(ask, Observe):
        await in_database(signed_in, client.sign_in)
        return {"online": await client.node.presence.observe(client, ask.people)}
    return await in_database(carry_out, ask, client.sign_in, client.present)


async def hello(client: Connection, ask: Hello, ref: int | None) -> None:
    """Join, then look, then go on from there: nothing falls between stored and live."""
    if client.said_hello:
        raise Refused("bad_request", "You have said hello already.")
    client.asked_in = True
    node, subscription = client.node, client.subscription
    try:
        async with asyncio.timeout(settings.LIMITS.hello_within):
            await node.sweep.started.wait()
            await node.bus.started.wait()
    except TimeoutError as nothing:
        raise unavailable() from nothing
    epoch = node.sweep.epoch
    subscription.hold([None])
    client.enter()
    for place in filter(topics.is_place, ask.cursors):
        subscription.choose(place)
    client.present = client.present or ask.present
    try:
        fresh = None if ask.epoch == epoch else "epoch"
        caught = await read(client, welcome.catch_up, ask, fresh=fresh)
    except BaseException:
        client.step_back()
        subscription.discard(None)
        raise
    _leave_out_revoked(client, caught)
    for place in caught.gone:
        subscription.leave(place)
    for topic, version in caught.heads().items():
        subscription.know(topic, version)
    client.put({"type": Welcome.type, **_welcome(caught, epoch, ref)})
    subscription.release([None])


def _leave_out_revoked(client: Connection, caught: Caught) -> None:
    """Places that were this person's when they were read, and are no more."""
    for place in filter(topics.is_place, list(caught.topics)):
        if place not in client.subscription.watched:
            del caught.topics[place]
            caught.gone.append(place)


def _welcome(caught: Caught, epoch: str, ref: int | None) -> dict[str, Any]:
    limits = settings.LIMITS
    return {
        "ref": ref,
        "server": HERE,
        "me": caught.me,
        "epoch": epoch,
        "now": note_time(caught.now),
        "heartbeat": limits.ping_after,
        "limits": msgspec.structs.asdict(limits),
        "inbox": caught.inbox,
        "topics": caught.topics,
        "gone": caught.gone,
    }


async def catch_up(client: Connection, ask: Sync, ref: int | None) -> None:
    """Frames and heads of what is being read come after the answer, which may be older."""
    subscription = client.subscription
    subscription.hold(ask.cursors)
    try:
        states = await read(client, sync.read_many, ask.cursors)
        for name, state in states.items():
            subscription.know(name, state.version)
            if state.reset is not None:
                client.put({"type": Reset.type, "topic": name, "reason": state.reset})
        client.reply(ref, states)
    finally:
        subscription.release(ask.cursors)
