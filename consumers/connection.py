"""One client of a web process: who it is, what it is told, and how its socket ends."""

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

from consumers import direct_writes
from consumers.closes import RETRY_MS, bye
from consumers.frames import Ping, Reset
from consumers.node import Node
from consumers.scopes import Grant
from consumers.subscription import Subscription
from consumers.writer import Send, Writer
from core.refused import Refused
from people.models import SignIn
from protocol.wire import encode

logger = logging.getLogger(__name__)

#: A socket that was ended is gone so many seconds later, whatever its client and server do:
#: longer than servers wait for the other half of a close (daphne 1 s, uvicorn 10 s).
GONE_WITHIN = 15.0


class Connection:
    """A socket as the rest of the edge knows it; the hub's `Listener`."""

    def __init__(self, signed_in: SignIn, send: Send, node: Node) -> None:
        """Keep only what is needed of the sign-in: a connection may last for days."""
        self.node = node
        self.person, self.sign_in = signed_in.user_id, signed_in.pk
        self.public_id = signed_in.user.public_id
        self.grant = Grant(signed_in)
        self.present = not self.grant.is_token
        self.writer = Writer(send, node.joining, self._stopped)
        self.subscription = Subscription(self, node.hub, self.writer)
        # The hub calls these for every frame and socket, so there is no call in between.
        self.offer = self.subscription.offer
        self.tell_head = self.subscription.tell_head
        self.is_behind = self.subscription.is_behind
        self.revoked = self.subscription.revoked
        self.watched = self.subscription.watched
        #: Whether a hello has come, and whether it has been answered.
        self.asked_in = self.said_hello = False
        self.opened_at = self._heard_at = self._pinged_at = time.monotonic()
        #: Seconds of quiet before a ping, +-20 %, so that many sockets are not asked at once.
        self._quiet = settings.LIMITS.ping_after * (0.8 + 0.4 * (id(self) // 64 % 101) / 100)
        self._overdue = False
        self._ended_at: float | None = None
        self._send, self._task = send, asyncio.current_task()
        #: Whether the connection was dropped, and whether its task was cancelled after that.
        self._dropped = self.given_up = False

    # --- out ---------------------------------------------------------------------------------

    def put(self, frame: dict[str, Any]) -> None:
        """Send a frame that is never dropped. After the goodbye there is none."""
        self.writer.put(encode(frame))

    def reply(self, ref: int | None, data: Any) -> None:
        self.put({"type": "reply", "ref": ref, "ok": True, "data": data})

    def refuse(self, ref: int | None, refused: Refused) -> None:
        self.put({"type": "reply", "ref": ref, "ok": False, "error": refused.as_error()})

    def reset(self, reason: str) -> None:
        """Tell the client to forget everything and say hello again."""
        self.put({"type": Reset.type, "reason": reason})
        self.end(1012, reason)

    # --- hello -------------------------------------------------------------------------------

    def enter(self) -> None:
        """Let the person's frames reach it: hello has come."""
        self.node.hub.enter(self)
        self.said_hello = True

    def step_back(self) -> None:
        """Go back to before hello, which could not be answered."""
        self.said_hello = False
        self.subscription.leave_all()
        self.node.hub.step_back(self)

    def leave(self) -> None:
        """Clean up: the socket is gone."""
        self._ended_at = self._ended_at or time.monotonic()
        self.subscription.leave_all()
        self.node.hub.leave(self)
        self.writer.close()

    # --- time --------------------------------------------------------------------------------

    def heard(self) -> None:
        self._heard_at = time.monotonic()

    def tick(self, now: float) -> None:
        limits, starved = settings.LIMITS, self.writer.starved_since
        if self._ended_at is not None:
            if now - self._ended_at > GONE_WITHIN:
                self._drop()
        elif not self.said_hello and now - self.opened_at > limits.hello_within:
            self._miss_hello()
        elif starved is not None and now - starved > limits.without_credit:
            self.end(4452, "slow reader")
        elif now - self._heard_at > limits.silence:
            self.end(4408, "heartbeat lost")
        elif now - max(self._pinged_at, min(self._heard_at, self.writer.last_sent)) > self._quiet:
            self._pinged_at = now
            self.put({"type": Ping.type, "now": server_time()})

    def _miss_hello(self) -> None:
        """Look a second time before the end: a busy server may not have read the hello yet."""
        if self.asked_in:
            self.end(4503, "hello could not be answered")
        elif self._overdue:
            self.end(4407, "no hello in time")
        self._overdue = True

    # --- the end -----------------------------------------------------------------------------

    @property
    def ended(self) -> bool:
        return self._ended_at is not None

    def end(self, code: int, reason: str, retry_ms: Sequence[int] = RETRY_MS) -> None:
        """Say goodbye with the reason, and close with the code."""
        if self.ended:
            return
        self.writer.finish(encode(bye(code, reason, retry_ms)))
        self._ended_at = time.monotonic()
        self._closing = asyncio.create_task(self._close(code))

    async def _close(self, code: int) -> None:
        try:
            await self.writer.drained()
            self.writer.close()
            if not direct_writes.close(self._send, code):
                await self._send({"type": "websocket.close", "code": code})
        except OSError:
            pass  # the client was faster
        except Exception:
            logger.exception("a socket could not be closed")
            self._drop()

    def _stopped(self, error: Exception | None) -> None:
        """End the connection, because nothing can be written any more.

        Otherwise the client would wait on an open socket that stays mute.
        """
        self._ended_at = self._ended_at or time.monotonic()
        if error is not None:
            logger.error("a socket could not be written to", exc_info=error)
            self._drop()

    def _drop(self) -> None:
        """Drop the connection without a goodbye. If the server knows no way, or the next second
        finds it still there, cancel its task: the server then closes it as after any fault."""
        if not self._dropped:
            self._dropped = True
            if direct_writes.abort(self._send):
                return
        self.given_up = True
        if self._task is not None:
            self._task.cancel()


#: How far the deciding clock, the database's, is ahead of this machine's, as last read.
_ahead = timedelta(0)


def server_time() -> datetime:
    """Return the database's time without asking it: for countdowns on screens alone."""
    return datetime.now(UTC) + _ahead


def note_time(now: datetime) -> datetime:
    """Note what time the database has just said it is, and return it."""
    global _ahead
    _ahead = now - datetime.now(UTC)
    return now
