"""What may be asked of conversations."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from protocol.wire import Content, Count, Keyed, Result, Text, Verb

#: One sign: a picture of Unicode's with whatever joins and colours it, and no word.
SIGN = (
    "^[\u200d\u2190-\u2bff\u3030-\u303d\u3297-\u3299\ufe0f"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f]{1,16}$"
    r"(?!\n)"
)
Title = Annotated[str, Meta(max_length=120)]

# --- messages --------------------------------------------------------------------------------


class SendMessage(Keyed, frozen=True):
    """Say something, or show an image of mine that is ready. The reply comes after the commit.

    `reply_to` is the number of the message that this one answers.
    """

    verb = "message.send"
    conversation: UUID
    content: Text = ""
    kind: Literal["text", "image"] = "text"
    image: UUID | None = None
    reply_to: Count | None = None


class EditMessage(Keyed, frozen=True):
    """Change a text of mine, within 15 minutes."""

    verb = "message.edit"
    conversation: UUID
    number: Count
    content: Content


class DeleteMessage(Keyed, frozen=True):
    """Take a message of mine back, within 24 hours: only that there was one stays."""

    verb = "message.delete"
    conversation: UUID
    number: Count


class React(Verb, frozen=True):
    """Put a sign on a message, or with `on: false` take it back."""

    verb = "message.react"
    conversation: UUID
    number: Count
    emoji: Annotated[str, Meta(pattern=SIGN)]
    on: bool = True


class TellTyping(Verb, frozen=True):
    """I am writing; heard for some seconds by those who take part and show it, too."""

    verb = "typing"
    conversation: UUID


# --- conversations ---------------------------------------------------------------------------


class StartConversation(Keyed, frozen=True):
    """Open the one conversation with a person, or a group; with a first text if one is given.

    Several people, or a title, make a group, of which I am the admin.
    """

    verb = "conversation.start"
    people: Annotated[list[UUID], Meta(min_length=1, max_length=255)]
    title: Title = ""
    content: Content | None = None


class AcceptContact(Verb, frozen=True):
    """Let somebody who wrote to me for the first time write more."""

    verb = "conversation.accept"
    conversation: UUID


class AddPeople(Keyed, frozen=True):
    """Bring people whom I know into a group; they see what is said from now on."""

    verb = "conversation.add"
    conversation: UUID
    people: Annotated[list[UUID], Meta(min_length=1, max_length=50)]


class RemovePerson(Keyed, frozen=True):
    """Take somebody out of a group; they keep what they have seen and hear no more."""

    verb = "conversation.remove"
    conversation: UUID
    person: UUID


class LeaveConversation(Keyed, frozen=True):
    """Leave a group."""

    verb = "conversation.leave"
    conversation: UUID


class RenameConversation(Keyed, frozen=True):
    """Give a group another title."""

    verb = "conversation.rename"
    conversation: UUID
    title: Title


class SetRole(Keyed, frozen=True):
    """Make somebody an admin of a group, or a member again."""

    verb = "conversation.role"
    conversation: UUID
    person: UUID
    role: Literal["member", "admin"]


# --- what is mine alone ----------------------------------------------------------------------


class ReadConversation(Verb, frozen=True):
    """I have read up to this number. The pointer only grows."""

    verb = "conversation.read"
    conversation: UUID
    number: Count


class MarkUnread(Verb, frozen=True):
    """Flag it for later, or with `on: false` take the flag away. The pointer stays."""

    verb = "conversation.mark_unread"
    conversation: UUID
    on: bool = True


class ArchiveConversation(Verb, frozen=True):
    """Put it away until the next message, or with `on: false` bring it back."""

    verb = "conversation.archive"
    conversation: UUID
    on: bool = True


class MuteConversation(Verb, frozen=True):
    """Hear nothing of it for so many seconds; null: for ever; 0: hear it again."""

    verb = "conversation.mute"
    conversation: UUID
    seconds: Annotated[int, Meta(ge=0, le=366 * 86_400)] | None = None


class ReportPerson(Keyed, frozen=True):
    """Ask the people who run this place to look at a person, or at one message of theirs."""

    verb = "report"
    person: UUID
    reason: Annotated[str, Meta(min_length=1, max_length=1000)]
    conversation: UUID | None = None
    number: Count | None = None


# --- answers ---------------------------------------------------------------------------------


class Started(Result, frozen=True):
    conversation: UUID
    version: int
    #: The number of the first text, if one was given.
    number: int | None


class Sent(Result, frozen=True):
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
