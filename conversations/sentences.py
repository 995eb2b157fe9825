"""System messages are typed facts; here they become words, for one reader in one language."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext, pgettext

from people.models import User
from people.speaking import speaking
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
    with speaking(reader.language):
        return _sentences[facts["type"]](texts.isolated_within(facts), reader)


def kinds() -> list[str]:
    return sorted(_sentences)


# --- groups ----------------------------------------------------------------------------------


def _is(person: Facts, reader: User) -> bool:
    return bool(person["id"] == str(reader.public_id))


def _people(facts: Facts, reader: User) -> str:
    names = [
        pgettext("were added, or removed", "you") if _is(person, reader) else str(person["name"])
        for person in facts["people"]
    ]
    if len(names) == 1:
        return names[0]
    return gettext("{some} and {last}").format(some=", ".join(names[:-1]), last=names[-1])


def _by(facts: Facts, reader: User, yours: str, theirs: str) -> str:
    """One of two translated sentences: what its reader did, or what somebody else did."""
    people = _people(facts, reader) if facts.get("people") else ""
    filled = {"name": facts["by"]["name"], "people": people, "title": facts.get("title", "")}
    return (yours if _is(facts["by"], reader) else theirs).format(**filled)


@says("group.started")
def _started(facts: Facts, reader: User) -> str:
    return _by(
        facts, reader, gettext("You started this group."), gettext("{name} started this group.")
    )


@says("group.added")
def _added(facts: Facts, reader: User) -> str:
    return _by(facts, reader, gettext("You added {people}."), gettext("{name} added {people}."))


@says("group.removed")
def _removed(facts: Facts, reader: User) -> str:
    return _by(facts, reader, gettext("You removed {people}."), gettext("{name} removed {people}."))


@says("group.left")
def _left(facts: Facts, reader: User) -> str:
    return _by(facts, reader, gettext("You left the group."), gettext("{name} left the group."))


@says("group.renamed")
def _renamed(facts: Facts, reader: User) -> str:
    if facts["title"]:
        yours = gettext("You named the group “{title}”.")
        return _by(facts, reader, yours, gettext("{name} named the group “{title}”."))
    yours = gettext("You took the group's name away.")
    return _by(facts, reader, yours, gettext("{name} took the group's name away."))
