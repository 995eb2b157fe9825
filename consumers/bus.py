"""From process to process: everything published, in one Channels group that every hub joins.

A batch a message, numbered by its sender. Own batches come back, too: that echo is the proof
that the bus works, and a gap in another's numbers says at once that something was lost.
"""

import asyncio
import contextlib
import logging
import math
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec
from channels.layers import get_channel_layer
from django.conf import settings

from consumers import metrics
from core import outages
from protocol.publish import Outgoing, Publication
from protocol.wire import Count

logger = logging.getLogger(__name__)

GROUP = "callboard"
#: Redis has so long to take a batch; then the sweep will tell.
TIMEOUT = 0.5
#: Seconds between probes of the bus, while it is well and while it is not.
PROBE_EVERY, PROBE_AGAIN = 1.0, 0.25
#: So long after its start a process that has heard nobody is alone: every other one would have
#: answered its first probe by then.
ALONE_AFTER = 2.0
#: A process that has not been heard for so long is not there any more.
FORGOTTEN = 30.0
#: Whoever can reach Redis can send what is no message: seconds between two lines in the log.
COMPLAIN_EVERY = 60.0
#: More than one process can lose: numbers that jump further tell of nothing.
LARGEST_GAP = 1_000_000
#: Whose numbers are remembered.
SENDERS = 10_000

encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Outgoing]).decode


def decode(body: bytes) -> list[Outgoing]:
    """A batch, all of it: bytes that are no text would break the sockets that they reach."""
    batch = _decode(body)
    for item in batch:
        for part in item.parts if isinstance(item, Publication) else ():
            b"".join([part.frame, *(part.tails or ())]).decode()
    return batch


class Sender:
    """Sends batches from one event loop, one at a time: what comes meanwhile is the next one."""

    #: Whether others have to send to this one, too.
    listens = False

    def __init__(self) -> None:
        self.id = secrets.token_hex(6)
        self.sent = 0
        self._layer: Any = get_channel_layer()
        self._pending: list[Outgoing] = []
        self._wanted = False
        self._task: asyncio.Task[None] | None = None

    def send(self, outgoing: list[Outgoing]) -> None:
        """An empty batch goes out, too: its echo says that the bus works."""
        self._pending.extend(outgoing)
        self._wanted = True
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        try:
            while self._wanted:
                self._wanted = False
                batch, self._pending = self._pending, []
                await self._send_batch(batch)
        finally:
            self._task = None

    async def _send_batch(self, batch: list[Outgoing]) -> None:
        self.sent += 1
        message = {"type": "bus", "from": self.id, "n": self.sent, "body": encode(batch)}
        message["listens"] = self.listens
        try:
            async with asyncio.timeout(TIMEOUT):
                await self._layer.group_send(GROUP, message)
        except Exception as error:
            metrics.bus_failures.inc()
            outages.redis.failed(error)
        else:
            outages.redis.works()

    async def idle(self) -> None:
        while self._task is not None:
            await asyncio.wait([self._task], timeout=TIMEOUT)


