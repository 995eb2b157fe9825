"""Clients by the hundred that cost as little as possible: what they measure is the server."""

import asyncio
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar, cast

import msgspec
from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

#: Every text of a bench carries its number; the time it was sent at is kept here.
NUMBER = re.compile(rb"~(\d+)~")
MARK = re.compile(rb'"type":"mark","token":"([^"]+)"')
FILLER = " hello, is the pose for tonight dynamic or long?"

#: The server did not take the socket.
NoHandshake = WSError
Value = TypeVar("Value")
Heard = Callable[["Client", int], None]


class Client(WSListener):
    """One socket. `heard(client, number)` is called for every text of somebody else, `seen` with
    the frame in which it came."""

    def __init__(self) -> None:
        self.heard: Heard | None = None
        self.seen: Callable[[bytes], None] | None = None
        self.is_open = False
        self.person = b""
        self.replied: Callable[[bytes], None] | None = None
        self._answers: asyncio.Queue[bytes] = asyncio.Queue()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport, self.is_open = transport, True

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.is_open = False
        self._answers.put_nowait(b"")

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is not WSMsgType.TEXT:
            return
        body = frame.get_payload_as_bytes()
        if body.startswith(b'{"type":"message.created"'):
            if self.heard is not None and self.person not in body:
                self.heard(self, int(NUMBER.search(body)[1]))  # type: ignore[index]
                if self.seen is not None:
                    self.seen(body)
        elif body.startswith(b'{"type":"mark"'):
            token = MARK.search(body)[1]  # type: ignore[index]
            self.send(b'{"type":"mark","token":"%s"}' % token)
        elif body.startswith(b'{"type":"ping"'):
            self.send(b'{"type":"pong"}')
        elif self.replied is not None:
            self.replied(body)
        else:
            self._answers.put_nowait(body)

    def send(self, frame: bytes) -> None:
        self.transport.send(WSMsgType.TEXT, frame)

    async def answer(self) -> bytes:
        """The next frame that is no message."""
        body = await asyncio.wait_for(self._answers.get(), 60)
        if not body:
            raise ConnectionError("the server closed the socket")
        return body

    def close(self) -> None:
        self.transport.disconnect()


async def dial(port: int, token: str) -> Client:
    """A socket that has said nothing yet."""
    _, listener = await ws_connect(
        Client,
        f"ws://127.0.0.1:{port}/ws",
        extra_headers={
            "Sec-WebSocket-Protocol": "callboard.v1",
            "Authorization": f"Bearer {token}",
        },
        websocket_handshake_timeout=60,
        max_frame_size=16 * 1024 * 1024,
    )
    return cast(Client, listener)


async def connect(port: int, token: str) -> Client:
    """A client that has said hello; its replies are thrown away from then on."""
    client = await dial(port, token)
    client.send(b'{"type":"hello","ref":1}')
    welcome = msgspec.json.decode(await client.answer())
    assert welcome["type"] == "welcome", welcome
    client.person = b'"sender":"%s"' % welcome["me"]["id"].encode()
    client.replied = lambda body: None
    return client


async def some_at_a_time(
    tasks: Iterable[Callable[[], Awaitable[Value]]], at_once: int = 25
) -> list[Value]:
    done: list[Value] = []
    waiting = list(tasks)
    for start in range(0, len(waiting), at_once):
        done += await asyncio.gather(*(task() for task in waiting[start : start + at_once]))
    return done


class Texts:
    """Numbered texts and the moments at which they were sent."""

    def __init__(self) -> None:
        self.sent_at: list[float] = []
        self._keys = f"{secrets.token_hex(4)}-0000-4000-8000-"

    def frame(self, conversation: str, due: float | None = None) -> tuple[int, bytes]:
        number = len(self.sent_at)
        self.sent_at.append(time.perf_counter() if due is None else due)
        frame = (
            f'{{"type":"message.send","ref":{number + 2},"key":"{self._keys}{number:012x}",'
            f'"conversation":"{conversation}","content":"~{number}~{FILLER}"}}'
        )
        return number, frame.encode()


def milliseconds(latencies: Sequence[float], share: float) -> float:
    if not latencies:
        raise RuntimeError("Nothing came that could be measured.")
    ordered = sorted(latencies)
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)
