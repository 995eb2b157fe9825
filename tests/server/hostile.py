"""Values that mean harm, and requests that carry them to every field."""

import datetime
import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar
from zlib import crc32

import msgspec
from msgspec import inspect

from protocol import cursor
from tests.extent import at_length

Value = TypeVar("Value")
#: As JSON, where nobody else would write such a thing.
VALUES = [
    r'"\u0000"',
    r'"a\u0000b"',
    r'"\ud800"',
    r'"\udc00\ud800"',
    '"\\u202e\\ufffe\\uffff"',
    '"' + "\U0001f600" * 3_000 + '"',
    '"' + "x" * 50_000 + '"',
    '""',
    '"%"',
    '"\'; --"',
    '"9999-12-31T23:59:59-12:00"',
    '"0001-01-01T00:00:00+14:00"',
    '"9999-12-31"',
    '"0001-01-01T00:00:00"',
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "-9223372036854775809",
    "9" * 5_000,
    "1e400",
    "-0",
    "1.5",
    "null",
    "true",
    "[]",
    "{}",
    "[null]",
    "[" * 60 + "]" * 60,
    "[" + "1," * 10_000 + "1]",
    '["gesture"' + ',"gesture"' * 4_000 + "]",
    '{"\\u0000": 1}',
    '{"x": [[[[[1]]]]]}',
    "NaN",
    "\x00",
]
#: Where a page could begin, if a cursor were believed.
POSITIONS: list[Any] = [
    ["\0", str(uuid.uuid4())],
    ["9999-12-31T23:59:59.999999-12:00", str(uuid.uuid4())],
    ["0001-01-01T00:00:00+14:00", str(uuid.uuid4())],
    ["9999-12-31T23:59:59-12:00", 2**63],
    ["2026-01-01T00:00:00Z", -(2**63)],
    ["2026-01-01T00:00:00", 1],
    2**63,
    -(2**63),
    [[[[]]]],
    {"x": 1},
    "x" * 100,
]
#: The same in an address.
TEXTS = [
    "\0",
    "a\0b",
    "\ud800",
    "%",
    "'; --",
    "x" * 5_000,
    "\U0001f600" * 300,
    "9223372036854775808",
    "9" * 5_000,
    "-1",
    "1e400",
    "9999-12-31",
    "0001-01-01",
    "[" * 500,
    '{"pose_style": "\\u0000"}',
    '{"min_rating": 1e400}',
    "\u202e",
    *map(cursor.write, POSITIONS),
    "AAAA",
    "////",
]


def some(values: Sequence[Value], place: str) -> Sequence[Value]:
    """Every eighth value in the usual run; with which it begins depends on the place."""
    step = at_length(8, 1)
    return values[crc32(place.encode()) % step :: step]


def sample(info: inspect.Type) -> Any:
    """Something of this type that would be taken."""
    match info:
        case inspect.Metadata():
            return sample(info.type)
        case inspect.UnionType():
            return sample(info.types[0])
        case inspect.UUIDType():
            return str(uuid.uuid4())
        case inspect.IntType() | inspect.FloatType():
            return max(int(info.ge or 0), 1)
        case inspect.BoolType():
            return True
        case inspect.LiteralType():
            return info.values[0]
        case inspect.DateTimeType():
            moment = datetime.datetime(2040, 5, 1, 19, tzinfo=datetime.UTC)
            return moment.isoformat() if info.tz else moment.isoformat()[:19]
        case inspect.ListType():
            return [sample(info.item_type)]
        case inspect.DictType():
            return {}
        case _:
            return "x"


def bodies(struct: type[msgspec.Struct], known: dict[str, Any]) -> Iterator[bytes]:
    """A good body with each of its fields spoilt in turn, and each value as the whole body."""
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    good = {f.encode_name: sample(f.type) for f in info.fields if f.required}
    good |= {name: value for name, value in known.items() if name in good}
    spoilt = [
        (field.encode_name, value)
        for field in info.fields
        for value in some(VALUES, f"{struct.__name__}.{field.encode_name}")
    ]
    for field, value in spoilt:
        rest = {name: v for name, v in good.items() if name != field}
        if "key" in rest:
            rest["key"] = str(uuid.uuid4())
        inside = json.dumps(rest)[1:-1]
        yield f'{{"{field}": {value}{", " + inside if inside else ""}}}'.encode()
    yield from (value.encode() for value in some(VALUES, struct.__name__))
    yield b"\xff\xfe{}"
    yield b'{"key": "' + b"\xed\xa0\x80" + b'"}'
