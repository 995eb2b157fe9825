"""A notification is typed facts; here they become words, for one reader in one language.

The rooms above register the words of their kinds, and whether a thing is over by now.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from notifications.deciding import Reason
from people.models import User

if TYPE_CHECKING:
    from notifications.models import Delivery

Facts = dict[str, Any]


class Words(NamedTuple):
    """`path`: the page that it opens, by a button with the word `action`."""

    title: str
    text: str
    path: str
    action: str


Sentence = Callable[[Facts, int, User], Words]
Quote = Callable[[Facts, User], str]
Recheck = Callable[[Sequence["Delivery"]], dict[int, Reason]]

_sentences: dict[str, Sentence] = {}
_rechecks: dict[str, Recheck] = {}
_quotes: dict[str, Quote] = {}


def says(kind: str) -> Callable[[Sentence], Sentence]:
    """Register `function(facts, count, reader)`: the words of a kind."""

    def register(sentence: Sentence) -> Sentence:
        _sentences[kind] = sentence
        return sentence

    return register


def words(kind: str, facts: Facts, count: int, reader: User) -> Words:
    return _sentences[kind](facts, count, reader)


def rechecks(kind: str) -> Callable[[Recheck], Recheck]:
    """Register `function(deliveries)`, asked right before sending: who is not told, and why."""

    def register(recheck: Recheck) -> Recheck:
        _rechecks[kind] = recheck
        return recheck

    return register


def not_any_more(kind: str, deliveries: Sequence["Delivery"]) -> dict[int, Reason]:
    """The ids of deliveries of one kind that are about something over, and why."""
    return _rechecks[kind](deliveries) if kind in _rechecks else {}


def quotes(kind: str) -> Callable[[Quote], Quote]:
    """Register `function(facts, reader)`: what others wrote, as it is when it is sent."""

    def register(quote: Quote) -> Quote:
        _quotes[kind] = quote
        return quote

    return register


def quote(kind: str, facts: Facts, reader: User) -> str:
    return _quotes[kind](facts, reader) if kind in _quotes else ""


def spoken() -> list[str]:
    return sorted(_sentences)
