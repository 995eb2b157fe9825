"""The topic of a conversation, of which its people hear, and the signals beside it."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import msgspec
from django.conf import settings

from conversations import queries
from conversations.models import Participant
from conversations.queries import changes, inbox, unread
from people.models import User
from protocol import topics
from protocol.budget import Budget
from protocol.kinds import Kind
from protocol.states import TopicState, without_topic
from protocol.wire import Change, Framed


class Conversation(Kind[Participant]):
    name = "conversation"
    #: From what has moved to who is here: the other way round it would be all their conversations.
    #: For former members a conversation moves once more, and then stands still.
    moved = f"""
        (WITH moved AS MATERIALIZED (
            SELECT * FROM conversations WHERE changed_xid >= %(since)s)
        SELECT p.user_id AS person, 'conversation.' || c.public_id AS topic,
               CASE WHEN p.left_at IS NULL THEN c.version ELSE p.version END AS version
        FROM moved c JOIN conversation_participants p ON p.conversation_id = c.id
        WHERE p.user_id = ANY(%(people)s) AND coalesce(p.left_xid, c.changed_xid) >= %(since)s
          AND {inbox.BEGUN_FOR.format(user="p.user_id")})"""

    @property
    def page_size(self) -> int:
        """Messages are read up to a size."""
        return settings.LIMITS.sync_page

    def find(self, ids: Collection[UUID], *, reader: User) -> Mapping[UUID, Participant]:
        return queries.places(ids, of_user=reader)

    def head(self, row: Participant) -> int:
        return row.conversation.version

    def since(
        self, row: Participant, version: int, *, limit: int, size: int
    ) -> Sequence[Change | Framed]:
        return changes.since(row, version, size=size)

    def reset(self, row: Participant, cursor: int) -> str | None:
        reason = super().reset(row, cursor)
        return "joined" if reason is None and changes.came_back(row, cursor) else reason

    def snapshot(self, row: Participant, reset: str | None, budget: Budget) -> TopicState:
        """The conversation and its people, and of the newest messages at least one."""
        around, newest = changes.snapshot(row)
        kept = [*budget.take_newest(newest), *budget.take_all(around)]
        kept.sort(key=lambda change: change.version)
        return TopicState(version=self.head(row), objects=without_topic(kept), reset=reset)

    def state(
        self, row: Participant, cursor: int | None, *, budget: Budget, fresh: str | None = None
    ) -> TopicState:
        """With how far this person has read, on any of their devices."""
        count = unread.count(row.conversation.last_number, row.last_read_number)
        return msgspec.structs.replace(
            super().state(row, cursor, budget=budget, fresh=fresh),
            last_read_number=row.last_read_number,
            unread=count,
        )


CONVERSATION = topics.register(Conversation())

TYPING = topics.signal("typing")
RECEIPTS = topics.signal("receipts", settles_after=1.0)
