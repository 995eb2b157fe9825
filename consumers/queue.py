"""What one client asks for: commands one after the other, texts by the lane."""

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings

from consumers import answers, metrics
from consumers.commands import SignedOut
from consumers.inbound import Frame
from conversations.actions import batch
from conversations.actions.batch import Asked
from conversations.verbs import SendMessage
from protocol.refused import Refused
from protocol.wire import Result

if TYPE_CHECKING:
    from consumers.socket import Socket

logger = logging.getLogger(__name__)


class CommandQueue:
    """Its task exists only while there is something to do, so an idle socket has none."""

    __slots__ = ("_socket", "_texts", "_waiting", "_worker")

    def __init__(self, socket: "Socket") -> None:
        self._socket = socket
        self._waiting: list[Frame] = []
        #: Texts in the lane: any other command comes after them.
        self._texts = 0
        self._worker: asyncio.Task[None] | None = None

    def add(self, frame: Frame) -> None:
        self._waiting.append(frame)
        self.go_on()

    def go_on(self) -> None:
        """Without credit no command runs: its reply could not be read either."""
        while self._waiting and self._worker is None and not self._stopped():
            ask = self._waiting[0].ask
            if isinstance(ask, SendMessage) and self._is_for_the_lane(ask):
                self._send_text(self._waiting.pop(0), ask)
            elif self._texts:
                return
            else:
                self._worker = asyncio.create_task(self._carry_out(self._waiting.pop(0)))

    def cancel(self) -> None:
        if self._worker is not None:
            self._worker.cancel()

    def _stopped(self) -> bool:
        return self._socket.ended or self._socket.outbox.starved_since is not None

    def _is_for_the_lane(self, ask: SendMessage) -> bool:
        return settings.GROUP_COMMIT and self._socket.said_hello and batch.takes(ask)

    def _send_text(self, frame: Frame, ask: SendMessage) -> None:
        """Texts do not wait for each other: the lane keeps their order and answers in it."""
        socket = self._socket
        self._texts += 1
        asked = Asked(ask, socket.person, socket.public_id, socket.sign_in)
        socket.hub.lane.send(asked, partial(self._sent, frame))

    def _sent(self, frame: Frame, answer: Result | BaseException) -> None:
        self._texts -= 1
        if isinstance(answer, BaseException):
            self._failed(frame, answer)
        else:
            metrics.texts.inc()
            self._socket.reply(frame.ref, answer)
        if self._waiting:
            self.go_on()

    async def _carry_out(self, frame: Frame) -> None:
        try:
            data = await answers.answer(self._socket, frame)
        except Exception as error:
            self._failed(frame, error)
        else:
            if data is not None:
                self._socket.reply(frame.ref, data)
            metrics.commands.labels(frame.ask.verb, "ok").inc()
        finally:
            self._worker = None
        self.go_on()

    def _failed(self, frame: Frame, error: BaseException) -> None:
        if isinstance(error, SignedOut):
            self._socket.end(error.code, "signed out")
            return
        if not isinstance(error, Refused):
            logger.error("%s failed", frame.ask.verb, exc_info=error)
            error = Refused("internal", "Something went wrong on our side.")
        metrics.commands.labels(frame.ask.verb, error.code).inc()
        self._socket.refuse(frame.ref, error)
