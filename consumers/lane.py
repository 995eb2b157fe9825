"""The fast lane: what comes while a batch is committing goes into the next one."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from consumers.commands import carry_out
from conversations.actions import batch as batches
from conversations.actions.batch.asked import Asked
from core.executor import Threads
from core.pipeline import Pipeline
from protocol.publish import Outgoing
from protocol.wire import Result

logger = logging.getLogger(__name__)

#: Commands in one transaction.
LARGEST = 256
#: A batch, with a new connection if need be. The server's own limits come first; this one is
#: for a line on which nothing comes any more.
PATIENCE = 6

#: Gets the answer, or the error: in the turn of the loop in which the publications go out.
Answered = Callable[[Result | BaseException], None]
Item = tuple[Asked[Any], Answered]

#: Held conversations occupy these, and nobody else's threads.
_side = Threads(settings.SIDE_THREADS, "aside", patience=PATIENCE)


class Lane:
    """One per process, in its event loop, with one connection.

    What a batch could not write (a locked conversation, a first contact, a refusal) goes aside:
    to the ordinary action, one after the other for each conversation, so that order is kept.
    """

    def __init__(self, publish: Callable[[list[Outgoing]], None]) -> None:
        self._publish = publish
        self._waiting: deque[Item] = deque()
        self._aside: dict[UUID, deque[Item]] = {}
        self._database: Pipeline | None = None
        self._worker: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, asked: Asked[Any], answered: Answered) -> None:
        aside = self._aside.get(asked.ask.conversation)
        if aside is not None:
            aside.append((asked, answered))
            return
        self._waiting.append((asked, answered))
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._waiting:
                await self._commit(self._next_batch())
        finally:
            self._worker = None

    def _next_batch(self) -> list[Item]:
        """At most one of each key: its twin waits for the next batch and finds it done. What has
        none is a person's own, and one of these at a time."""
        batch: list[Item] = []
        later: list[Item] = []
        keys = set()
        while self._waiting and len(batch) < LARGEST:
            item = self._waiting.popleft()
            asked = item[0]
            key = (asked.user, getattr(asked.ask, "key", None))
            if key in keys:
                later.append(item)
            else:
                keys.add(key)
                batch.append(item)
        self._waiting.extendleft(reversed(later))
        return batch

    async def _commit(self, batch: list[Item]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                if self._database is None:
                    self._database = await batches.open_connection()
                outcome = await batches.commit(self._database, [asked for asked, _ in batch])
        except Exception as error:
            logger.warning("a batch of %d failed: %r", len(batch), error)
            await self.forget_connection()
            self._put_aside(batch)
            return
        self._publish(list(outcome.publications))
        left = []
        for item, result in zip(batch, outcome.results, strict=True):
            if result is None:
                left.append(item)
            else:
                item[1](result)
        if left:
            self._put_aside(left)

    async def forget_connection(self) -> None:
        database, self._database = self._database, None
        if database is not None:
            await database.close()

    # --- aside -------------------------------------------------------------------------------

    def _put_aside(self, left: Sequence[Item]) -> None:
        """With what waits for the same conversations, so that nothing overtakes it."""
        going = {asked.ask.conversation for asked, _ in left}
        waiting, self._waiting = self._waiting, deque()
        for item in (*left, *waiting):
            conversation = item[0].ask.conversation
            if conversation in going:
                self._aside.setdefault(conversation, deque()).append(item)
            else:
                self._waiting.append(item)
        for conversation in going:
            task = asyncio.create_task(self._one_by_one(conversation))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _one_by_one(self, conversation: UUID) -> None:
        queue = self._aside[conversation]
        while queue:
            asked, answered = queue.popleft()
            try:
                answer: Result | BaseException
                answer = await _side.run(carry_out, asked.ask, asked.sign_in, asked.present)
            except Exception as error:
                answer = error
            answered(answer)
        del self._aside[conversation]
