"""The rule of the protocol in a few lines: which versions a client applies, and in which order.

A frame that is too early waits for what comes before it; an answer brings what was missing.
"""

from collections.abc import Iterable
from typing import Any

Frame = dict[str, Any]


class Replay:
    """One topic on one connection, from where it stood when the connection began."""

    def __init__(self, topic: str, since: int) -> None:
        self.topic = topic
        #: Versions in the order in which they apply.
        self.versions: list[int] = []
        self.waiting: set[int] = set()
        self._mine = self._newest = since

    def take(self, frame: Frame) -> None:
        state = self._state(frame)
        if state is not None:
            if state.get("reset"):
                self._mine = -1
                if frame["type"] == "welcome":
                    self._newest = state["version"]
            self._catch_up(state)
        elif frame.get("topic") == self.topic and "version" in frame:
            assert frame["version"] > self._newest, f"{frame} after {self._newest}"
            self._newest = frame["version"]
            self.waiting.add(self._newest)
        while self._mine + 1 in self.waiting:
            self._apply(self._mine + 1)
        self.waiting = {version for version in self.waiting if version > self._mine}

    def _catch_up(self, state: Frame) -> None:
        for item in state["objects"]:
            if item["version"] > self._mine:
                self._apply(item["version"])
        self._mine = max(self._mine, state["version"])

    def _apply(self, version: int) -> None:
        self._mine = version
        self.versions.append(version)

    def _state(self, frame: Frame) -> Frame | None:
        """The state of this topic in a welcome or in the answer to `sync`."""
        states = frame.get("topics") if frame["type"] == "welcome" else frame.get("data")
        state = (states or {}).get(self.topic)
        return state if isinstance(state, dict) and "objects" in state else None


def applied(frames: Iterable[Frame], topic: str, since: int, *, ended: bool = False) -> list[int]:
    """What a client has after these frames; one that comes twice or too late is an error.

    `ended`: the connection was cut, and what still waited then came on the next one.
    """
    replay = Replay(topic, since)
    for frame in frames:
        replay.take(frame)
    assert ended or not replay.waiting, f"{replay.waiting} wait for what never came"
    return replay.versions
