"""JSON that a lenient parser would let through is refused at both doors alike."""

import json
import re
from typing import Any

import msgspec
from django.conf import settings

STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"')
#: An escaped NUL; after an even number of backslashes, else it is a text about it.
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
NO_BRACKETS = re.compile(rb"[^\[\]{}]")

_decode = msgspec.json.Decoder().decode


def check(raw: bytes) -> None:
    """Raises ValueError: not JSON, a NUL character, too deep, or a key that is given twice."""
    parse(raw)


def parse(raw: bytes) -> Any:
    """What it says, or ValueError as above.

    The quick parser keeps the last of equal keys. But each key has a colon: where there are no
    more colons than keys, none was given twice, and the slow one need not be asked.
    """
    if b"\\u0000" in raw and NUL.search(raw):
        raise ValueError("There is a NUL character in it.")
    if raw.count(b"{") + raw.count(b"[") > settings.LIMITS.json_depth:
        _check_depth(raw)
    found = _quickly(raw)
    if isinstance(found, dict) and len(found) == raw.count(b":"):
        return found
    try:
        json.loads(raw, object_pairs_hook=_unique, parse_constant=_no_constant)
        return _decode(raw)
    except RecursionError as error:
        raise ValueError("It is nested too deeply.") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError("This is not JSON.") from error
    except msgspec.MsgspecError as error:
        raise ValueError("There is half of a character in it.") from error


def _quickly(raw: bytes) -> Any:
    """None where something is wrong: the slow parser says what."""
    try:
        return _decode(raw)
    except msgspec.MsgspecError:
        return None


def _check_depth(raw: bytes) -> None:
    depth = 0
    for bracket in NO_BRACKETS.sub(b"", STRINGS.sub(b"", raw)):
        depth += 1 if bracket in b"{[" else -1
        if depth > settings.LIMITS.json_depth:
            raise ValueError("It is nested too deeply.")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A key is given twice.")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON.")
