"""What goes out to one socket: in order, with a bound that rests on no server's buffers."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable

from django.conf import settings

from consumers import direct_writes, metrics
from consumers.frames import Heads, MarkSent
from consumers.joining import Joining
from protocol.wire import encode

Send = Callable[[dict[str, object]], Awaitable[None]]
#: Nothing can be written any more. Not None: a write failed, and part of it may have got out.
Stopped = Callable[[Exception | None], None]


class Writer:
    """Frames out with credit: a client gives marks back, and so says how far it has read.

    Without credit only `topic -> version` is kept, so a slow reader costs its topics and no
    memory; when credit returns it is told the heads and asks for what it missed.
    """

    __slots__ = (
        "_bytes",
        "_bytes_marked",
        "_direct",
        "_frames",
        "_frames_marked",
        "_joining",
        "_last_mark",
        "_marks",
        "_queue",
        "_send",
        "_stopped",
        "_task",
        "_woken",
        "behind",
        "finished",
        "last_sent",
        "starved_since",
    )

    def __init__(self, send: Send, joining: Joining, stopped: Stopped) -> None:
        self._send, self._joining, self._stopped = send, joining, stopped
        self._direct = direct_writes.direct(send) if settings.DIRECT_WRITES else None
        #: Whether the queue is about to be written.
        self._woken = False
        self._queue: list[bytes] = []
        self._task: asyncio.Task[None] | None = None
        #: Whether the last frame has been put: none is taken after it.
        self.finished = False
        #: Sent since ever; sent up to the last mark that came back; marks on their way.
        self._frames = self._bytes = 0
        self._frames_marked = self._bytes_marked = 0
        self._last_mark = (0, 0)
        self._marks: list[tuple[str, int, int]] = []
        self.behind: dict[str, int] = {}
        self.starved_since: float | None = None
        self.last_sent = time.monotonic()

    # --- frames ------------------------------------------------------------------------------

    def offer(self, topic: str, version: int | None, frame: bytes) -> bool:
        """Send a frame of a topic, or without credit remember only that it has moved."""
        if self.starved_since is not None:
            metrics.frames_withheld.inc()
            if version is not None:
                self.behind[topic] = version
            return False
        self.put(frame)
        return True

    def put(self, frame: bytes) -> None:
        """Send a frame that is never dropped: a reply, a heads. After the goodbye there is none."""
        if self.finished:
            return
        self._write(frame)
        limits = settings.LIMITS
        frames, size = self._last_mark
        if self._frames - frames >= limits.mark_frames or self._bytes - size >= limits.mark_bytes:
            self._mark()
        if self.starved_since is None and not self._has_credit():
            self.starved_since = time.monotonic()

    def finish(self, goodbye: bytes) -> None:
        """Send the last frame."""
        self.put(goodbye)
        self.finished = True

    def _mark(self) -> None:
        if self.finished:  # the frame before it could not be written
            return
        token = secrets.token_urlsafe(9)
        self._write(encode({"type": MarkSent.type, "token": token}))
        self._last_mark = (self._frames, self._bytes)
        self._marks.append((token, self._frames, self._bytes))

    def _write(self, frame: bytes) -> None:
        self._frames += 1
        self._bytes += len(frame)
        self._queue.append(frame)
        if self._direct is None:
            if self._task is None:
                self._task = asyncio.create_task(self._drain())
        elif not settings.JOINED_WRITES:
            self.flush()
        elif not self._woken:
            self._woken = True
            self._joining.flush_soon(self)

    def flush(self) -> None:
        """Everything that has come until now, in one write."""
        self._woken = False
        if self._direct is None or not self._queue:
            return
        self.last_sent = time.monotonic()
        metrics.frames_out.inc(len(self._queue))
        data = b"".join(map(direct_writes.text_frame, self._queue))
        self._queue.clear()
        try:
            connected = self._direct(data)
        except Exception as error:
            self._stop(error)
            return
        if not connected:
            self._stop(None)

    async def _drain(self) -> None:
        """Runs only while there is something to write, so an idle socket has no task for it."""
        try:
            while self._queue:
                await self._send({"type": "websocket.send", "text": self._queue[0].decode()})
                self.last_sent = time.monotonic()
                metrics.frames_out.inc()
                if self._queue:
                    self._queue.pop(0)
        except OSError:  # the client has gone, which its reader is told
            self._stop(None)
        except Exception as error:
            self._stop(error)
        finally:
            self._task = None

    def _stop(self, error: Exception | None) -> None:
        self.close()
        self._stopped(error)

    async def drained(self) -> None:
        self.flush()
        writer = self._task
        if writer is not None:
            await asyncio.wait([writer], timeout=1)

    def close(self) -> None:
        """Nothing is written after this: some servers fail on it."""
        self.finished = True
        self._queue.clear()

    # --- credit ------------------------------------------------------------------------------

    def _has_credit(self) -> bool:
        limits = settings.LIMITS
        return (
            self._frames - self._frames_marked < limits.credit_frames
            and self._bytes - self._bytes_marked < limits.credit_bytes
        )

    def marked(self, token: str) -> None:
        """A mark came back: all before it has been read. Tokens are random: no forged credit."""
        while self._marks and any(known == token for known, _, _ in self._marks):
            known, self._frames_marked, self._bytes_marked = self._marks.pop(0)
            if known == token:
                break
        if self.starved_since is not None and self._has_credit():
            self.starved_since = None
            behind, self.behind = self.behind, {}
            if behind:
                self.put(encode({"type": Heads.type, "topics": behind}))
