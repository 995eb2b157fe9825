"""Nothing that a client can send is without a bound: no text, no list, no number."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, get_args, get_type_hints

import msgspec
import pytest
from django.urls import URLPattern, URLResolver
from msgspec import Meta, inspect

from consumers.inbound import VERBS
from protocol.wire import LARGEST_NUMBER
from server import api
from workflows.requirements import Requirements

#: Far more than a person writes, or a client has a reason to ask for at once.
LONGEST_TEXT, LONGEST_LIST = 8_000, 256


def endpoints(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[Any]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from endpoints(pattern.url_patterns)
        else:
            yield getattr(pattern.callback, "view_class", None)


def asked_over_http() -> set[type]:
    """Bodies, queries and parts of paths of every endpoint."""
    found: set[type] = set()
    for view in filter(None, endpoints(api.urlpatterns)):
        for method in ("get", "post", "put", "patch", "delete"):
            handler = getattr(view, method, None)
            hints = get_type_hints(handler, include_extras=True) if handler else {}
            found |= {asked(hint) for name, hint in hints.items() if name.startswith("parsed_")}
    return found


def asked(hint: Any) -> type:
    found: type = get_args(hint)[0] if get_args(hint) else hint
    return found


ASKED = sorted({*VERBS, *asked_over_http(), Requirements}, key=lambda struct: struct.__name__)


def test_all_are_looked_at() -> None:
    names = {struct.__name__ for struct in ASKED}
    assert {"Hello", "Sync", "UpdateProfile", "Whom", "WhichPage", "ByHandle", "Words"} <= names
    assert len(names) > 80


@pytest.mark.parametrize("struct", ASKED, ids=lambda struct: struct.__name__)
def test_nothing_is_without_a_bound(struct: type) -> None:
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    assert [problem for f in info.fields for problem in unbounded(f.type, f.name)] == []


def unbounded(info: inspect.Type, at: str) -> Iterator[str]:
    """What has no bound in a type, by the path to it."""
    match info:
        case inspect.Metadata():
            yield from unbounded(info.type, at)
        case inspect.StrType() | inspect.BytesType():
            if info.max_length is None or info.max_length > LONGEST_TEXT:
                yield f"{at}: a text"
        case inspect.IntType():
            if info.ge is None or info.le is None or info.le > LARGEST_NUMBER:
                yield f"{at}: a number"
        case inspect.FloatType():
            if info.ge is None or info.le is None:
                yield f"{at}: a number"
        case inspect.DictType():
            if info.max_length is None or info.max_length > LONGEST_LIST:
                yield f"{at}: a mapping"
            yield from unbounded(info.key_type, f"{at}.key")
            yield from unbounded(info.value_type, f"{at}.value")
        case inspect.ListType() | inspect.SetType() | inspect.VarTupleType():
            if info.max_length is None or info.max_length > LONGEST_LIST:
                yield f"{at}: a list"
            yield from unbounded(info.item_type, f"{at}[]")
        case inspect.TupleType():
            for item in info.item_types:
                yield from unbounded(item, f"{at}[]")
        case inspect.UnionType():
            for one in info.types:
                yield from unbounded(one, at)
        case inspect.StructType():
            for field in info.fields:
                yield from unbounded(field.type, f"{at}.{field.name}")
        case (
            inspect.UUIDType()
            | inspect.DateTimeType()
            | inspect.DateType()
            | inspect.TimeType()
            | inspect.BoolType()
            | inspect.NoneType()
            | inspect.LiteralType()
            | inspect.EnumType()
        ):
            pass
        case _:
            yield f"{at}: {type(info).__name__}"


class Loose(msgspec.Struct):
    """Everything that must not be, as deep as it may hide."""

    text: str
    number: int
    more: Annotated[int, Meta(ge=0)]
    share: float
    flags: list[bool]
    texts: Annotated[list[str], Meta(max_length=3)]
    mapping: dict[str, Any]
    either: Annotated[str, Meta(max_length=3)] | list[int] | None
    inside: "Inside"


class Inside(msgspec.Struct):
    text: Annotated[str, Meta(min_length=1, pattern="^a*$")]


def test_whatever_is_loose_is_found() -> None:
    info = inspect.type_info(Loose)
    assert isinstance(info, inspect.StructType)
    assert [problem for f in info.fields for problem in unbounded(f.type, f.name)] == [
        "text: a text",
        "number: a number",
        "more: a number",
        "share: a number",
        "flags: a list",
        "texts[]: a text",
        "mapping: a mapping",
        "mapping.key: a text",
        "mapping.value: AnyType",
        "either: a list",
        "either[]: a number",
        "inside.text: a text",
    ]
