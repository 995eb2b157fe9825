"""What is wrong with a request, in words for people: the validator's own are for programmers."""

import re
from collections.abc import Callable

import msgspec

#: Where the validator says that it is: `$.people[3]`, or `key` in `$.cursors`.
PLACE = re.compile(r" - at (?:`key` in )?`\$(?:\.parsed_(?:body|query|path))?\.?([^`]*)`$")
KINDS = {
    "array": "a list",
    "bool": "true or false",
    "date": "a day like 2030-05-01",
    "datetime": "a moment like 2030-05-01T19:00:00Z",
    "float": "a number",
    "int": "a whole number",
    "null": "null",
    "object": "an object",
    "str": "a text",
    "uuid": "an id (a UUID)",
}

BOUNDS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}


def _kinds(names: str) -> str:
    return " or ".join(KINDS.get(name, name) for name in names.split(" | "))


def _length(match: re.Match[str]) -> str:
    kind, sign, number = match.groups()
    one, many = ("character", "characters") if kind == "str" else ("entry", "entries")
    verb = "needs at least" if sign == ">=" else "may have at most"
    return f"{verb} {number} {one if number == '1' else many}"


#: The validator's sentence, and how it goes on after the name of the field.
SENTENCES: list[tuple[str, Callable[[re.Match[str]], str]]] = [
    (r"Expected `([^`]*)`, got `([^`]*)`", lambda m: f"has to be {_kinds(m[1])}"),
    (r"Expected `(str|array|object)` of length (>=|<=) (\d+)", _length),
    (r"Expected `(?:int|float)` (>=|<=|>|<) (\S+)", lambda m: f"has to be {BOUNDS[m[1]]} {m[2]}"),
    (r"Expected `\w+` that's a multiple of (\S+)", lambda m: f"has to be a multiple of {m[1]}"),
    (r"Expected `str` matching regex", lambda m: "is not written the way it has to be"),
    (r"Expected `datetime` with a timezone", lambda m: "needs its offset, like 19:00:00Z"),
    (r"Expected `datetime` with no timezone", lambda m: "is a local time, without an offset"),
    (r"Invalid UUID", lambda m: f"has to be {KINDS['uuid']}"),
    (r"Invalid RFC3339 encoded (\w+)", lambda m: f"has to be {_kinds(m[1])}"),
    (r"Invalid enum value (.*)", lambda m: f"cannot be {m[1]}"),
    (r"Object missing required field", lambda m: "is missing"),
    (r"Object contains unknown field", lambda m: "is not a field here"),
]
NAMED = re.compile(r"Object (?:missing required|contains unknown) field `([^`]*)`")


def problem(error: msgspec.ValidationError) -> tuple[str, str | None]:
    """A sentence, and the field that it is about; None where the whole request is wrong."""
    text = str(error)
    found = PLACE.search(text)
    place = found[1] if found else ""
    said = PLACE.sub("", text)
    named = NAMED.match(said)
    if named:
        place = f"{place}.{named[1]}" if place else named[1]
    field = place or None
    return f"{f'`{field}`' if field else 'What was sent'} {_predicate(said)}.", field


def _predicate(said: str) -> str:
    for pattern, words in SENTENCES:
        match = re.match(pattern, said)
        if match:
            return words(match)
    return "is not right"
