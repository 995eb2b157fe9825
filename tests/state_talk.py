"""The part of a client that talks: the inbox as rows, and the messages of each conversation."""

from datetime import datetime
from typing import Any, ClassVar

Json = dict[str, Any]


def is_unread(head: Json) -> bool:
    return bool(head["unread"] or head["marked_unread"])


class Talk:
    """Numbers only grow: the highest seen is kept, in whatever order news comes in."""

    EVENTS: ClassVar[tuple[str, ...]] = (
        "message.created",
        "message.changed",
        "reaction.changed",
        "conversation.changed",
        "participant.changed",
        "inbox.changed",
    )

    def __init__(self, me: str) -> None:
        self.me = me
        self.heads: dict[str, Json] = {}
        self.messages: dict[str, dict[int, Json]] = {}
        self.participants: dict[str, dict[str, Json]] = {}
        self.infos: dict[str, Json] = {}
        #: Whose words were the last.
        self.words: dict[str, str] = {}

    # --- what comes in -----------------------------------------------------------------------

    def apply(self, kind: str, frame: Json) -> str | None:
        """Returns a conversation that has to be read as a whole, if there is one."""
        data, conversation = frame["data"], frame["data"].get("conversation")
        if kind == "inbox.changed":
            if conversation not in self.heads:
                return str(conversation)
            self.entry(data)
        elif kind == "participant.changed":
            conversation = frame["topic"].partition(".")[2]
            self.participants.setdefault(conversation, {})[data["person"]["id"]] = data
        elif kind == "conversation.changed":
            self.infos[conversation] = data
        elif kind == "reaction.changed":
            self.reacted(data)
        else:
            self.said(data, frame.get("last_read_number", 0))
        return None

    def said(self, message: Json, last_read_number: int) -> None:
        conversation, number = message["conversation"], message["number"]
        known = self.messages.setdefault(conversation, {})
        if number in known and known[number]["version"] > message["version"]:
            return
        known[number] = message
        if message["kind"] != "system_notification" and number >= max(known):
            self.words[conversation] = message["sender"]
        head = self.heads.get(conversation)
        if head is None:
            return
        if number >= head["last_number"]:
            head["updated_at"] = message["created_at"]
        if number > head["last_number"]:
            head |= {"last_number": number, "archived": False}
        self._read(head, last_read_number)

    def reacted(self, data: Json) -> None:
        """Of each person's each sign the newest counts."""
        message = self.messages.get(data["conversation"], {}).get(data["number"])
        if message is None:
            return
        mine = {name: data[name] for name in ("person", "emoji", "on", "version")}
        others = [
            known
            for known in message["reactions"]
            if (known["person"], known["emoji"]) != (data["person"], data["emoji"])
        ]
        message["reactions"] = sorted([*others, mine], key=lambda one: int(one["version"]))

    def read_up_to(self, topic: str, number: int) -> None:
        head = self.heads.get(topic.partition(".")[2])
        if head is not None:
            self._read(head, number)

    def _read(self, head: Json, number: int) -> None:
        head["last_read_number"] = max(number, head["last_read_number"])
        if number == head["last_read_number"]:
            message = self.messages.get(head["conversation"], {}).get(number)
            if message is not None:
                head["last_read_at"] = message["created_at"]

    def entry(self, entry: Json) -> None:
        """What is mine alone, if it is newer than what is known."""
        head = self.heads[entry["conversation"]]
        head["last_number"] = max(head["last_number"], entry["last_number"])
        if entry["last_read_number"] >= head["last_read_number"]:
            head["last_read_number"] = entry["last_read_number"]
            head["last_read_at"] = entry["last_read_at"]
        if entry["own_version"] < head["own_version"]:
            return
        head["marked_unread"] = entry["marked_unread"]
        head["archived"] = entry["archived"] and entry["last_number"] >= head["last_number"]
        head["muted_until"], head["own_version"] = entry["muted_until"], entry["own_version"]

    def put(self, head: Json) -> None:
        """A row of the inbox as it was read; of each half the newer one counts."""
        mine = self.heads.get(head["conversation"])
        if mine is None:
            self.heads[head["conversation"]] = dict(head)
            return
        if head["version"] >= mine["version"]:
            kept = {
                name: mine[name]
                for name in ("last_number", "last_read_number", "last_read_at", "own_version")
            }
            own = {name: mine[name] for name in ("marked_unread", "archived", "muted_until")}
            mine |= {**head, **kept, **own}
        self.entry(head)

    def has_left(self, topic: str) -> bool:
        seats = self.participants.get(topic.partition(".")[2], {})
        return self.me in seats and bool(seats[self.me]["left"])

    def forget(self, topic: str, *, all: bool = True) -> None:
        """`all`: its row of the inbox, too."""
        conversation = topic.partition(".")[2]
        for shelf in (self.messages, self.participants, self.infos):
            shelf.pop(conversation, None)
        if all:
            self.heads.pop(conversation, None)
        self.words.pop(conversation, None)

    # --- what is compared --------------------------------------------------------------------

    def view(self) -> Json:
        heads = {conversation: self._head(conversation) for conversation in self.heads}
        newest = sorted(
            heads.values(),
            key=lambda head: (datetime.fromisoformat(head["updated_at"]), head["conversation"]),
            reverse=True,
        )
        here = [head for head in newest if not head["archived"]]
        return {
            "heads": heads,
            "all": [head["conversation"] for head in here],
            "unread": [head["conversation"] for head in here if is_unread(head)],
            "archived": [head["conversation"] for head in newest if head["archived"]],
            "messages": self.messages,
            "participants": {c: self._seats(c) for c in self.participants},
            "infos": self.infos,
        }

    def _head(self, conversation: str) -> Json:
        """The row as a screen shows it: what follows from the messages and the info."""
        head, info = self.heads[conversation], self.infos[conversation]
        messages = self.messages.get(conversation, {})
        seats = self._seats(conversation)
        others = [
            seat["person"]
            for person, seat in seats.items()
            if person != self.me and not seat["left"]
        ]
        words = self.words.get(conversation)
        return head | {
            "title": info["title"],
            "people": sorted(others, key=lambda person: str(person["id"])),
            "last_message": messages[max(messages)] if messages else None,
            "needs_reply": info["kind"] == "direct" and words is not None and words != self.me,
            "unread": max(0, head["last_number"] - head["last_read_number"]),
            "standing": "left"
            if seats[self.me]["left"]
            else self._standing(info, head["last_number"]),
            "version": None,  # that of the topic, which is compared as such
        }

    def _seats(self, conversation: str) -> dict[str, Json]:
        """Who is there; who has left does not know who is what any more."""
        seats = self.participants[conversation]
        if not seats[self.me]["left"]:
            return seats
        return {person: {**seat, "role": "member"} for person, seat in seats.items()}

    def _standing(self, info: Json, last_number: int) -> str:
        if info["blocked"]:
            return "blocked"
        if info["accepted"] or last_number == 0:
            return "open"
        return "asking" if info["opened_by"] == self.me else "asked"
