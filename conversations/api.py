"""Conversations over HTTP: the inbox and the history, a page at a time."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from conversations import queries
from conversations.events import Head, Message, Participant, Receipts
from conversations.queries import changes, inbox, messages, search, signals
from core.executor import in_database
from people.models import User
from protocol.api import Api, Path, Query
from protocol.asked import SOUGHT, Asked
from protocol.pages import ALL, Limit, Page, Paged
from protocol.wire import Count, Object, Sought


class InboxPage(Page, frozen=True):
    """The latest first."""

    conversations: list[Head]


class ConversationPage(Object, frozen=True):
    """A conversation with its newest messages, in ascending order."""

    head: Head
    participants: Annotated[list[Participant], Meta(description=f"{ALL}.")]
    messages: list[Message]
    more: bool


class MessagePage(Object, frozen=True):
    """In ascending order; `more` in the direction that was asked for."""

    messages: list[Message]
    more: bool


class FoundPage(Page, frozen=True):
    """What was found, the newest first."""

    messages: list[Message]


class WhichWords(Paged, frozen=True, kw_only=True):
    """`text`: words that the messages have. `conversation`: only there; absent: everywhere."""

    text: Sought
    conversation: UUID | None = None
    limit: Limit = 20


class WhichPage(Paged, frozen=True):
    """`filter`: `all` but those that are put away, or only some. `role`: only those in which
    somebody else hosts, or models; absent: all. `named`: only those with such a title or such
    people, whatever the filter.
    """

    filter: inbox.Filter = "all"
    role: inbox.Role | None = None
    named: Annotated[str, SOUGHT, Meta(max_length=60)] = ""


class WhichMessages(Asked, frozen=True):
    """`before`: the last ones with a lower number. `after`: the first ones with a higher number;
    without either, the newest. `kind`: only pictures; absent: everything. `limit`: so many messages
    at most.
    """

    before: Count | None = None
    after: Count | None = None
    kind: Literal["image"] | None = None
    limit: Annotated[int, Meta(ge=1, le=500)] = 50


class ById(Asked, frozen=True):
    conversation: UUID


class InboxApi(Api):
    async def get(self, parsed_query: Query[WhichPage]) -> InboxPage:
        """My conversations, the latest first."""
        asked = parsed_query
        if asked.named.strip():
            heads, following = await in_database(
                inbox.named, self.person, asked.named, cursor=asked.cursor, limit=asked.limit
            )
            return InboxPage(conversations=heads, next=following)
        heads, following = await in_database(
            inbox.page,
            self.person,
            filter=asked.filter,
            role=asked.role,
            cursor=asked.cursor,
            limit=asked.limit,
        )
        return InboxPage(conversations=heads, next=following)


class ConversationApi(Api):
    async def get(self, parsed_path: Path[ById]) -> ConversationPage:
        """One conversation of mine."""
        return await in_database(_conversation, parsed_path.conversation, self.person)


class SearchApi(Api):
    async def get(self, parsed_query: Query[WhichWords]) -> FoundPage:
        """Messages of mine with words that begin like these, the newest first."""
        asked = parsed_query
        found, following = await in_database(
            search.search,
            asked.text,
            by=self.person,
            conversation=asked.conversation,
            cursor=asked.cursor,
            limit=asked.limit,
        )
        return FoundPage(messages=found, next=following)


class ReceiptsApi(Api):
    async def get(self, parsed_path: Path[ById]) -> Receipts:
        """How far the others have read, as far as they and I show it."""
        return await in_database(_receipts, parsed_path.conversation, self.person)


class MessagesApi(Api):
    async def get(self, parsed_path: Path[ById], parsed_query: Query[WhichMessages]) -> MessagePage:
        """Messages before or after a number; of one kind, they are a gallery."""
        return await in_database(_messages, parsed_path.conversation, self.person, parsed_query)


def _conversation(public_id: UUID, user: User) -> ConversationPage:
    place = queries.place(public_id, of_user=user)
    conversation = place.conversation
    found, more = messages.page(conversation, reader=user)
    people = changes.participants(place)
    return ConversationPage(
        head=inbox.head(user, conversation.pk),
        participants=[changes.participant(row) for row in people],
        messages=found,
        more=more,
    )


def _receipts(public_id: UUID, user: User) -> Receipts:
    conversation = queries.conversation(public_id, of_user=user)
    return signals.receipts(conversation, reader=user)


def _messages(public_id: UUID, user: User, asked: WhichMessages) -> MessagePage:
    conversation = queries.conversation(public_id, of_user=user)
    found, more = messages.page(
        conversation,
        reader=user,
        before=asked.before,
        after=asked.after,
        kind=asked.kind,
        limit=asked.limit,
    )
    return MessagePage(messages=found, more=more)
