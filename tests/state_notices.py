"""The part of a client that is told of things: the list, and how much of it is new."""

from typing import Any

import msgspec

from notifications import queries
from people.models import User
from tests.pages import everything

Json = dict[str, Any]


class Notices:
    def __init__(self) -> None:
        self.lines: dict[str, Json] = {}
        self.unread = 0
        self._version = -1

    def read(self, user: User) -> None:
        """Everything, page by page, as a new device does when the list is opened."""
        for line in msgspec.json.decode(msgspec.json.encode(everything(queries.page, user))):
            self.lines[line["id"]] = line
        self.unread = queries.unread([user.pk])[user.pk]

    def apply(self, frame: Json) -> None:
        line = frame["data"]
        mine = self.lines.get(line["id"])
        if mine is None or line["version"] >= mine["version"]:
            self.lines[line["id"]] = line
        if line["version"] >= self._version:
            self.unread, self._version = frame["unread"], line["version"]

    def view(self) -> Json:
        return {"notices": self.lines, "unread_notices": self.unread}
