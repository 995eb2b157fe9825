"""Group commit: what many people say and read in one transaction, each durable before its reply.

A batch of one when nothing else waits; otherwise whatever came while the last batch was
committing. What it cannot do at once goes to the ordinary action.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from conversations.actions.batch import changes, texts
from conversations.actions.batch.asked import Answer, Asked
from conversations.actions.inbox import MineAlone
from conversations.verbs import SendMessage
from core.pipeline import Pipeline
from protocol.publish import Publication
from protocol.wire import Result, Verb

#: In their order within the transaction.
STATEMENTS = (
    *(texts.CLAIM, texts.LOCK, texts.WRITE),
    *(changes.CHANGE, texts.READERS, changes.AUDIENCES),
)
CLAIM, LOCK, WRITE, CHANGE, READERS, AUDIENCES = range(len(STATEMENTS))


class Outcome(NamedTuple):
    """What was done: a result for each, None where the ordinary action must decide."""

    results: list[Result | None]
    publications: list[Publication]


def takes(ask: Verb) -> bool:
    """What is one statement: nearly every text, and what is somebody's alone."""
    return isinstance(ask, MineAlone) or (isinstance(ask, SendMessage) and texts.takes(ask))


async def open_connection() -> Pipeline:
    """A connection of the batches' own, in the event loop."""
    return await Pipeline.open(STATEMENTS)


async def commit(database: Pipeline, batch: Sequence[Asked[Any]]) -> Outcome:
    """Do what can be done at once. Nobody is in it twice with one key, or with two changes."""
    said = [asked for asked in batch if isinstance(asked.ask, SendMessage)]
    mine = [asked for asked in batch if not isinstance(asked.ask, SendMessage)]
    steps: dict[int, tuple[bytes, ...]] = {}
    if said:
        steps |= zip((CLAIM, LOCK, WRITE, READERS), texts.values(said), strict=True)
    if mine:
        steps |= zip((CHANGE, AUDIENCES), changes.values(mine), strict=True)
    rows = dict(zip(sorted(steps), await database.run(sorted(steps.items())), strict=True))
    of_said = iter(texts.answers(said, rows[WRITE], rows[READERS]) if said else ())
    of_mine = iter(changes.answers(mine, rows[CHANGE], rows[AUDIENCES]) if mine else ())
    answers: list[Answer] = [
        next(of_said if isinstance(asked.ask, SendMessage) else of_mine) for asked in batch
    ]
    told = [publication for answer in answers for publication in answer.publications]
    told.sort(key=lambda publication: publication.version or 0)
    return Outcome([answer.result for answer in answers], told)
