"""What people write, made fit to be shown: one line for names and titles, a text for the rest.

A character that no screen can show is refused. What shows nothing by itself, or changes the
direction of what stands around it, is taken out of lines.
"""

import re
import unicodedata
from email.header import Header
from typing import Any

from core.refused import Refused

#: Controls other than tab and line break, and the noncharacters.
UNSHOWABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
#: Soft hyphens, fillers, marks and controls of direction, annotations, tags. An emoji flag of a
#: region is spelt in tags, and is the only thing that they show.
INVISIBLE = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)"
    "|[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
#: A joiner means something between letters of scripts that join, and within emoji.
IDLE_JOINER = re.compile(
    "(?<![\u0300-\u036f\u0590-\u1aff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
    "|[\u200c\u200d](?=\\s|$)"
)
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: Word processors write a line break within a paragraph as a vertical tab.
TURNING = {"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"}
LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: U+2800 is a Braille cell without dots.
BLANK = re.compile("[\\s\u2800]+")
SHOWS_NOTHING = ("Cc", "Cf", "Cn", "Mn", "Me", "Zl", "Zp", "Zs")
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
#: Python's table of characters may be older than a telephone's emoji.
EMOJI = range(0x1F000, 0x1FB00)

MARKS_IN_A_LINE = 4
MARKS_IN_A_TEXT = 8


def line(given: str) -> str:
    """One line as it is kept: NFC, single spaces, nothing invisible. Empty if nothing is left."""
    if given.isascii() and given.isprintable():
        return " ".join(given.split())
    shown = showable(given)
    if any(map(_means_nothing, shown)):
        raise _unshowable()
    shown = BLANK.sub(" ", INVISIBLE.sub(r"\1", shown))
    shown = IDLE_JOINER.sub("", shown.strip())
    shown = _with_few_marks(unicodedata.normalize("NFC", shown), MARKS_IN_A_LINE)
    return shown if is_visible(shown) else ""


def mended(given: str) -> str:
    """A line from before these rules, as it is kept now: what they refuse is left out."""
    shown = UNSHOWABLE.sub("", LINE_BREAK.sub("\n", given))
    return line("".join(c for c in shown if not _means_nothing(c)))


def _means_nothing(character: str) -> bool:
    return unicodedata.category(character) in ("Co", "Cn") and ord(character) not in EMOJI


def text(given: str) -> str:
    """Several lines as they are kept, `\\n` between them. Empty if nothing in it shows."""
    if given.isascii() and given.isprintable():
        return given if given.strip() else ""
    shown = _with_few_marks(showable(given), MARKS_IN_A_TEXT)
    return shown if is_visible(shown) else ""


def is_visible(text: str) -> bool:
    return any(
        (unicodedata.category(c) not in SHOWS_NOTHING or ord(c) in EMOJI) and c not in FILLERS
        for c in text
    )


def header(words: str) -> str:
    """One line for the head of a mail, such as its subject.

    Plain letters may spell a coded word (RFC 2047), which mail programs would show as others than
    those that were checked: what looks so is coded once more.
    """
    line = " ".join(words.split())
    if "=?" not in line:
        return line
    return Header(line, "utf-8", header_name="Subject").encode().replace("\n", "")


def isolated(words: str) -> str:
    """A person's words within a sentence of ours, in plain text: their direction stays theirs.

    Words that cannot turn what stands around them are left as they are.
    """
    if words.isascii() or not any(unicodedata.bidirectional(c) in TURNING for c in words):
        return words
    return f"\u2068{DIRECTION.sub('', words)}\u2069"


def isolated_within(facts: Any) -> Any:
    """The same for every text in facts from which a sentence is made."""
    if isinstance(facts, str):
        return isolated(facts)
    if isinstance(facts, dict):
        return {name: isolated_within(value) for name, value in facts.items()}
    return [isolated_within(value) for value in facts] if isinstance(facts, list) else facts


def showable(given: str) -> str:
    """Raises `Refused` for a character that no screen can show."""
    found = LINE_BREAK.sub("\n", given)
    if UNSHOWABLE.search(found):
        raise _unshowable()
    return found


def _unshowable() -> Refused:
    return Refused("bad_request", "There is a character in it that cannot be shown.")


def _with_few_marks(text: str, most: int) -> str:
    """Without the marks that pile up on one letter and cover the lines around it."""
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= most:
            kept.append(character)
    return "".join(kept)
