"""What one device shows: versions, objects and counts, by the rules of the protocol."""

import time
from collections import defaultdict
from datetime import datetime
from typing import Any

Frame = dict[str, Any]


class Screen:
    def __init__(self) -> None:
        self.epoch: str | None = None
        self.cursors: dict[str, int] = {}
        self.messages: dict[str, dict[int, Frame]] = defaultdict(dict)
        #: Everything else by topic, kind and whom it is about; the newest counts.
        self.objects: dict[tuple[str, str, str], Frame] = {}
        #: conversation -> how many messages there are, and how many of them I have read.
        self.numbers: dict[str, tuple[int, int]] = {}
        #: How long after its commit each text was seen, from the moment this device was there.
        self.delays: list[float] = []
        self.there_since = 0.0
        self._early: dict[str, dict[int, Frame]] = defaultdict(dict)

    @property
    def unread(self) -> dict[str, int]:
        return {talk: max(0, last - read) for talk, (last, read) in self.numbers.items()}

    # --- what comes in -----------------------------------------------------------------------

    def welcome(self, frame: Frame) -> list[str]:
        """Returns the topics that are still behind."""
        self._early.clear()
        self.there_since = time.time()
        if self.epoch != frame["epoch"]:
            self.forget()
        self.epoch = frame["epoch"]
        for name, state in frame["topics"].items():
            self.take(name, state)
        heads = frame["inbox"]["heads"]
        for head in heads:
            self._count(head["conversation"], head["last_number"], head["last_read_number"])
        versions = {f"conversation.{head['conversation']}": head["version"] for head in heads}
        return self.behind(versions)

    def behind(self, versions: dict[str, int]) -> list[str]:
        return [topic for topic, head in versions.items() if self.cursors.get(topic, 0) < head]

    def forget(self) -> None:
        """Another past: nothing of this one counts."""
        self.cursors.clear()
        self.messages.clear()
        self.objects.clear()
        self.numbers.clear()

    def take(self, topic: str, state: Frame) -> None:
        """A state of `sync`, `watch` or `welcome`: rows in the order of versions, and the head."""
        if state.get("reset"):
            self.cursors.pop(topic, None)
            self.messages.pop(topic.partition(".")[2], None)
        for item in state["objects"]:
            self._store(topic, item)
        self.cursors[topic] = max(state["version"], self.cursors.get(topic, 0))
        if "unread" in state:
            read = state["last_read_number"]
            self._count(topic.partition(".")[2], read + state["unread"], read)
        early = self._early.pop(topic, {})
        self._early[topic] = {v: f for v, f in early.items() if v > self.cursors[topic]}
        self._apply_early(topic)

    def hear(self, frame: Frame) -> bool:
        """A frame of a topic; True if something before it is missing."""
        topic, version = frame["topic"], frame["version"]
        if version <= self.cursors.get(topic, 0):
            return False
        if topic.startswith("call."):  # one object: its newest version says everything
            self.cursors[topic] = version - 1
        self._early[topic][version] = frame
        self._apply_early(topic)
        return bool(self._early[topic])

    def _apply_early(self, topic: str) -> None:
        early = self._early[topic]
        while (frame := early.pop(self.cursors.get(topic, 0) + 1, None)) is not None:
            self.cursors[topic] = frame["version"]
            self._store(topic, frame)

    # --- what is kept ------------------------------------------------------------------------

    def _store(self, topic: str, item: Frame) -> None:
        kind, data = item["type"], item.get("data", {})
        if kind in ("message.created", "message.changed"):
            self._see(data)
            if "last_read_number" in item:
                self._count(data["conversation"], data["number"], item["last_read_number"])
        elif kind == "inbox.changed":
            self._count(data["conversation"], data["last_number"], data["last_read_number"])
        elif kind != "skip" and topic != "user":
            about = data.get("person", {})
            self.objects[topic, kind, about["id"] if isinstance(about, dict) and about else ""] = (
                data
            )

    def _see(self, message: Frame) -> None:
        shown = self.messages[message["conversation"]]
        if message["number"] not in shown:
            written = datetime.fromisoformat(message["created_at"]).timestamp()
            self.delays.append(time.time() - max(written, self.there_since))
        shown[message["number"]] = message

    def _count(self, talk: str, last: int, read: int) -> None:
        """Numbers only grow: the highest seen is kept, in whatever order news comes in."""
        known_last, known_read = self.numbers.get(talk, (0, 0))
        self.numbers[talk] = max(last, known_last), max(read, known_read)
