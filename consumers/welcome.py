"""What a hello brings: who I am, my inbox, and what has changed on the topics that I have."""

import secrets
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from consumers import sync
from consumers.frames import Hello, Inbox
from conversations.events import Head
from conversations.queries import inbox
from conversations.topics import CONVERSATION
from core.sql import rows
from people import queries as people
from people.events import Me
from people.models import User
from protocol import cursor as cursors
from protocol import topics
from protocol.budget import Budget
from protocol.states import TopicState
from protocol.wire import Number, encode

#: The time, and the oldest transaction that is still running.
MOMENT = "SELECT callboard_now() AS now, pg_snapshot_xmin(pg_current_snapshot()) AS xmin"


class Caught(NamedTuple):
    """Everything a welcome says that comes from the database."""

    me: Me
    now: datetime
    inbox: Inbox
    topics: dict[str, TopicState]
    gone: list[str]

    def heads(self) -> dict[str, int]:
        """What the client knows now; of a head of the inbox it knows that it is behind."""
        listed = {CONVERSATION.topic(h.conversation): h.version for h in self.inbox.heads}
        return listed | {name: state.version for name, state in self.topics.items()}


def catch_up(user: User, hello: Hello, *, fresh: str | None) -> Caught:
    """In one look: what changed for a person since their cursors.

    `fresh`: why the cursors do not count ("epoch").
    """
    budget = Budget()
    [moment] = rows(MOMENT)
    heads = _inbox(user, None if fresh else hello.inbox, int(moment["xmin"]), budget)
    others = {name: cursor for name, cursor in hello.cursors.items() if name != topics.OWN}
    found = sync.read(user, {topics.OWN: hello.user, **others}, budget, fresh=fresh)
    return Caught(people.me(user), moment["now"], heads, *found)


def _inbox(user: User, cursor: str | None, xmin: int, budget: Budget) -> Inbox:
    """Heads since a cursor, which is the oldest transaction still running at the last look.

    They take at most half of the answer: the rest is read page by page over HTTP.
    """
    limit = settings.LIMITS.inbox_page
    position = None if cursor is None else cursors.known(cursor, tuple[str, Number])
    if position is not None and position[1] <= xmin:
        heads, more = inbox.heads_since(user, position[1], limit=limit)
    else:
        heads, more = inbox.first_heads(user, limit=limit)
    kept: list[Head] = []
    half = Budget(budget.bytes // 2, budget.objects // 2)
    for head in heads:
        if half.spent:
            return Inbox(cursor=_cursor(xmin), heads=kept, more=True)
        size = len(encode(head))
        half.spend(size)
        budget.spend(size)
        kept.append(head)
    return Inbox(cursor=_cursor(xmin), heads=kept, more=more)


def _cursor(xmin: int) -> str:
    """Never the same twice: an equal one would say that nobody here has done anything since."""
    return cursors.write((secrets.token_hex(4), xmin))
