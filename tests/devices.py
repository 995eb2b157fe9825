"""A device on a bad line: frames arrive late, twice, in any order or never, and it still knows.

It holds what comes too early, drops what it knows, asks for what is missing, and keeps a log of
the versions that it applied: no gap, no duplicate, no reorder.
"""

import copy
from collections import defaultdict
from typing import Any

from people.models import User
from protocol import topics
from protocol.publish import Outgoing
from tests.state import State
from tests.verify import frames_at, frames_for

Json = dict[str, Any]


class Device:
    def __init__(self, owner: User) -> None:
        self.owner = owner
        self.wire: list[Json] = []
        self.begin()

    def begin(self) -> None:
        """As new: everything is read, nothing is on its way."""
        self.wire.clear()
        self.held: dict[str, dict[int, Json]] = defaultdict(dict)
        self.log: dict[str, list[int]] = defaultdict(list)
        self.state = State.fresh(self.owner)

    def published(self, told: list[Outgoing]) -> None:
        frames = frames_for(self.owner, told)
        for place in [name for name in self.state.versions if name.startswith("call.")]:
            frames += frames_at(place, told)
        self.wire += copy.deepcopy(frames)

    # --- one frame ---------------------------------------------------------------------------

    def receive(self, frame: Json) -> None:
        topic, version = frame["topic"], frame["version"]
        mine = self.state.versions.get(topic)
        if mine is None:
            self.state.unknown(topic)
        elif version == mine + 1 or (version > mine and topics.is_one_object(topic)):
            self._apply(frame)
            following = self.held[topic].pop(version + 1, None)
            if following is not None:
                self.receive(following)
        elif version > mine:
            self.held[topic][version] = frame

    def _apply(self, frame: Json) -> None:
        topic, version = frame["topic"], frame["version"]
        log = self.log[topic]
        assert not log or version > log[-1], f"{topic} {version} applied after {log[-5:]}"
        assert topics.is_one_object(topic) or version == self.state.versions[topic] + 1
        log.append(version)
        self.state.receive(frame)

    # --- coming back -------------------------------------------------------------------------

    def reconnect(self) -> None:
        """What was on its way is lost with the connection; hello says where this device stands."""
        self.wire.clear()
        self.held.clear()
        self.state.reconnect()

    def settle(self, heads: dict[str, int]) -> None:
        """All that is on its way arrives; then the sweep tells the heads, and it asks."""
        while self.wire:
            self.receive(self.wire.pop())
        behind = [name for name, head in heads.items() if self.state.versions.get(name, 0) < head]
        unknown = [name for name in behind if name not in self.state.versions]
        for name in unknown:
            self.state.unknown(name)
        self.state.sync(set(behind) - set(unknown))
        self.held.clear()
