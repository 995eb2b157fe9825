"""Trying to get in right before and right after a deadline, by every door, and what came of it."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple

from tools.chaos import processes
from tools.chaos.client import Client, Frame, Http
from tools.chaos.play import Person
from tools.chaos.processes import Web
from tools.chaos.world import World

#: Seconds. What is sent or decided so close to a deadline is near it.
NEAR = 0.05
#: Seconds behind its moment after which a try is no try any more.
TOO_BUSY = 0.02
#: What is tried, and the field that says to what.
FIELDS = {"call.apply": "call", "call.confirm": "application", "offer.accept": "offer"}


class Try(NamedTuple):
    """Somebody (by `pk`) says yes `to` a call, an application or an offer, at this moment."""

    at: float
    deadline: datetime
    person: int
    verb: str
    to: str
    terms: str
    by_socket: bool


class Came(NamedTuple):
    """Seconds after the deadline, negative before it; `decided` by the database's clock, as far
    as the answer has a receipt. `code`: of a refusal."""

    verb: str
    sent: float
    answered: float
    decided: float | None = None
    code: str | None = None

    @property
    def near(self) -> bool:
        moments = (self.sent, self.sent if self.decided is None else self.decided)
        return min(map(abs, moments)) <= NEAR


class Doors(NamedTuple):
    """One person's: a socket of one process, and the API of another."""

    socket: Client
    http: Http

    async def ask(self, one: Try) -> Frame:
        """The data of an answer, or the error of a refusal."""
        fields = {"key": str(uuid.uuid4()), FIELDS[one.verb]: one.to, "terms": one.terms}
        if not one.by_socket:
            answer: Frame = (await self.http.ask(one.verb, **fields)).json()
            return answer
        reply = await self.socket.ask(one.verb, **fields)
        data: Frame = reply["data"] if reply["ok"] else reply["error"]
        return data


@asynccontextmanager
async def straight(world: World) -> AsyncIterator[list[Web]]:
    """Two web processes more, without our lines: through those an answer takes twice the time."""
    webs = [await world.do(_web, world, f"straight{n}") for n in (1, 2)]
    with processes.running(*webs):
        for web in webs:
            await world.do(web.wait)
        yield webs


def _web(world: World, name: str) -> Web:
    return Web(world.environment, log=world.data.logs / f"{name}.log")


@asynccontextmanager
async def doors(webs: Sequence[Web], people: Sequence[Person]) -> AsyncIterator[dict[int, Doors]]:
    """Each has a socket of one process and asks the API of the next."""
    opened: dict[int, Doors] = {}
    try:
        for n, person in enumerate(people):
            near, far = (webs[(n + step) % len(webs)] for step in (0, 1))
            socket = await Client.connect(near.port, person.token)
            opened[person.user.pk] = Doors(socket, Http(far.origin, person.token))
            await socket.hello()
        yield opened
    finally:
        for both in opened.values():
            await both.socket.drop()
            await both.http.client.aclose()


async def until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.time()))


async def rush(tries: Iterable[Try], doors: Mapping[int, Doors]) -> list[Came]:
    """Each at its moment, whatever becomes of the others; those that are missed are left out."""
    going = []
    for one in sorted(tries, key=lambda one: one.at):
        await until(one.at)
        if time.time() - one.at <= TOO_BUSY:
            going.append(asyncio.create_task(_try(one, doors[one.person])))
    return await asyncio.gather(*going)


async def _try(one: Try, doors: Doors) -> Came:
    deadline = one.deadline.timestamp()
    sent = time.time() - deadline
    said = await doors.ask(one)
    answered, receipt = time.time() - deadline, said.get("receipt")
    decided = None
    if receipt:
        decided = (datetime.fromisoformat(receipt["decided_at"]) - one.deadline).total_seconds()
    return Came(one.verb, sent, answered, decided, said.get("code"))
