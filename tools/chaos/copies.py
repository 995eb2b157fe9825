"""One command by many doors at once, and messages on the bus that nobody should send."""

import asyncio
import os
import uuid
from typing import Any

import msgspec
import redis

from consumers.bus import GROUP
from tools.chaos.client import Client, Http
from tools.chaos.play import Fault, Play

TRIES = 50
CHANNEL = f"asgi__group__{GROUP}"
POISONED = "callboard_poison_events_total"
packed = msgspec.msgpack.encode


async def copies(play: Play) -> str:
    """Fifty sends with one key over three processes, by socket and by HTTP."""
    hanna, phone = play.device(play.hanna), play.device(play.ana)
    await play.there(hanna, phone)
    async with play.another("web3"):
        sockets = [await Client.connect(port, play.ana.token) for port in play.world.ports()]
        for socket in sockets:
            await socket.hello()
        doors = [play.door(play.ana, server) for server in play.servers]
        for n in range(play.times):
            said: dict[str, Any] = {"key": str(uuid.uuid4()), "conversation": play.talk}
            said["content"] = f"Only once {n}"
            every: list[Client | Http] = [*sockets, *doors]
            play.chance.shuffle(every)
            answers = await asyncio.gather(
                *(every[turn % len(every)].do("message.send", **said) for turn in range(TRIES))
            )
            places = {(answer["number"], answer["version"]) for answer in answers}
            first = sum(not answer.get("duplicate", False) for answer in answers)
            assert len(places) == 1, f"{len(places)} different answers"
            assert first == 1, f"{first} of them say that they were the first"
        for socket in sockets:
            await socket.close()
        await play.whole(hanna, phone)
    return f"{play.times * TRIES} sends, {play.times} texts"


def poison(play: Play) -> bytes:
    """Bytes, words and shapes that mean nothing, or claim to mean something."""
    batch: Any = {"type": "bus", "from": f"{play.chance.random()}", "n": 1, "body": b"\xc1"}
    kinds: list[Any] = [
        os.urandom(64),
        packed({"type": "bus"}),
        packed({"type": "chat.message", "text": "hello"}),
        packed(batch),
        packed(batch | {"n": "many"}),
        packed(batch | {"body": packed([["Promotion", 1, 2, 3]])}),
        packed(batch | {"body": packed([{"type": "message.send", "content": "from the bus"}])}),
        b"{not json",
    ]
    return bytes(play.chance.choice(kinds))


async def poisoned(play: Play) -> str:
    """While people write, whoever can reach Redis says what nobody understands."""
    hanna = play.device(play.hanna, play.servers[0].port)
    ana = play.device(play.ana, play.servers[1].port)
    await play.there(hanna, ana, *play.strangers)
    with redis.Redis.from_url(play.world.redis.url) as client:
        for n in range(play.times):
            await play.chat(f"Round {n}", 2, hanna, ana)
            for _ in range(5):
                client.publish(CHANNEL, poison(play))
            await asyncio.sleep(0.05)
    await play.whole(hanna, ana)
    counted = [server.web.metric(POISONED) for server in play.servers]
    assert min(counted) > 0, "it was not counted"
    cut_off = [len(one.connections) for one in (hanna, ana, *play.strangers)]
    assert set(cut_off) == {1}, "a socket died of it"
    return f"{play.texts(hanna, ana)}; {int(sum(counted))} counted; {play.soon(hanna, ana)}"


FAULTS = [
    Fault(
        "copies",
        "50 sends with one key, 3 processes, both doors: one row, one answer",
        full=50,
        short=2,
        act=copies,
    ),
    Fault(
        "poison",
        "nonsense on the bus is counted and skipped, no socket dies",
        full=200,
        short=10,
        act=poisoned,
    ),
]