class Bus(Sender):
    """A sender that also listens, for a hub."""

    listens = True

    def __init__(
        self,
        deliver: Callable[[list[Outgoing]], None],
        *,
        lost: Callable[[], None],
        met: Callable[[], None],
    ) -> None:
        super().__init__()
        self._deliver, self._lost, self._met = deliver, lost, met
        self._numbers: dict[str, int] = {}
        #: Messages that could not be handled since the last complaint, and when that was.
        self._skipped, self._complained_at = 0, -COMPLAIN_EVERY
        #: Other processes that listen, and when each was last heard.
        self._others: dict[str, float] = {}
        self._alone_from = math.inf
        self._joined, self._echo = asyncio.Event(), asyncio.Event()
        #: Set by the first echo, or when there was none: from there on nothing that others send
        #: is lost without being noticed.
        self.started = asyncio.Event()
        #: Whether what is sent comes back; while it does not, the sweep looks more often.
        self.healthy = True

    def send(self, outgoing: list[Outgoing]) -> None:
        """Nothing, while nobody else is there to hear it: only the probes go on."""
        if not (settings.QUIET_BUS and self._is_alone()):
            super().send(outgoing)

    def _is_alone(self) -> bool:
        return not self._others and time.monotonic() > self._alone_from

    async def probe(self) -> None:
        """Once a second, for ever: does an empty batch come back?"""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._joined.wait(), TIMEOUT)
        while True:
            self._echo.clear()
            super().send([])
            before = self.healthy
            try:
                await asyncio.wait_for(self._echo.wait(), TIMEOUT)
                self.healthy = True
            except TimeoutError:
                self.healthy = False
            if not self.started.is_set():
                self._alone_from = time.monotonic() + ALONE_AFTER
                self.started.set()
            metrics.degraded.set(not self.healthy)
            if before != self.healthy:
                self._lost()
            self._forget_the_silent()
            await asyncio.sleep(PROBE_EVERY if self.healthy else PROBE_AGAIN)

    async def listen(self) -> None:
        """Join the group and hand on what arrives, for ever, whatever it is.

        One channel for ever, too: each one that was left behind would collect what nobody reads.
        """
        channel = await self._layer.new_channel()
        joined = False
        while True:
            try:
                if not joined:
                    await self._layer.group_add(GROUP, channel)
                    joined = True
                    self._joined.set()
                self._receive(await self._layer.receive(channel))
            except Exception as error:
                if joined:
                    metrics.poison.inc()
                    self._complain(error)
                else:
                    logger.exception("the bus broke")
                    await asyncio.sleep(1)

    def _receive(self, message: dict[str, Any]) -> None:
        """A message that cannot be handled is counted and skipped; nobody's socket dies of it."""
        try:
            sender, number = str(message["from"]), msgspec.convert(message["n"], Count)
            if sender == self.id:
                self._echo.set()
                return
            self._meet(sender, listens=bool(message.get("listens")))
            expected = self._numbers.get(sender, number - 1) + 1
            self._remember(sender, number)
            self._deliver(decode(message["body"]))
            if number > expected:
                metrics.bus_gaps.inc(min(number - expected, LARGEST_GAP))
                self._lost()
        except Exception as error:
            metrics.poison.inc()
            self._complain(error)

    def _remember(self, sender: str, number: int) -> None:
        if len(self._numbers) >= SENDERS:
            self._numbers.clear()
        self._numbers[sender] = number

    def _complain(self, error: Exception) -> None:
        """The first in a while with all that is known of it; of the others only how many."""
        self._skipped += 1
        now = time.monotonic()
        if now - self._complained_at < COMPLAIN_EVERY:
            return
        logger.error("%d bus messages were skipped", self._skipped, exc_info=error)
        self._complained_at, self._skipped = now, 0

    def _meet(self, sender: str, *, listens: bool) -> None:
        """Somebody new may have missed what was not sent while we were alone, and the same the
        other way round: each hears of the other at once, and catches up."""
        if listens:
            if sender not in self._others:
                super().send([])
                self._met()
            self._others[sender] = time.monotonic()

    def _forget_the_silent(self) -> None:
        before = time.monotonic() - FORGOTTEN
        self._others = {id: heard for id, heard in self._others.items() if heard > before}


class BusThread:
    """For processes without sockets, the clock and the worker: a loop in a thread, to send."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bus", daemon=True)
        self._sender: Sender | None = None

    def __call__(self, outgoing: list[Outgoing]) -> None:
        if not self._thread.is_alive():
            self._thread.start()
        self._loop.call_soon_threadsafe(self._send, outgoing)

    def _send(self, outgoing: list[Outgoing]) -> None:
        if self._sender is None:
            self._sender = Sender()
        self._sender.send(outgoing)

    def close(self) -> None:
        """Wait for what is on its way; called before the process ends."""
        if not self._thread.is_alive():
            return
        with contextlib.suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result(2)

    async def _finish(self) -> None:
        if self._sender is not None:
            await self._sender.idle()
