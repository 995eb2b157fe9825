"""The frames that only the socket has: hello and welcome, sync, credit, heartbeat, goodbye."""

from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.conf import settings
from msgspec import Meta

from conversations.events import Head
from people.events import Me
from protocol.asked import CODE
from protocol.states import TopicState
from protocol.version import Server
from protocol.wire import Code, Count, ErrorObject, Instant, Object, Verb

Version = Count
#: Whatever it says, a client is answered: what is none of ours is that of a new device.
Token = Annotated[str, CODE, Meta(max_length=8_000)]
Cursors = Annotated[dict[Code, Version], Meta(max_length=settings.LIMITS.hello_cursors)]

# --- from the client -------------------------------------------------------------------------


class Hello(Verb, frozen=True):
    """The first frame, within 5 seconds. A fresh client sends nothing but `ref`.

    `epoch`, `user` and `inbox` are what the last welcome said and the client has applied since;
    `cursors` names at most `hello_cursors` topics, the open ones first. One on `call.*` or
    `profile.*` is a watch. A program with a token is not its person being here, unless it says
    that it is (`present`).
    """

    verb = "hello"
    reaches = "nobody"
    epoch: Token | None = None
    user: Version | None = None
    inbox: Token | None = None
    cursors: Cursors = {}
    present: bool = False


class Sync(Verb, frozen=True):
    """What has changed on these topics since these versions?"""

    verb = "sync"
    reaches = "nobody"
    cursors: Cursors


class Watch(Verb, frozen=True):
    """Hear of a place: `call.<id>`, or `call.<id>.host` for its host; `profile.<id>`, or
    `profile.<id>.followers` for who follows. `feed`: the last of all whom I follow."""

    verb = "watch"
    reaches = "nobody"
    topic: Code
    version: Version | None = None


class Unwatch(Verb, frozen=True):
    """Hear no more of a place."""

    verb = "unwatch"
    reaches = "nobody"
    topic: Code


class Observe(Verb, frozen=True):
    """Who of these people is here? From now on I hear when that changes, until I ask again.

    Ask at least once a minute. It says nothing of strangers, of the blocked, and of people who
    do not show it; and nothing at all to whom does not show it either.
    """

    verb = "presence"
    reaches = "nobody"
    people: Annotated[list[UUID], Meta(max_length=100)]


class Mark(Verb, frozen=True):
    """Give a mark's token back: everything before it has arrived. No reply."""

    verb = "mark"
    reaches = "nobody"
    token: Token


class Pong(Verb, frozen=True):
    """I am still here. No reply."""

    verb = "pong"
    reaches = "nobody"


# --- from the server -------------------------------------------------------------------------


class Frame(Object, frozen=True):
    type: ClassVar[str]


class Inbox(Object, frozen=True):
    """Heads of my conversations that changed since the inbox cursor; `more`: fetch the rest."""

    cursor: str
    heads: list[Head]
    more: bool


class Welcome(Frame, frozen=True):
    """All that a client needs to be up to date; frames that follow continue from here."""

    type = "welcome"
    ref: int
    me: Me
    server: Server
    epoch: str
    now: Instant
    heartbeat: float
    limits: dict[str, float]
    inbox: Inbox
    topics: dict[str, TopicState]
    gone: list[str]


class Reply(Frame, frozen=True, kw_only=True):
    """Exactly one for every `ref`; a positive one only after the commit."""

    type = "reply"
    ref: int
    ok: bool
    data: dict[str, Any] | None = None
    error: ErrorObject | None = None


class Heads(Frame, frozen=True):
    """Versions that these topics have reached: ask `sync` where you are behind."""

    type = "heads"
    topics: dict[str, int]


class Skip(Frame, frozen=True):
    """A change that you may not see; its version counts."""

    type = "skip"
    topic: str
    version: int


class Reset(Frame, frozen=True, kw_only=True):
    """Forget this topic's cursor (every one, without `topic`); a snapshot follows."""

    type = "reset"
    reason: str
    topic: str | None = None


class MarkSent(Frame, frozen=True):
    """Send this token back at once: it is your credit for further frames."""

    type = "mark"
    token: str


class Ping(Frame, frozen=True):
    """Nothing happened for a while; answer `pong`."""

    type = "ping"
    now: Instant


class Revoked(Frame, frozen=True):
    """You may not watch this topic any more; forget what it told you."""

    type = "revoked"
    topic: str


class Bye(Frame, frozen=True):
    """The socket closes now. Come back after a random time between `retry_ms`."""

    type = "bye"
    code: int
    reason: str
    retry_ms: list[int]
