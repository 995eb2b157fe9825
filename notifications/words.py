"""A notification is typed facts; here they become words, for one reader in one language.

The rooms above register the words of their kinds, and whether a thing is over by now.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from notifications.deciding import Reason
from people.models import User
from people.speaking import speaking
from protocol import texts

if TYPE_CHECKING:
    from notifications.models import Delivery, Notification

Facts = dict[str, Any]


class Words(NamedTuple):
    """`path`: the page that it opens, by a button with the word `action`."""

    title: str
    text: str
    path: str
    action: str


class Told(NamedTuple):
    """Of what somebody, by id, is told: the facts are as they were when it happened."""

    user: int
    about: str
    facts: Facts


class Attachment(NamedTuple):
    name: str
    content: bytes
    mime_type: str


Sentence = Callable[[Facts, int, User], Words]
Attach = Callable[[str, User], Attachment | None]
Current = Callable[[Sequence[Told]], Sequence[Facts]]
Quote = Callable[[Facts, User], str]
Recheck = Callable[[Sequence["Delivery | Notification"]], dict[int, Reason]]

_sentences: dict[str, Sentence] = {}
_rechecks: dict[str, Recheck] = {}
_current: dict[str, Current] = {}
_attached: dict[str, Attach] = {}
_quotes: dict[str, Quote] = {}


def says(kind: str) -> Callable[[Sentence], Sentence]:
    """Register `function(facts, count, reader)`: the words of a kind."""

    def register(sentence: Sentence) -> Sentence:
        _sentences[kind] = sentence
        return sentence

    return register


def words(kind: str, facts: Facts, count: int, reader: User) -> Words:
    with speaking(reader.language):
        return _sentences[kind](texts.isolated_within(facts), count, reader)


def current(kind: str) -> Callable[[Current], Current]:
    """Register `function(told)`: for each the facts that are others by now, in the same order.

    Asked when words are made of them, so that nobody reads what was true when it waited.
    """

    def register(function: Current) -> Current:
        _current[kind] = function
        return function

    return register


def as_it_is(kind: str, told: Sequence[Told]) -> list[Facts]:
    """The facts of all of these, which are of one kind, as they are now."""
    if kind not in _current or not told:
        return [it.facts for it in told]
    news = _current[kind](told)
    return [{**it.facts, **new} for it, new in zip(told, news, strict=True)]


def rechecks(kind: str) -> Callable[[Recheck], Recheck]:
    """Register `function(deliveries)`, asked right before sending: who is not told, and why."""

    def register(recheck: Recheck) -> Recheck:
        _rechecks[kind] = recheck
        return recheck

    return register


def not_any_more(kind: str, deliveries: Sequence["Delivery | Notification"]) -> dict[int, Reason]:
    """The ids of deliveries, or lines, of one kind that are about something over, and why."""
    return _rechecks[kind](deliveries) if kind in _rechecks else {}


def quotes(kind: str) -> Callable[[Quote], Quote]:
    """Register `function(facts, reader)`: what others wrote, as it is when it is sent."""

    def register(quote: Quote) -> Quote:
        _quotes[kind] = quote
        return quote

    return register


def quote(kind: str, facts: Facts, reader: User) -> str:
    if kind not in _quotes:
        return ""
    with speaking(reader.language):
        return _quotes[kind](facts, reader)


def attaches(kind: str) -> Callable[[Attach], Attach]:
    """Register `function(about, reader)`: what mails of a kind carry with them."""

    def register(function: Attach) -> Attach:
        _attached[kind] = function
        return function

    return register


def attached(kind: str, about: str, reader: User) -> Attachment | None:
    return _attached[kind](about, reader) if kind in _attached else None


def spoken() -> list[str]:
    return sorted(_sentences)
