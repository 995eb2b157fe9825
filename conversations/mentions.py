"""Names in a text, as the screen shows them: the server's half of one grammar.

`frontend/src/lib/words/pieces.ts` is the other half, and `pieces.cases.json` beside it the table
of cases that both must answer alike.
"""

import re

#: As `ADDRESSES` in pieces.ts: as far as something may belong to an address, nobody is called.
ADDRESSES = re.compile(r"(?:https?://|(?<![\w@.-])www\.)[^\s\ufeff<>\"']*", re.IGNORECASE)
#: Letters and digits of any script join a word; neither an e-mail address nor a path calls anybody.
CALLED = re.compile(r"(?<![\w@./-])@([a-z0-9][a-z0-9-]{0,29})(?![\w@-]|\.\w)", re.IGNORECASE)


def called(text: str) -> set[str]:
    """The handles by which a text calls people, in small letters."""
    found = list(CALLED.finditer(text))
    spans = [it.span() for it in ADDRESSES.finditer(text)] if found else []

    def in_address(at: int) -> bool:
        return any(start <= at < end for start, end in spans)

    return {it[1].lower() for it in found if not in_address(it.start())}


def mentions(text: str, handle: str) -> bool:
    """Whether a text calls somebody by their handle."""
    return handle in called(text)
