"""What others are told about conversations."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from conversations.facts import MessageData
from people.events import Person
from protocol.pages import ALL
from protocol.wire import Event, Instant, Object


class Reaction(Object, frozen=True):
    """A person's sign on a message, put there or (`on` false) taken back at `version`."""

    person: UUID
    emoji: str
    on: bool
    version: int


class Message(Object, frozen=True):
    """A message as one reader sees it, known by its conversation and its number there.

    `kind`: what somebody wrote, a picture, or what the system says. `version` is that of the
    conversation's topic at which it last changed. `content` of a system
    message is in the reader's words and language; `data` holds its facts, or the
    picture, by `type`; null: it is text alone. `via`: the name of the API token of a program that
    said it for its sender; null: no program did. `reply_to` is the number of the message that it
    answers; null: of none. A deleted message is
    a tombstone: no content, no data. Of `reactions` the higher version wins, one by one.
    """

    conversation: UUID
    number: int
    version: int
    kind: Literal["text", "image", "system_notification"]
    sender: UUID | None
    via: str | None
    content: str
    data: MessageData | None
    reply_to: int | None
    reactions: Annotated[list[Reaction], Meta(description=f"{ALL}; in an inbox, none.")]
    key: UUID | None
    created_at: Instant
    edited_at: Instant | None
    deleted_at: Instant | None


class Participant(Object, frozen=True):
    """Somebody who takes part, or has (`left`). To who has left themselves, all are members."""

    person: Person
    role: Literal["member", "admin"]
    left: bool


class Head(Object, frozen=True):
    """A conversation as a row of one person's inbox.

    `version` is that of the conversation's topic. The reader's own state rides along, with the
    version of their own topic at which it last changed, `own_version`. `standing`:
    `open`; `asking`: my one text waits for an answer; `asked`: a stranger's text waits for
    mine; `blocked`: nothing new is said here; `left`: I have left, and it is as it was then.
    `people` are others who take part, eight at most. `needs_reply`: it is a conversation of two,
    and the last words are the other's.
    """

    conversation: UUID
    kind: Literal["direct", "group"]
    title: str
    people: Annotated[list[Person], Meta(max_length=8)]
    version: int
    last_number: int
    updated_at: Instant
    last_message: Message | None
    last_read_number: int
    last_read_at: Instant | None
    unread: int
    marked_unread: bool
    archived: bool
    muted_until: Instant | None
    own_version: int
    standing: Literal["open", "asking", "asked", "blocked", "left"]
    needs_reply: bool


class MessageCreated(Event, frozen=True):
    """A new message. The frame also carries the recipient's `last_read_number` and `unread`."""

    event = "message.created"
    data: Message


class MessageChanged(Event, frozen=True):
    """A message was edited or deleted."""

    event = "message.changed"
    data: Message


class ReactionOf(Reaction, frozen=True):
    """A reaction, with the message that it is on."""

    conversation: UUID
    number: int


class ReactionChanged(Event, frozen=True):
    """Somebody put a sign on a message, or took it back."""

    event = "reaction.changed"
    data: ReactionOf


class ParticipantChanged(Event, frozen=True):
    """Somebody joined, left or has another role."""

    event = "participant.changed"
    data: Participant


class ConversationInfo(Object, frozen=True):
    """What is the same of a conversation for all who take part. `accepted`: both may write as they
    like. `blocked`: nothing new is said here. `opened_by` started it; null: a group, or long ago.
    """

    conversation: UUID
    kind: Literal["direct", "group"]
    title: str
    accepted: bool
    blocked: bool
    opened_by: UUID | None


class ConversationChanged(Event, frozen=True):
    """The conversation itself changed: its title, or whether it is open for both."""

    event = "conversation.changed"
    data: ConversationInfo


class InboxEntry(Object, frozen=True):
    """What is mine alone in a conversation. Numbers only grow: keep the highest seen.

    The rest is as of `own_version`, a version of my own topic.
    """

    conversation: UUID
    last_number: int
    last_read_number: int
    last_read_at: Instant | None
    unread: int
    marked_unread: bool
    archived: bool
    muted_until: Instant | None
    own_version: int


class InboxChanged(Event, frozen=True):
    """I read, archived, muted or marked a conversation, here or on another device."""

    event = "inbox.changed"
    data: InboxEntry


class ImageState(Object, frozen=True):
    """A picture of mine on its way: `uploaded`, then `ready` to be sent or `refused`."""

    id: UUID
    state: Literal["uploaded", "ready", "refused"]
    problem: str
    width: int | None
    height: int | None


class ImageChanged(Event, frozen=True):
    """A picture of mine was made safe, or cannot be shown."""

    event = "image.changed"
    data: ImageState


# --- what passes -----------------------------------------------------------------------------


class Receipts(Object, frozen=True):
    """How far others have read, by person. Absolute: of each person the highest counts."""

    conversation: UUID
    read: dict[UUID, int]


class ReceiptsChanged(Event, frozen=True):
    """Others have read on. Not versioned, and told once a second at most."""

    event = "receipts"
    data: Receipts


class TypingPerson(Object, frozen=True):
    conversation: UUID
    person: UUID


class PersonTyping(Event, frozen=True):
    """Somebody is writing, for `ttl` seconds from now. Not versioned."""

    event = "typing"
    data: TypingPerson
    ttl: int


class Presence(Object, frozen=True):
    person: UUID
    online: bool


class PresenceChanged(Event, frozen=True):
    """Somebody whom I asked about came or went. Not versioned."""

    event = "presence"
    data: Presence
