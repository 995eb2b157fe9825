"""System messages are typed facts; here they become words, for one reader in one language."""

from collections.abc import Callable
from typing import Any

from people.models import User
from protocol import texts

Facts = dict[str, Any]
Sentence = Callable[[Facts, User], str]

_sentences: dict[str, Sentence] = {}


def says(kind: str) -> Callable[[Sentence], Sentence]:
    """Register the words for system messages whose `data["type"]` is `kind`."""

    def register(sentence: Sentence) -> Sentence:
        _sentences[kind] = sentence
        return sentence

    return register


def render(facts: Facts, reader: User) -> str:
    return _sentences[facts["type"]](texts.isolated_within(facts), reader)


def kinds() -> list[str]:
    return sorted(_sentences)


# --- groups ----------------------------------------------------------------------------------


def _who(person: Facts, reader: User) -> str:
    return "you" if person["id"] == str(reader.public_id) else str(person["name"])


def _people(facts: Facts, reader: User) -> str:
    names = [_who(person, reader) for person in facts["people"]]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _sentence(facts: Facts, reader: User, rest: str) -> str:
    who = _who(facts["by"], reader)
    return f"{who[0].upper()}{who[1:]} {rest}."


@says("group.started")
def _started(facts: Facts, reader: User) -> str:
    return _sentence(facts, reader, "started this group")


@says("group.added")
def _added(facts: Facts, reader: User) -> str:
    return _sentence(facts, reader, f"added {_people(facts, reader)}")


@says("group.removed")
def _removed(facts: Facts, reader: User) -> str:
    return _sentence(facts, reader, f"removed {_people(facts, reader)}")


@says("group.left")
def _left(facts: Facts, reader: User) -> str:
    return _sentence(facts, reader, "left the group")


@says("group.renamed")
def _renamed(facts: Facts, reader: User) -> str:
    title = facts["title"]
    rest = f"named the group “{title}”" if title else "took the group's name away"
    return _sentence(facts, reader, rest)
