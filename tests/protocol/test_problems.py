"""What is wrong with a request is said to people: the field, and how it has to be."""

import re
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

from consumers.commands import COMMANDS
from core.refused import Refused
from protocol import strict
from protocol.problems import problem
from protocol.wire import Instant

KEY = "8f2c1a6e-0000-4000-8000-000000000000"


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    a: Annotated[str, Meta(max_length=3, min_length=1, pattern="^a")]


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    key: UUID
    n: Annotated[int, Meta(ge=0, le=5)] = 0
    f: float | None = None
    t: Instant | None = None
    many: Annotated[list[Inner], Meta(max_length=2)] = []
    e: Literal["x", "y"] = "x"
    d: Annotated[dict[str, Annotated[int, Meta(ge=0)]], Meta(max_length=1)] = {}


SAID = {
    "{}": ("`key` is missing.", "key"),
    '{"key": 1}': ("`key` has to be an id (a UUID).", "key"),
    '{"key": "x"}': ("`key` has to be an id (a UUID).", "key"),
    '{"z": 1, "key": KEY}': ("`z` is not a field here.", "z"),
    '{"n": -1, "key": KEY}': ("`n` has to be at least 0.", "n"),
    '{"n": 6, "key": KEY}': ("`n` has to be at most 5.", "n"),
    '{"n": "six", "key": KEY}': ("`n` has to be a whole number.", "n"),
    '{"f": "x", "key": KEY}': ("`f` has to be a number or null.", "f"),
    '{"t": "x", "key": KEY}': ("`t` has to be a moment like 2030-05-01T19:00:00Z.", "t"),
    '{"t": "2030-05-01T19:00:00", "key": KEY}': ("`t` needs its offset, like 19:00:00Z.", "t"),
    '{"many": [{}], "key": KEY}': ("`many[0].a` is missing.", "many[0].a"),
    '{"many": [{"q": 1}], "key": KEY}': ("`many[0].q` is not a field here.", "many[0].q"),
    '{"many": [{"a": "abcd"}], "key": KEY}': (
        "`many[0].a` may have at most 3 characters.",
        "many[0].a",
    ),
    '{"many": [{"a": ""}], "key": KEY}': ("`many[0].a` needs at least 1 character.", "many[0].a"),
    '{"many": [{"a": "b"}], "key": KEY}': (
        "`many[0].a` is not written the way it has to be.",
        "many[0].a",
    ),
    '{"d": {"a": 1, "b": 2}, "key": KEY}': ("`d` may have at most 1 entry.", "d"),
    '{"e": "z", "key": KEY}': ("`e` cannot be 'z'.", "e"),
    "[]": ("What was sent has to be an object.", None),
    "null": ("What was sent has to be an object.", None),
}


@pytest.mark.parametrize("asked", SAID)
def test_a_wrong_field_is_named_in_words_for_people(asked: str) -> None:
    with pytest.raises(msgspec.ValidationError) as wrong:
        msgspec.json.decode(asked.replace("KEY", f'"{KEY}"'), type=Asked)
    assert problem(wrong.value) == SAID[asked]


#: Words of the libraries below us, and of Python.
FOREIGN = re.compile(
    r"Expected|Object |Invalid|`(str|int|float|array|object|uuid)`|Traceback|\bdict\b"
)


@pytest.mark.parametrize("verb", COMMANDS)
@pytest.mark.parametrize("value", [None, 1, 1.5, True, "", "x" * 100_000, [], [[]], {}, {"a": {}}])
def test_no_verb_answers_in_a_librarys_words(verb: str, value: Any) -> None:
    ask = COMMANDS[verb].ask
    for field in msgspec.structs.fields(ask):
        wrong = refused({field.encode_name: value}, ask)
        if wrong is not None:
            sentence, named = problem(wrong)
            assert named, sentence
            assert not FOREIGN.search(sentence), sentence
            assert "is not right" not in sentence, str(wrong)


def refused(given: dict[str, Any], ask: type[msgspec.Struct]) -> msgspec.ValidationError | None:
    try:
        msgspec.convert(given, ask)
    except msgspec.ValidationError as wrong:
        return wrong
    except Refused:
        return None  # by a rule of ours, in words of ours
    return None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        b"{'a':1}",
        b'{"a":1',
        b'{"a": NaN}',
        b'{"a":1,"a":2}',
        b"\xff",
        b'"\\ud800"',
        b'{"a":"\\u0000"}',
        b'{"a":"\\ud800"}',
        b"[" * 9 + b"]" * 9,
        b'{"a"' * 100_000,
    ],
)
def test_what_is_not_json_is_said_in_our_words(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z][^:]*\.$") as wrong:
        strict.check(raw)
    assert not isinstance(wrong.value, msgspec.MsgspecError)
    assert not re.search(r"line \d|column|char \d|codec", str(wrong.value))
