"""Coming back: from the first byte of the handshake until everything missed is there."""

import asyncio
import time
from typing import Any, NamedTuple

import msgspec

from tools.bench import load, machine, processes, world
from tools.bench.tables import Goal, Table

MISSED, TIMES = 1_000, 11
PLACES = 50


class Object(msgspec.Struct):
    type: str


class Topic(msgspec.Struct):
    version: int
    objects: list[Object]
    more: bool = False

    def texts(self) -> int:
        return sum(o.type == "message.created" for o in self.objects)


class Inbox(msgspec.Struct):
    cursor: str


class Welcome(msgspec.Struct):
    epoch: str
    inbox: Inbox
    topics: dict[str, Topic]


class Synced(msgspec.Struct):
    data: dict[str, Topic]


class Known(NamedTuple):
    """What a client remembers of the time before it went away."""

    epoch: str
    inbox: str
    user: int
    cursors: dict[str, int]

    def hello(self) -> bytes:
        return msgspec.json.encode({"type": "hello", "ref": 1, **self._asdict()})


def run(server: str) -> list[Table]:
    processes.place_servers(machine.SERVER)
    (reader, token), *others = world.people(PLACES + 1, f"catchup-{server}")
    conversations = world.conversations([(reader, other) for other, _ in others])
    world.settle()
    with processes.web(server) as port:
        known = asyncio.run(_meet(port, token, conversations))
        one = known._replace(cursors=dict(list(known.cursors.items())[:1]))
        world.messages(conversations[:1], MISSED)
        world.settle()
        deep = [asyncio.run(_return(port, token, one, MISSED)) for _ in range(TIMES)]
        world.messages(conversations[1:], MISSED // PLACES)
        world.settle()
        total = MISSED + (PLACES - 1) * (MISSED // PLACES)
        wide = [asyncio.run(_return(port, token, known, total)) for _ in range(TIMES)]
    rows = [
        _row(f"{MISSED:,} in one conversation", deep),
        _row(f"and {MISSED // PLACES} in each of {PLACES - 1} others", wide),
    ]
    title = f"catchup: messages missed, sign-in included, {server}, everything on one core"
    columns = ["missed", "questions", "first ms", "p50 ms", "slowest ms"]
    typical = load.milliseconds([took for took, _ in deep[1:]], 0.5)
    goals = [Goal(f"p50 ms, {MISSED:,} in one conversation", typical, "<=", 10)]
    return [Table(title, columns, rows, goals=goals)]


async def _meet(port: int, token: str, conversations: list[str]) -> Known:
    client = await load.dial(port, token)
    client.send(b'{"type":"hello","ref":1}')
    welcome = msgspec.json.decode(await client.answer(), type=Welcome)
    client.close()
    cursors = {f"conversation.{conversation}": 2 for conversation in conversations}
    return Known(welcome.epoch, welcome.inbox.cursor, welcome.topics["user"].version, cursors)


async def _return(port: int, token: str, known: Known, missed: int) -> tuple[float, int]:
    """How long it took until all were there, and how many questions."""
    begun, asked = time.perf_counter(), 1
    client = await load.dial(port, token)
    client.send(known.hello())
    topics = msgspec.json.decode(await client.answer(), type=Welcome).topics
    got = sum(topic.texts() for topic in topics.values())
    while further := {name: topic.version for name, topic in topics.items() if topic.more}:
        asked += 1
        question: dict[str, Any] = {"type": "sync", "ref": asked, "cursors": further}
        client.send(msgspec.json.encode(question))
        topics = msgspec.json.decode(await client.answer(), type=Synced).data
        got += sum(topic.texts() for topic in topics.values())
    took = time.perf_counter() - begun
    client.close()
    assert got == missed, f"{got} of {missed}"
    return took, asked


def _row(name: str, returns: list[tuple[float, int]]) -> list[object]:
    took = [seconds for seconds, _ in returns]
    later = took[1:]
    shares = [load.milliseconds(later, share) for share in (0.5, 1.0)]
    return [name, returns[0][1], load.milliseconds(took[:1], 1.0), *shares]
