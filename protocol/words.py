"""How texts are cut into words: one way for the index, for the question, and for what is marked.

A word is found by its beginning, and so is each part of a compound, of letters or of digits:
`www.example.org/pose` is
kept as `wwwexampleorgpose`, `exampleorgpose`, `orgpose` and `pose`, which `example.org`, `pose`
and the whole address begin. `frontend/src/lib/words/folded.ts` does the same in the client; both
are held to the cases in `frontend/src/lib/words/search-cases.json`.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

#: A longer beginning tells nothing more apart.
LONGEST = 40
#: More words than these narrow nothing down.
WORDS = 16

#: Letters that Unicode does not take apart into a plain one and a mark; and those that keyboards of
#: Persian and Urdu give where Arabic has another, or that are left out like an accent.
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "\u0131": "i", "ŋ": "n"}
    | {"æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
    | {"\u06a9": "\u0643", "\u06cc": "\u064a", "\u0649": "\u064a"}
    | {"\u06c1": "\u0647", "\u0629": "\u0647"}
)
#: Marks of Latin, Greek, Cyrillic, Hebrew and Arabic, which people leave out when they look for
#: something; looks and skin tones of emoji; and what shows nothing at all.
LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff"
    "\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\U000e0100-\U000e01ef]"
)
#: Scripts without blanks between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
#: Vowels and the like that are written on letters: to leave them out makes another word.
NO_MARK = re.compile(f"{LEFT_OUT.pattern}|[{UNSPACED}]")
MARKS = "".join(
    mark
    for mark in map(chr, range(0x300, 0x1E950))
    if unicodedata.category(mark)[0] == "M" and not NO_MARK.match(mark)
)
#: Digits of other scripts; and how an address begins where a browser or a mail program copies it.
DIGIT = re.compile(r"(?![0-9])\d")
SCHEME = re.compile(r"(?<!\w)(?:https?://|mailto:)(?=\S)", re.IGNORECASE)
#: Each is a word by itself: currencies, arrows, symbols, emoji.
SIGNS = "$£¥§°©®\u20a0-\u20bf\u2190-\u2bff\U0001f000-\U0001faff"
PIECE = re.compile(
    f"(?P<run>[{UNSPACED}]+)|(?P<sign>[{SIGNS}])"
    f"|(?P<part>\\d+|(?:[^\\W\\d_{UNSPACED}{SIGNS}]|[{MARKS}])+)"
)
ASCII_PIECE = re.compile("(?P<run>[^\x00-\x7f])|(?P<sign>[$])|(?P<part>[a-z]+|[0-9]+)")


class Word(NamedTuple):
    """Something that can be looked for: a compound with its parts, a run or a sign."""

    kind: Literal["parts", "run", "sign"]
    parts: list[str]


def folded(text: str) -> str:
    """Without case, accents and looks: `Straße Łódź ٣` is `strasse lodz 3`."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    plain = unicodedata.normalize("NFC", LEFT_OUT.sub("", apart)).translate(PLAIN)
    return DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), plain)


def cut(text: str) -> Iterator[Word]:
    pieces = ASCII_PIECE if text.isascii() else PIECE
    for chunk in folded(text).split():
        parts: list[str] = []
        for piece in pieces.finditer(chunk):
            if piece.lastgroup == "part":
                parts.append(piece[0])
                continue
            if parts:
                yield Word("parts", parts)
                parts = []
            yield Word("run" if piece.lastgroup == "run" else "sign", [piece[0]])
        if parts:
            yield Word("parts", parts)


def indexed(text: str) -> list[str]:
    """What is kept of a text, by which it is found."""
    kept: dict[str, None] = {}
    for kind, parts in cut(text):
        if kind == "parts":
            for n in range(len(parts)):
                kept["".join(parts[n : n + LONGEST])[:LONGEST]] = None
        elif kind == "run":
            kept |= dict.fromkeys([*_pairs(parts[0]), parts[0][-1]])
        else:
            kept[parts[0]] = None
    return list(kept)


def query(text: str) -> str:
    """The question for `words @@ %s::tsquery`: all of these words, each a beginning. Empty where
    nothing can be looked for."""
    sought: dict[str, None] = {}
    for kind, parts in cut(SCHEME.sub("", text)):
        if kind == "run":
            sought |= dict.fromkeys(_pairs(parts[0]) or parts)
        else:
            sought["".join(parts)[:LONGEST]] = None
    # Words hold letters, digits and signs: nothing of the language of queries gets in.
    return " & ".join(f"'{word}':*" for word in list(sought)[:WORDS])


def fits(text: str, word: str) -> bool:
    """One word of a `query`, asked of a text that stands in no index."""
    return any(kept.startswith(word[1:-3]) for kept in indexed(text))


def _pairs(run: str) -> list[str]:
    return [run[n : n + 2] for n in range(len(run) - 1)]
