"""What may be asked of conversations."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from conversations.emoji import canonical
from protocol.asked import LINE, Rule
from protocol.wire import Content, Keyed, Number, Result, Text, Verb

#: One emoji, with or without U+FE0F, which is not kept.
Sign = Annotated[str, Meta(min_length=1, max_length=32), Rule("sign", canonical)]
Title = Annotated[str, LINE, Meta(max_length=120)]

# --- messages --------------------------------------------------------------------------------


class SendMessage(Keyed, frozen=True):
    """Say something, or show an image of mine that is ready. The reply comes after the commit.

    `kind`: a text, or the picture `image` with a text beside it. `reply_to` is the number of the
    message that this one answers; null: of none.
    """

    verb = "message.send"
    reaches = "strangers"
    conversation: UUID
    content: Text = ""
    kind: Literal["text", "image"] = "text"
    image: UUID | None = None
    reply_to: Number | None = None


class EditMessage(Keyed, frozen=True):
    """Change a text of mine, within 15 minutes."""

    verb = "message.edit"
    reaches = "known"
    conversation: UUID
    number: Number
    content: Content


class DeleteMessage(Keyed, frozen=True):
    """Take a message of mine back, within 24 hours: only that there was one stays."""

    verb = "message.delete"
    reaches = "undo"
    conversation: UUID
    number: Number


class React(Verb, frozen=True):
    """Put a sign on a message, or with `on: false` take it back."""

    verb = "message.react"
    reaches = "known"
    conversation: UUID
    number: Number
    emoji: Sign
    on: bool = True


class TellTyping(Verb, frozen=True):
    """I am writing; heard for some seconds by those who take part and show it, too."""

    verb = "typing"
    reaches = "known"
    conversation: UUID


# --- conversations ---------------------------------------------------------------------------


class StartConversation(Keyed, frozen=True):
    """Open the one conversation with a person, or a group; with a first text if one is given.

    Several people, or a title, make a group, of which I am the admin.
    """

    verb = "conversation.start"
    reaches = "strangers"
    people: Annotated[list[UUID], Meta(min_length=1, max_length=255)]
    title: Title = ""
    content: Content | None = None


class AcceptContact(Verb, frozen=True):
    """Let somebody who wrote to me for the first time write more."""

    verb = "conversation.accept"
    reaches = "known"
    conversation: UUID


class AddPeople(Keyed, frozen=True):
    """Bring people whom I know into a group; they see what is said from now on."""

    verb = "conversation.add"
    reaches = "known"
    conversation: UUID
    people: Annotated[list[UUID], Meta(min_length=1, max_length=50)]


class RemovePerson(Keyed, frozen=True):
    """Take somebody out of a group. They keep what they saw, as it was then, and hear no more."""

    verb = "conversation.remove"
    reaches = "known"
    conversation: UUID
    person: UUID


class LeaveConversation(Keyed, frozen=True):
    """Leave a group. What I have seen stays with me as it was then."""

    verb = "conversation.leave"
    reaches = "undo"
    conversation: UUID


class RenameConversation(Keyed, frozen=True):
    """Give a group another title."""

    verb = "conversation.rename"
    reaches = "known"
    conversation: UUID
    title: Title


class SetRole(Keyed, frozen=True):
    """Make somebody an admin of a group, or a member again."""

    verb = "conversation.role"
    reaches = "known"
    conversation: UUID
    person: UUID
    role: Literal["member", "admin"]


# --- what is mine alone ----------------------------------------------------------------------


class ReadConversation(Verb, frozen=True):
    """I have read up to this number. The pointer only grows."""

    verb = "conversation.read"
    reaches = "nobody"
    conversation: UUID
    number: Number


class MarkUnread(Verb, frozen=True):
    """Flag it for later, or with `on: false` take the flag away. The pointer stays."""

    verb = "conversation.mark_unread"
    reaches = "nobody"
    conversation: UUID
    on: bool = True


class ArchiveConversation(Verb, frozen=True):
    """Put it away until the next message, or with `on: false` bring it back."""

    verb = "conversation.archive"
    reaches = "nobody"
    conversation: UUID
    on: bool = True


class MuteConversation(Verb, frozen=True):
    """Hear nothing of it for some time.

    `seconds`: for how long; 0: hear it again; null: for ever.
    """

    verb = "conversation.mute"
    reaches = "nobody"
    conversation: UUID
    seconds: Annotated[int, Meta(ge=0, le=366 * 86_400)] | None = None


# --- answers ---------------------------------------------------------------------------------


class Started(Result, frozen=True):
    """The conversation is there. `version` is that of its topic. `number`: that of the first text;
    null: none was given.
    """

    conversation: UUID
    version: int
    number: int | None


class Sent(Result, frozen=True):
    """It is said. `version` is that of the conversation's topic."""

    number: int
    version: int


class InboxState(Result, frozen=True):
    """My state of the conversation now; `version` is that of my own topic."""

    version: int
    last_read_number: int
    unread: int


class Changed(Result, frozen=True):
    """It is so now; `version` is that of the conversation's topic."""

    version: int
