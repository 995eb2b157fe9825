"""Frames for the fuzzer: random JSON, and verbs whose fields are nearly right.

What a verb's fields look like is read from its Struct, so that a new verb is fuzzed as well.
"""

import json
from datetime import UTC, timedelta, timezone
from typing import Any

from hypothesis import strategies as st
from msgspec import inspect

from consumers.inbound import VERBS
from protocol.wire import Verb

Json = st.SearchStrategy[Any]

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
ODD = st.sampled_from(
    [
        "",
        " ",
        "\n",
        "ana\n",
        "'; --",
        "%",
        "\\",
        "\u202eevil",
        "\ud7ff",
        "\ufeff",
        "NaN",
        "null",
        "0",
        "__proto__",
        "call.x.host",
        "9" * 4400,
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59.999999",
        "2040-02-30T00:00:00Z",
        "Europe/Berlin",
        "Asia/Tokyo",
        "../../etc/passwd",
    ]
)
NUMBERS = st.one_of(
    st.integers(-5, 5),
    st.integers(),
    st.sampled_from([2**31, 2**53, 2**63 - 1, 2**63, 2**64, -(2**63) - 1]),
    st.floats(allow_nan=False, allow_infinity=False),
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXT, ODD)
ANYTHING: Json = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])


def of_type(kind: inspect.Type) -> Json:
    """Values that a field of this type takes, also its strangest."""
    match kind:
        case inspect.UnionType(types=types):
            return st.one_of([of_type(each) for each in types])
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.ListType(item_type=item):
            return st.lists(of_type(item), max_size=3)
        case inspect.DictType(value_type=value):
            return st.dictionaries(TEXT | ODD, of_type(value), max_size=3)
        case inspect.IntType(ge=ge, le=le):
            return st.integers(ge, le)
        case inspect.BoolType():
            return st.booleans()
        case inspect.UUIDType():
            return st.uuids().map(str)
        case inspect.DateTimeType(tz=True):
            return st.datetimes(timezones=ZONES).map(str)
        case inspect.DateTimeType():
            return st.datetimes().map(str)
        case inspect.NoneType():
            return st.none()
        case inspect.StrType(max_length=longest):
            return (TEXT | ODD).filter(lambda text: len(text) <= (longest or 30))
        case _:
            return ANYTHING


def of_verb(ask: type[Verb]) -> Json:
    """Right, or with one field missing, one too many, or one of anything."""
    struct = inspect.type_info(ask)
    assert isinstance(struct, inspect.StructType)
    right = st.fixed_dictionaries(
        {field.encode_name: of_type(field.type) for field in struct.fields if field.required},
        optional={
            field.encode_name: of_type(field.type) for field in struct.fields if not field.required
        },
    )
    names = st.sampled_from([field.encode_name for field in struct.fields] + ["ref", "type", "x"])
    wrong = st.builds(lambda fields, name, value: {**fields, name: value}, right, names, ANYTHING)
    less = st.builds(
        lambda fields, name: {k: v for k, v in fields.items() if k != name}, right, names
    )
    head = st.fixed_dictionaries({"type": st.just(ask.verb), "ref": st.integers(1, 10**6)})
    return st.builds(lambda head, rest: {**head, **rest}, head, right | right | wrong | less)


def mutilated(text: str, cut: int, put: str) -> str:
    """A valid frame with something in the middle of it that does not belong there."""
    return text[: cut % (len(text) + 1)] + put + text[cut % (len(text) + 1) + 1 :]


VALID = st.one_of([of_verb(ask) for ask in VERBS]).map(json.dumps)
BROKEN = st.builds(mutilated, VALID, st.integers(0, 10**4), st.sampled_from('{}[]",:\\0 e\x7f'))
#: Mostly what gets past the validator: there the interesting code begins.
RAW = st.one_of(VALID, VALID, VALID, BROKEN, ANYTHING.map(json.dumps))
