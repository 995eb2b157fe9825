"""A client of one person in plain Python: old state + frames must equal fresh state.

`State.fresh` reads everything as a new device does; `receive` applies a frame, strictly in the
order of versions; `welcome` catches up from where the client stands. `view` is what is compared.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from consumers.frames import Hello
from conversations.queries import conversation, inbox
from conversations.topics import CONVERSATION
from feed import queries as feed
from feed.queries import changes as feed_changes
from people.models import User
from protocol import topics
from protocol.states import TopicState
from tests import looks
from tests.pages import everything
from tests.state_market import Market
from tests.state_notices import Notices
from tests.state_talk import Talk

Json = dict[str, Any]
EPOCH = "epoch"
ANYBODY: frozenset[str] = frozenset()


def plain(thing: Any) -> Any:
    """As it arrives: what the server encodes, decoded again."""
    return msgspec.json.decode(msgspec.json.encode(thing))


class State:
    def __init__(self, user: User, hosts: frozenset[str] = ANYBODY) -> None:
        """`hosts`: only calls of these count, so that tests do not see each other's."""
        self.user = user
        self.versions: dict[str, int] = {}
        self.cursor: str | None = None
        self.me: Json = {}
        self.follows: Json = {}
        self.talk = Talk(str(user.public_id))
        self.market = Market(user, hosts)
        #: Only heard of, and forgotten with the page: no part of the view.
        self.images: dict[str, Json] = {}
        self.notices = Notices()

    # --- as a new device ---------------------------------------------------------------------

    @classmethod
    def fresh(cls, user: User, hosts: frozenset[str] = ANYBODY) -> "State":
        state = cls(user, hosts)
        caught = looks.catch_up(user.pk, Hello(), fresh=None)
        state.me, state.cursor = plain(caught.me), caught.inbox.cursor
        state.follows = plain(feed_changes.follows(feed.faces(user)))
        state.absorb("user", caught.topics["user"])
        state.read_inbox()
        state.watch(state.market.read())
        state.notices.read(user)
        return state

    def take_heads(self, heads: Iterable[Json]) -> None:
        for head in heads:
            topic = f"conversation.{head['conversation']}"
            known = topic in self.versions
            self.talk.put(head)
            if not known:
                self.read_conversation(topic)

    def read_conversation(self, topic: str) -> None:
        """All of a conversation as it is now: a snapshot, and its row of the inbox."""
        hello = Hello(cursors={topic: 0})
        caught = looks.catch_up(self.user.pk, hello, fresh=EPOCH)
        self.absorb(topic, caught.topics[topic])
        if caught.topics[topic].more:
            self.sync([topic])
        pk = conversation(UUID(topic.partition(".")[2]), of_user=self.user).pk
        self.talk.put(plain(inbox.head(self.user, pk)))

    # --- live --------------------------------------------------------------------------------

    def receive(self, frame: Json) -> None:
        """A frame that is the next of its topic; older ones are dropped, a gap is an error."""
        topic, version = frame["topic"], frame["version"]
        mine = self.versions.get(topic)
        if mine is None:
            self.unknown(topic)
            return
        if version <= mine:
            return
        if version > mine + 1 and self.talk.has_left(topic):
            self.talk.forget(topic)  # back again: it is read as if it were new
            self.read_conversation(topic)
            return
        assert version == mine + 1 or topics.is_one_object(topic), (
            f"{self.user}: {topic} went from {mine} to {version} with {frame['type']}"
        )
        self.apply(topic, version, frame)

    def unknown(self, topic: str) -> None:
        """News of a conversation that this client does not have: it reads it as a whole."""
        if topic.startswith("conversation."):
            self.read_conversation(topic)

    def apply(self, topic: str, version: int, frame: Json) -> None:
        self.versions[topic] = max(version, self.versions.get(topic, -1))
        kind = frame["type"]
        if kind == "skip":
            return
        if kind == "image.changed":
            self.images[frame["data"]["id"]] = frame["data"]
        elif kind == "me.changed":
            self.me = frame["data"]
            self.watch(self.market.search())
        elif kind == "follows.changed":
            self.follows = frame["data"]
        elif kind == "notification.changed":
            self.notices.apply(frame)
        elif kind in Talk.EVENTS:
            wanted = self.talk.apply(kind, frame)
            if wanted is not None:
                self.read_conversation(CONVERSATION.topic(wanted))
        else:
            self.watch(self.market.apply(kind, frame["data"], version))

    def watch(self, places: dict[str, int]) -> None:
        """Hear of these from now on, if it is granted."""
        unwatched = [name for name in places if name not in self.versions]
        granted = looks.read_many(self.user.pk, {n: places[n] for n in unwatched})
        for name, version in places.items():
            if name in granted or name in self.versions:
                self.versions[name] = max(version, self.versions.get(name, -1))

    def revoked(self, place: str) -> None:
        self.versions.pop(place, None)
        self.market.forget(place)

    # --- catching up -------------------------------------------------------------------------

    def hello(self) -> Hello:
        cursors = {name: version for name, version in self.versions.items() if name != "user"}
        return Hello(epoch=EPOCH, user=self.versions["user"], inbox=self.cursor, cursors=cursors)

    def reconnect(self) -> None:
        """Whatever was missed is found again from where this client stands."""
        caught = looks.catch_up(self.user.pk, self.hello(), fresh=None)
        self.me, self.cursor = plain(caught.me), caught.inbox.cursor
        self.take_heads(plain(caught.inbox.heads))
        for name, state in caught.topics.items():
            self.absorb(name, state)
        for name in caught.gone:
            self.revoked(name)
        if caught.inbox.more:
            self.read_inbox()
        self.sync(name for name, state in caught.topics.items() if state.more)

    def read_inbox(self) -> None:
        for name in ("all", "unread", "archived"):
            self.take_heads(
                plain(everything(partial(inbox.page, filter=name, limit=20), self.user))
            )

    def sync(self, names: Iterable[str]) -> None:
        """Ask for what changed on some topics, page by page."""
        behind = set(names)
        while behind:
            cursors = {name: self.versions[name] for name in behind}
            states = looks.read_many(self.user.pk, cursors)
            for name in cursors:
                if name in states:
                    self.absorb(name, states[name])
            behind = {name for name in cursors if name in states and states[name].more}

    def absorb(self, topic: str, state: TopicState) -> None:
        if state.reset and topic.startswith("conversation."):
            self.talk.forget(topic, all=state.reset != "joined")
            self.versions.pop(topic, None)
        known = self.versions.get(topic, -1)
        for item in plain(state.objects):
            if item["version"] > known:
                self.apply(topic, item["version"], {**item, "topic": topic})
        self.versions[topic] = max(state.version, self.versions.get(topic, -1))
        if state.last_read_number is not None:
            self.talk.read_up_to(topic, state.last_read_number)

    # --- what is compared --------------------------------------------------------------------

    def view(self) -> Json:
        market, notices = self.market.view(), self.notices.view()
        shown = {f"call.{call}" for call in market["calls"]}
        versions = {
            name: version
            for name, version in self.versions.items()
            if not topics.is_one_object(name) or name in shown
        }
        return {
            "me": self.me,
            "follows": self.follows,
            "versions": versions,
            **self.talk.view(),
            **market,
            **notices,
        }
