"""A client of the socket that asks, waits for frames and keeps everything that it got."""

import asyncio
import itertools
import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

import httpx
import websockets
from websockets.asyncio.client import ClientConnection

Frame = dict[str, Any]
WITHIN = 30.0
AGAIN = 0.1


class Client:
    """One socket of one person. Marks and pings are answered, frames collected in `frames`."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.frames: list[Frame] = []
        self.answers_marks = self.answers_pings = True
        self._refs = itertools.count(1)
        self._replies: dict[int, asyncio.Future[Frame]] = {}
        self._arrived = asyncio.Condition()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def connect(cls, port: int, token: str, **headers: str) -> Self:
        connection = await websockets.connect(
            f"ws://127.0.0.1:{port}/ws",
            subprotocols=[websockets.Subprotocol("callboard.v1")],
            additional_headers={"Authorization": f"Bearer {token}", **headers},
            compression=None,
            max_size=None,
            # A full queue stops the reading; who then waits to send would not hear of the end.
            max_queue=None,
        )
        return cls(connection)

    async def _read(self) -> None:
        try:
            async for text in self.connection:
                await self._take(json.loads(text))
        except websockets.ConnectionClosed:
            pass
        finally:
            for reply in self._replies.values():
                if not reply.done():
                    reply.set_exception(ConnectionError("the socket closed"))
            async with self._arrived:
                self._arrived.notify_all()

    async def _take(self, frame: Frame) -> None:
        if frame["type"] == "mark":
            if self.answers_marks:
                await self._answer({"type": "mark", "token": frame["token"]})
        elif frame["type"] == "ping" and self.answers_pings:
            await self._answer({"type": "pong"})
        if frame.get("ref") in self._replies:
            self._replies.pop(frame["ref"]).set_result(frame)
        async with self._arrived:
            self.frames.append(frame)
            self._arrived.notify_all()

    async def _answer(self, frame: Frame) -> None:
        """On a line that has ended: what came before its end is heard all the same."""
        with suppress(websockets.ConnectionClosed):
            await self.send(frame)

    # --- out ---------------------------------------------------------------------------------

    async def send(self, frame: Frame | str | bytes) -> None:
        await self.connection.send(json.dumps(frame) if isinstance(frame, dict) else frame)

    async def ask(self, verb: str, **fields: Any) -> Frame:
        """The reply (or the welcome) to a verb."""
        ref = next(self._refs)
        self._replies[ref] = reply = asyncio.get_running_loop().create_future()
        await self.send({"type": verb, "ref": ref, **fields})
        return await asyncio.wait_for(reply, WITHIN)

    async def do(self, verb: str, **fields: Any) -> Any:
        """The data of a verb that is expected to work."""
        reply = await self.ask(verb, **fields)
        assert reply["ok"], reply
        return reply["data"]

    async def insist(self, verb: str, **fields: Any) -> Any:
        """The same, however often it is asked to try again."""
        while True:
            reply = await self.ask(verb, **fields)
            if reply["ok"] or not reply["error"]["retry"]:
                assert reply["ok"], reply
                return reply["data"]
            await asyncio.sleep(AGAIN)

    async def refused(self, verb: str, **fields: Any) -> Any:
        """The error of a verb that is expected not to work."""
        reply = await self.ask(verb, **fields)
        assert not reply["ok"], reply
        return reply["error"]

    async def hello(self, **fields: Any) -> Frame:
        return await self.ask("hello", **fields)

    async def say(self, conversation: str, content: str, key: str | None = None) -> Any:
        return await self.do(
            "message.send",
            key=key or str(uuid.uuid4()),
            conversation=conversation,
            content=content,
        )

    async def give_marks_back(self) -> None:
        """From now on, and all those that were kept."""
        self.answers_marks = True
        for mark in self.heard("mark"):
            await self.send({"type": "mark", "token": mark["token"]})

    # --- in ----------------------------------------------------------------------------------

    async def wait(self, matches: Callable[[Frame], bool], within: float = WITHIN) -> Frame:
        """The first frame, past or to come, that matches."""
        async with asyncio.timeout(within):
            async with self._arrived:
                while True:
                    for frame in self.frames:
                        if matches(frame):
                            return frame
                    if self._reader.done():
                        raise ConnectionError("the socket closed")
                    await self._arrived.wait()

    async def hears(self, type: str, within: float = WITHIN, **data: Any) -> Frame:
        """A frame of this type whose data has these values."""

        def matches(frame: Frame) -> bool:
            body = frame.get("data") or {}
            return frame["type"] == type and all(body.get(k) == v for k, v in data.items())

        return await self.wait(matches, within)

    def heard(self, *types: str) -> list[Frame]:
        return [frame for frame in self.frames if frame["type"] in types]

    def events(self) -> list[Frame]:
        """Everything that was told, without replies and housekeeping."""
        quiet = ("reply", "welcome", "mark", "ping")
        return [frame for frame in self.frames if frame["type"] not in quiet]

    def versions(self, topic: str) -> list[int]:
        """Of a topic's frames, in the order in which they came."""
        return [f["version"] for f in self.frames if f.get("topic") == topic and "version" in f]

    async def closed(self, within: float = WITHIN) -> int | None:
        """The code that the server closed with."""
        await asyncio.wait_for(asyncio.shield(self._reader), within)
        return self.connection.close_code

    async def close(self) -> None:
        await self.connection.close()
        await asyncio.wait([self._reader])

    async def drop(self) -> None:
        """Without a word: the other side may be gone, and would not answer a goodbye."""
        self.connection.transport.abort()
        await asyncio.wait([self._reader])


class Http:
    """The other door: the API over HTTP, with a token."""

    def __init__(self, origin: str, token: str, *, patience: float = 5) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self.client = httpx.AsyncClient(
            base_url=f"{origin}/api/v1/", headers=headers, timeout=patience
        )

    async def ask(self, verb: str, **fields: Any) -> httpx.Response:
        return await self.client.post(verb, json=fields)

    async def do(self, verb: str, **fields: Any) -> Any:
        response = await self.ask(verb, **fields)
        assert response.status_code == 200, response.text
        return response.json()

    async def read(self, path: str, **query: Any) -> httpx.Response:
        return await self.client.get(path, params=query)
