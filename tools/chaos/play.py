"""One fault, played once: who takes part, what chance decides, how late things came."""

import asyncio
import random
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from typing import NamedTuple

from django.db import connection

from people.models import User
from tools.bench import world as people
from tools.chaos.client import Http
from tools.chaos.contest import insist
from tools.chaos.device import Device
from tools.chaos.history import History
from tools.chaos.world import Server, World

#: What was lost between commit and socket is found in this time.
HEALED = 2.5
#: What this machine may add; what its own loop was late comes on top.
SLACK = 1.0
TICK = 0.05


class Person(NamedTuple):
    name: str
    user: User
    token: str


class Cast(NamedTuple):
    """Hanna hosts, Ana and Jane model and have talked to her, Mika must hear nothing."""

    people: list[Person]
    talks: list[str]


def newcomers(count: int, host: Person) -> Cast:
    """Others who have talked to the host; in a thread of its own."""
    found = [Person(f"Newcomer {n}", *pair) for n, pair in enumerate(people.people(count, "new"))]
    talks = people.conversations([(host.user, person.user) for person in found])
    connection.close()
    return Cast(found, talks)


def cast() -> Cast:
    """People whom no fault has met; in a thread of its own."""
    names = ("Hanna", "Ana", "Jane", "Mika")
    invented = people.people(len(names), "chaos")
    found = [Person(name, *pair) for name, pair in zip(names, invented, strict=True)]
    host, *models = [person.user for person in found]
    people.invite(host)
    people.pose(models)
    talks = people.conversations([(host, models[0]), (host, models[1])])
    connection.close()
    return Cast(found, talks)


class Play:
    """`chance` is all the chance there is, so that a seed plays the same again."""

    def __init__(
        self, world: World, seed: str, times: int, cast: "Cast", stack: AsyncExitStack
    ) -> None:
        self.world, self.times, self._stack = world, times, stack
        self.chance = random.Random(seed)
        self.hanna, self.ana, self.jane, self.mika = cast.people
        #: Where Hanna and Ana write, and Hanna with Jane.
        self.talk, self.other_talk = cast.talks
        self.machine_late = 0.0
        self.strangers = [self.device(self.mika)]
        self.left: dict[Device, int] = {}

    async def watch_the_machine(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(TICK)
            self.machine_late = max(self.machine_late, time.monotonic() - before - TICK)

    @property
    def servers(self) -> list[Server]:
        return self.world.servers

    @asynccontextmanager
    async def another(self, name: str, **limits: object) -> AsyncIterator[Server]:
        """One web process more, for as long as this lasts."""
        with ExitStack() as stack:
            server = self.world.another(name, **limits)
            yield await self.world.do(stack.enter_context, server)

    # --- who looks on ------------------------------------------------------------------------

    def device(self, person: Person, *ports: int) -> Device:
        """Tries these ports in turn; without any, every process's."""
        device = Device(person.name, person.token, ports or self.world.ports())
        self._stack.push_async_callback(device.stop)
        return device

    def door(self, person: Person, server: Server | None = None) -> Http:
        http = Http((server or self.servers[0]).web.origin, person.token)
        self._stack.push_async_callback(http.client.aclose)
        return http

    async def newcomers(self, count: int, port: int) -> tuple[list[str], list[Device]]:
        """Conversations with Hanna, and a device of each other one."""
        met = await asyncio.to_thread(newcomers, count, self.hanna)
        hanna = self.door(self.hanna)
        for talk in met.talks:
            first = {"key": str(uuid.uuid4()), "conversation": talk, "content": "Welcome!"}
            await insist([hanna], "message.send", **first)
        return met.talks, [self.device(person, port) for person in met.people]

    async def there(self, *devices: Device) -> None:
        """Each has said hello, and none of what follows is from before."""
        for device in devices:
            await device.until(lambda d=device: d.cursors, 60)

    async def chat(self, words: str, times: int, *devices: Device, talk: str = "") -> None:
        for n in range(times):
            for device in devices:
                await device.say(talk or self.talk, f"{words} {n} of {device.name}")

    async def greet(self) -> None:
        """Each pair has written to each other: strangers cannot be drawn into a group."""
        pairs = ((self.ana, self.talk), (self.jane, self.other_talk))
        for model, talk in pairs:
            for person in (self.hanna, model):
                words = {"conversation": talk, "content": "Good evening."}
                await insist([self.door(person)], "message.send", key=str(uuid.uuid4()), **words)

    async def meet(self) -> None:
        """The talk is a group that Jane has left: she stays connected and hears no more of it."""
        door, jane = self.door(self.hanna), self.device(self.jane)
        await self.greet()
        invited = [str(person.user.public_id) for person in (self.ana, self.jane)]
        start = {"key": str(uuid.uuid4()), "people": invited, "title": "Tuesday crew"}
        started = await insist([door], "conversation.start", **start)
        self.talk = started.json()["conversation"]
        await self.there(jane)
        leave = {"key": str(uuid.uuid4()), "conversation": self.talk}
        await insist([self.door(self.jane)], "conversation.leave", **leave)
        theirs = self.world.query(
            "SELECT version FROM conversations WHERE public_id = %s", self.talk
        )
        self.left[jane] = theirs[0][0]

    # --- what is asked of them ---------------------------------------------------------------

    async def whole(self, *devices: Device) -> None:
        """H1 to H3, H5 and H6 of the talk of Hanna and Ana."""
        history = History(self.world.query, self.talk, self.strangers, self.left)
        await history.check(*devices, port=self.servers[0].port)

    def allowed(self) -> float:
        """What this machine may add to a promise."""
        return SLACK + self.machine_late

    def soon(self, *devices: Device) -> str:
        """Nobody saw a text later than promised after its commit."""
        slowest = max((delay for one in devices for delay in one.screen.delays), default=0)
        allowed = HEALED + self.allowed()
        assert slowest <= allowed, f"seen {slowest:.2f} s after the commit (machine: {allowed:.2f})"
        return f"seen within {slowest:.2f} s"

    def texts(self, *devices: Device) -> str:
        again = sum(bool(a["data"]["duplicate"]) for d in devices for a in d.answers.values())
        return f"{sum(len(d.said) for d in devices)} texts, {again} answered by their key"


Act = Callable[[Play], Awaitable[str]]


class Fault(NamedTuple):
    """`full` and `short`: how many times, in both forms. `act` returns what was found."""

    name: str
    promise: str
    full: int
    short: int
    act: Act


async def play(fault: Fault, world: World, seed: int, times: int) -> str:
    """What was found; a broken promise is an error."""
    async with AsyncExitStack() as stack:
        met = await asyncio.to_thread(cast)
        played = Play(world, f"{seed} {fault.name}", times, met, stack)
        watching = asyncio.create_task(played.watch_the_machine())
        try:
            await played.meet()
            return await fault.act(played)
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
