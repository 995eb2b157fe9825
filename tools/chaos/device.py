"""One tab of one person, as the web client behaves: it comes back, catches up and sends again."""

import asyncio
import itertools
import uuid
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import websockets

from tools.chaos.client import AGAIN, Client, Frame
from tools.chaos.screen import Screen

#: How long a gap may close by itself before the client asks.
PATIENCE = 0.3
LOST = (OSError, TimeoutError, ConnectionError, websockets.WebSocketException)


class Device:
    """Everything that it sent, was answered and heard is kept for the history checker."""

    def __init__(self, name: str, token: str, ports: Sequence[int]) -> None:
        """`ports`: tried in turn, a connection each."""
        self.name, self.token = name, token
        self._ports = itertools.cycle(ports)
        #: Texts in the order in which they were said: key -> (conversation, content).
        self.said: dict[str, tuple[str, str]] = {}
        self.answers: dict[str, Frame] = {}
        self.refusals: list[Frame] = []
        self.connections: list[Client] = []
        #: Where it stood when each of its connections began.
        self.began: list[dict[str, int]] = []
        self.codes: list[int | None] = []
        self.resets: list[str] = []
        self.screen = Screen()
        self.watched: set[str] = set()
        self._moved = asyncio.Condition()
        self._life = asyncio.create_task(self._live())

    @property
    def cursors(self) -> dict[str, int]:
        return self.screen.cursors

    @property
    def messages(self) -> dict[str, dict[int, Frame]]:
        return self.screen.messages

    @property
    def unread(self) -> dict[str, int]:
        return self.screen.unread

    async def stop(self) -> None:
        self._life.cancel()
        await asyncio.wait([self._life])
        if not self._life.cancelled():
            self._life.result()
        for client in self.connections:
            await client.close()

    # --- what the person does ----------------------------------------------------------------

    async def say(self, talk: str, content: str) -> str:
        """Into the outbox; the key by which it is known."""
        key = str(uuid.uuid4())
        self.said[key] = (talk, content)
        await self._notify()
        return key

    async def watch(self, place: str) -> None:
        """From now on; a connection that is lost meanwhile is followed by one that asks."""
        self.watched.add(place)
        with suppress(*LOST):
            reply = await self.connections[-1].ask("watch", topic=place)
            if reply["ok"]:
                self.screen.take(place, reply["data"])

    async def until(self, holds: Any, within: float = 20) -> None:
        async with asyncio.timeout(within), self._moved:
            await self._moved.wait_for(lambda: self._life.done() or holds())
        if self._life.done():
            self._life.result()

    async def answered(self, within: float = 20) -> None:
        await self.until(lambda: self.said.keys() == self.answers.keys(), within)

    async def hears(self, talk: str, content: str, within: float = 20) -> None:
        def heard() -> bool:
            return any(m["content"] == content for m in self.messages[talk].values())

        await self.until(heard, within)

    async def _notify(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    # --- a connection, and the next ----------------------------------------------------------

    async def _live(self) -> None:
        try:
            while True:
                with suppress(*LOST):
                    client = await Client.connect(next(self._ports), self.token)
                    self.connections.append(client)
                    self.began.append(dict(self.cursors))
                    try:
                        await self._use(client)
                    finally:
                        await client.drop()
                await asyncio.sleep(AGAIN)
        finally:
            await self._notify()

    async def _use(self, client: Client) -> None:
        cursors = {t: v for t, v in self.cursors.items() if t != "user"}
        own = {"epoch": self.screen.epoch, "user": self.cursors.get("user")}
        welcome = await client.hello(cursors=cursors, **own)
        if welcome["type"] != "welcome":  # not now
            return
        await self._sync(client, *self.screen.welcome(welcome))
        for place in self.watched - self.cursors.keys():
            self.screen.take(place, await client.do("watch", topic=place))
        await self._notify()
        jobs = [asyncio.create_task(job) for job in (self._listen(client), self._send(client))]
        try:
            done, _ = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
            for job in done:
                job.result()
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)
            with suppress(*LOST):
                self.codes.append(await client.closed(within=1))

    async def _send(self, client: Client) -> None:
        """One after the other, each until it is answered for good."""
        while True:
            await self.until(lambda: self.said.keys() != self.answers.keys(), within=3600)
            key = next(key for key in self.said if key not in self.answers)
            talk, content = self.said[key]
            reply = await client.ask("message.send", key=key, conversation=talk, content=content)
            if reply["ok"] or not reply["error"]["retry"]:
                self.answers[key] = reply
                await self._notify()
            else:
                self.refusals.append(reply)
                await asyncio.sleep(AGAIN)

    # --- what comes in -----------------------------------------------------------------------

    async def _listen(self, client: Client) -> None:
        for seen in itertools.count():
            await client.wait(lambda _, seen=seen: len(client.frames) > seen, within=3600)  # type: ignore[misc]
            frame = client.frames[seen]
            if frame["type"] == "heads":
                await self._sync(client, *self.screen.behind(frame["topics"]))
            elif frame["type"] == "reset":
                self.resets.append(frame["reason"])
            elif "version" in frame and "topic" in frame and self.screen.hear(frame):
                await asyncio.sleep(PATIENCE)
                await self._sync(client, frame["topic"])
            await self._notify()

    async def _sync(self, client: Client, *names: str) -> None:
        for name in names:
            more = True
            while more:
                reply = await client.ask("sync", cursors={name: self.cursors.get(name, 0)})
                if not reply["ok"]:
                    assert reply["error"]["retry"], reply
                    await asyncio.sleep(AGAIN)
                    continue
                state = reply["data"].get(name, {"version": 0, "objects": []})
                more = state.get("more", False)
                self.screen.take(name, state)
