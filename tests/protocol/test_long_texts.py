"""What people write is read in time that grows with its length alone, however it is written.

Ten times as long as any text may be, each is read in some milliseconds; where an expression goes
back over what it has read, the same takes the better part of a minute.
"""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from conversations.links import has_link
from conversations.mentions import mentions
from core.refused import Refused
from protocol import texts, words

LENGTH = 40_000
#: Far beyond what a busy machine adds, and far below what a square of this length takes.
SECONDS = 8.0
UNITS = [
    *("a", "a.", "a@", "@", "@a", "a-", "-", "_", "1", "1.", "a1", "a.b-", "1a", "A", "Ab.", "ab."),
    *(" ", " a", " .", ". ", "\t", "\n", "( ", "(.", "[dot]", " dot ", "dot", "w w w . ", "www"),
    *("http", "http:", "http:/", "h:", "://", ": / / ", "/", "%", "xn--", "xn--.", "com.", ".com"),
    *("\u200b", "\u202e", "e\u0301", "\u0300", "\ufdfa", "\u0915\u094d", "\U0001f468\u200d"),
]
READERS: dict[str, Callable[[str], object]] = {
    "has_link": has_link,
    "mentions": lambda text: mentions(text, "hanna"),
    "line": texts.line,
    "text": texts.text,
    "isolated": texts.isolated,
    "header": texts.header,
    "indexed": words.indexed,
    "query": words.query,
}


@pytest.mark.attack(
    "write a text that takes long to read: blanks, dots, letters without an end",
    "each is read once",
)
@pytest.mark.parametrize("reader", READERS)
def test_no_text_takes_long(reader: str) -> None:
    slow = []
    for unit in UNITS:
        for end in ("", "!", " x"):
            begun = time.monotonic()
            with suppress(Refused):
                READERS[reader](f"{unit * (LENGTH // len(unit))}{end}")
            if time.monotonic() - begun > SECONDS:
                slow.append(unit)
                break
    assert slow == []
