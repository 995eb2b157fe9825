"""What one client asks for: commands one after the other, but for those that the lane takes."""

import asyncio
import logging
from functools import partial

from django.conf import settings

from consumers import answers, metrics
from consumers.commands import SignedOut
from consumers.connection import Connection
from consumers.inbound import Frame
from conversations.actions import batch
from conversations.actions.batch.asked import Asked
from conversations.verbs import SendMessage
from core.refused import Refused
from protocol.wire import Result, Verb

logger = logging.getLogger(__name__)


class CommandQueue:
    """Its task exists only while there is something to do, so an idle socket has none."""

    __slots__ = ("_client", "_in_lane", "_waiting", "_worker")

    def __init__(self, client: Connection) -> None:
        self._client = client
        self._waiting: list[Frame] = []
        #: So many are in the lane: any other command comes after them.
        self._in_lane = 0
        self._worker: asyncio.Task[None] | None = None

    def add(self, frame: Frame) -> None:
        self._waiting.append(frame)
        self.go_on()

    def go_on(self) -> None:
        """Without credit no command runs: its reply could not be read either."""
        while self._waiting and self._worker is None and not self._stopped():
            if self._is_for_the_lane(self._waiting[0].ask):
                self._put_into_lane(self._waiting.pop(0))
            elif self._in_lane:
                return
            else:
                self._worker = asyncio.create_task(self._carry_out(self._waiting.pop(0)))

    def cancel(self) -> None:
        if self._worker is not None:
            self._worker.cancel()

    def _stopped(self) -> bool:
        return self._client.ended or self._client.writer.starved_since is not None

    def _is_for_the_lane(self, ask: Verb) -> bool:
        return settings.GROUP_COMMIT and self._client.said_hello and batch.takes(ask)

    def _put_into_lane(self, frame: Frame) -> None:
        """These do not wait for each other: the lane keeps their order and answers in it."""
        client = self._client
        self._in_lane += 1
        asked = Asked(
            frame.ask,
            client.person,
            client.public_id,
            client.sign_in,
            client.grant.via,
            client.present,
        )
        client.node.lane.send(asked, partial(self._came_back, frame))

    def _came_back(self, frame: Frame, answer: Result | BaseException) -> None:
        self._in_lane -= 1
        if isinstance(answer, BaseException):
            self._failed(frame, answer)
        else:
            self._client.reply(frame.ref, answer)
            if isinstance(frame.ask, SendMessage):
                metrics.texts.inc()
            else:
                metrics.commands.labels(frame.ask.verb, "ok").inc()
        if self._waiting:
            self.go_on()

    async def _carry_out(self, frame: Frame) -> None:
        try:
            data = await answers.answer(self._client, frame)
        except Exception as error:
            self._failed(frame, error)
        else:
            if data is not None:
                self._client.reply(frame.ref, data)
            metrics.commands.labels(frame.ask.verb, "ok").inc()
        finally:
            self._worker = None
        self.go_on()

    def _failed(self, frame: Frame, error: BaseException) -> None:
        if isinstance(error, SignedOut):
            self._client.end(error.code, "signed out")
            return
        if not isinstance(error, Refused):
            logger.error("%s failed", frame.ask.verb, exc_info=error)
            error = Refused("internal", "Something went wrong on our side.")
        metrics.commands.labels(frame.ask.verb, error.code).inc()
        self._client.refuse(frame.ref, error)
