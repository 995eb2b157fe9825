"""What is left of a person who was erased: a former member, and nothing of who it was."""

import secrets
from typing import Any, NamedTuple

from people.models import User

NAME = "Former member"
HANDLE = "former-member"
#: An evening of theirs, where somebody else was booked.
EVENING = "Session"

Facts = Any


def new_handle() -> str:
    """Nobody else may have one like it; see `people.names`."""
    return f"{HANDLE}-{secrets.token_hex(6)}"


class Traces(NamedTuple):
    """By what stored facts name a person: as `{"id", "name"}`, `from` and `name`, or `handle`."""

    person: User
    id: str
    handles: set[str]

    def words(self) -> list[str]:
        """What stands in facts that speak of this person, as JSON has it."""
        return [self.id, *(f'"{handle}"' for handle in self.handles)]

    def names(self, facts: Facts) -> list[str]:
        """How these facts call this person."""
        inner = facts.values() if isinstance(facts, dict) else facts
        found = [name for one in inner if isinstance(one, dict | list) for name in self.names(one)]
        if isinstance(facts, dict) and self._is_meant(facts) and facts.get("name"):
            found.append(facts["name"])
        return found

    def forgotten(self, facts: Facts) -> Facts:
        """The same facts without name and handle, and without the words of their evenings."""
        if isinstance(facts, list):
            return [self.forgotten(one) for one in facts]
        if not isinstance(facts, dict):
            return facts
        kept = {key: self.forgotten(value) for key, value in facts.items()}
        if self._is_meant(kept):
            kept |= {"name": NAME} if "name" in kept else {}
            kept |= {"path": "/feed"} if str(kept.get("path")).startswith("/@") else {}
        if kept.get("handle") in self.handles:
            kept["handle"] = HANDLE
        host = kept.get("host")
        hosts = isinstance(host, dict) and host.get("id") == self.id
        return unnamed(kept) if hosts else kept

    def _is_meant(self, facts: dict[str, Any]) -> bool:
        return self.id in (facts.get("id"), facts.get("from"))


def traces(person: User) -> Traces:
    former = person.former_handles.values_list("handle", flat=True)
    return Traces(person, str(person.public_id), {person.handle, *former})


def unnamed(facts: dict[str, Any]) -> dict[str, Any]:
    """Of an evening nothing but when it was."""
    words = {"title": EVENING, "place": "", "district": "", "note": ""}
    kept = {key: words.get(key, value) for key, value in facts.items()}
    before = kept.get("before")
    return kept | {"before": unnamed(before)} if isinstance(before, dict) else kept
