"""One client's connection: frames become commands, publications become frames."""

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from channels.consumer import AsyncConsumer
from django.conf import settings

from consumers import answers, inbound, sinks
from consumers.closes import RETRY_MS, bye
from consumers.door import let_in
from consumers.frames import Heads, Mark, Ping, Pong, Reset, Revoked
from consumers.hub import Hub, hub
from consumers.inbound import Frame, Malformed, Rejected
from consumers.outbox import Outbox
from consumers.queue import CommandQueue
from people.models import SignIn
from protocol import buckets, topics
from protocol.publish import encode
from protocol.refused import Refused

logger = logging.getLogger(__name__)


class Held(NamedTuple):
    topic: str
    version: int | None
    frame: bytes


class Socket(AsyncConsumer):  # type: ignore[misc]
    """Reader, command and writer are separate tasks; the last two exist only while needed.

    Channels' own loop is not used: it would give every socket a Redis channel and send each
    event through the process's one thread for old database connections.
    """

    said_hello: bool
    ended: bool

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()  # websocket.connect
        if not await self._enter(scope, send):
            return
        self.hub.admit(self)
        try:
            await self._read(receive)
        finally:
            self.ended = True
            self.hub.leave(self)
            self.outbox.close()
            self._queue.cancel()

    async def _enter(self, scope: dict[str, Any], send: Any) -> bool:
        """What was read of the person is not kept as long as the socket lasts."""
        signed_in = await let_in(scope, send)
        if signed_in is not None:
            self._open(signed_in, send)
        return signed_in is not None

    def _open(self, signed_in: SignIn, send: Any) -> None:
        limits = settings.LIMITS
        self.hub: Hub = hub()
        self.person, self.sign_in = signed_in.user_id, signed_in.pk
        self.public_id = signed_in.user.public_id
        self.outbox = Outbox(send, self.hub.joining)
        self._send = send
        self.opened_at = self._heard_at = self._pinged_at = time.monotonic()
        #: Pings of many sockets shall not come at one moment: +-20 %.
        self._quiet = limits.ping_after * (0.8 + 0.4 * (id(self) // 64 % 101) / 100)
        self.said_hello = False
        self.ended = False
        #: Places that this client hears of: those it chose, and those of its feed.
        self.watched: set[str] = set()
        self.chosen: set[str] = set()
        self.feed: set[str] = set()
        #: The newest version of each topic that this client was told of.
        self.told: dict[str, int] = {}
        #: Frames that wait until a snapshot of their topic (None: of everything) has gone out.
        self._holding: dict[str | None, list[Held]] = {}
        #: Heads that were found meanwhile: told as soon as nothing is held any more.
        self._late: dict[str, int] = {}
        self._commands = buckets.Bucket(limits.commands_per_second, limits.commands_burst)
        self._frames = buckets.Bucket(limits.frames_per_second, limits.frames_burst)
        self._queue = CommandQueue(self)

    # --- in ----------------------------------------------------------------------------------

    async def _read(self, receive: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            if self.ended:
                continue
            try:
                self._frame(message.get("text"))
            except Exception:
                logger.exception("a frame was not understood")
                self.end(4500, "a fault of ours")

    def _frame(self, text: str | None) -> None:
        self._heard_at = time.monotonic()
        if self._frames.take():
            self.end(4429, "too many frames", self.hub.conduct.send_away(self.person))
            return
        try:
            frame = inbound.read(text)
        except Malformed as malformed:
            self.end(malformed.code, malformed.reason)
            return
        if isinstance(frame, Rejected):
            self.refuse(frame.ref, frame.error)
        elif isinstance(frame.ask, Mark):
            self.outbox.marked(frame.ask.token)
            self._queue.go_on()
        elif not isinstance(frame.ask, Pong):
            self._take(frame)

    def _take(self, frame: Frame) -> None:
        after = self._commands.take() or buckets.people.take(self.person)
        if not after:
            self._queue.add(frame)
            return
        self.refuse(frame.ref, buckets.rate_limited(after))
        retry_ms = self.hub.conduct.refused(self.person)
        if retry_ms:
            self.end(4429, "too many commands", retry_ms)

    # --- out ---------------------------------------------------------------------------------

    def put(self, frame: dict[str, Any]) -> None:
        """A frame that is never dropped; after the goodbye there is none."""
        if not self.ended:
            self.outbox.put(encode(frame))

    def reply(self, ref: int | None, data: Any) -> None:
        self.put({"type": "reply", "ref": ref, "ok": True, "data": data})

    def refuse(self, ref: int | None, refused: Refused) -> None:
        self.put({"type": "reply", "ref": ref, "ok": False, "error": refused.as_error()})

    def offer(self, topic: str, version: int | None, frame: bytes) -> None:
        """A frame of a topic, sent once and in order, held while a snapshot is being read."""
        if self.ended:
            return
        if self._holding:
            for held in (None, topic):
                if held in self._holding:
                    self._holding[held].append(Held(topic, version, frame))
                    return
        if version is not None:
            if version <= self.told.get(topic, -1):
                return
            self.told[topic] = version
        self.outbox.offer(topic, version, frame)

    def hold(self, topic: str | None) -> None:
        """From now on frames of this topic (None: all) wait for `release`."""
        self._holding[topic] = []

    def release(self, topic: str | None) -> None:
        for held in self._holding.pop(topic, ()):
            if self._hears_of(held.topic):
                self.offer(*held)
        self._tell_late()

    def discard(self, topic: str | None) -> None:
        """The snapshot was refused, and with it what waited for it."""
        self._holding.pop(topic, None)
        self._tell_late()

    def _hears_of(self, topic: str) -> bool:
        return not topics.is_place(topic) or topic in self.watched

    def _tell_late(self) -> None:
        if self.said_hello and not self._holding:
            late, self._late = self._late, {}
            for topic, version in late.items():
                if self._hears_of(topic):
                    self.tell_head(topic, version)

    def is_behind(self, topic: str, version: int) -> bool:
        return not self.ended and self.told.get(topic, -1) < version

    def tell_head(self, topic: str, version: int) -> None:
        """Something of this topic got lost: the client asks for it if it is behind."""
        if self._holding:
            self._late[topic] = max(version, self._late.get(topic, -1))
        elif self.is_behind(topic, version):
            self.told[topic] = version
            self.put({"type": Heads.type, "topics": {topic: version}})

    def revoked(self, topic: str) -> None:
        self.told.pop(topic, None)
        self.put({"type": Revoked.type, "topic": topic})

    def reset(self, reason: str) -> None:
        """Another past: the client forgets everything and says hello again."""
        self.put({"type": Reset.type, "reason": reason})
        self.end(1012, reason)

    # --- time and the end --------------------------------------------------------------------

    def tick(self, now: float) -> None:
        limits, starved = settings.LIMITS, self.outbox.starved_since
        if not self.said_hello and now - self.opened_at > limits.hello_within:
            self.end(4400, "no hello")
        elif starved is not None and now - starved > limits.without_credit:
            self.end(4452, "slow reader")
        elif now - self._heard_at > limits.silence:
            self.end(4408, "heartbeat lost")
        elif now - max(self._pinged_at, min(self._heard_at, self.outbox.last_sent)) > self._quiet:
            self._pinged_at = now
            self.put({"type": Ping.type, "now": answers.server_time()})

    def end(self, code: int, reason: str, retry_ms: Sequence[int] = RETRY_MS) -> None:
        """Say goodbye with the reason, and close with the code."""
        if self.ended:
            return
        self.put(bye(code, reason, retry_ms))
        self.ended = True
        self._closing = asyncio.create_task(self._close(code))

    async def _close(self, code: int) -> None:
        await self.outbox.drained()
        self.outbox.close()
        if not sinks.close(self._send, code):
            await self._send({"type": "websocket.close", "code": code})
