"""Every field and parameter says what it means, once: by its class, or by its room."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from protocol.asked import Asked
from protocol.wire import Object
from server import meanings, openapi
from tests.house.files import ROOT
from tests.server.test_contract import SERVED, operations

ROOMS = [path.parent.name for path in sorted(ROOT.glob("*/fields.py"))]


def properties(part: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of every object in a document; examples have values, no fields."""
    if isinstance(part, list):
        for inner in part:
            yield from properties(inner, at)
    elif isinstance(part, dict):
        if isinstance(part.get("properties"), dict) and not at.endswith(".properties"):
            for name, field in part["properties"].items():
                yield f"{at}.{name}", field
        for name, inner in part.items():
            if name not in ("example", "examples"):
                yield from properties(inner, f"{at}.{name}")


@pytest.mark.parametrize("name", SERVED)
def test_every_field_says_what_it_means_and_what_null_means(name: str) -> None:
    found = dict(properties(SERVED[name]()))
    assert len(found) > 500
    assert [at for at, field in found.items() if not field.get("description", "")[:1]] == []
    nulls = {at: it["description"] for at, it in found.items() if meanings.may_be_null(it)}
    assert len(nulls) > 50
    assert [at for at, said in nulls.items() if "null" not in said.lower()] == []


def test_every_parameter_says_what_it_means() -> None:
    found = [
        (f"{path} {parameter['name']}", parameter.get("description"))
        for path, _, operation in operations()
        for parameter in operation.get("parameters", ())
    ]
    assert len(found) > 50
    assert [at for at, said in found if not said] == []


def test_a_field_has_the_words_of_its_object_of_the_one_above_or_of_its_room() -> None:
    schemas = openapi.document()["components"]["schemas"]
    fields = {name: schemas[name]["properties"] for name in ("ErrorObject", "Apply", "Applicant")}
    assert "same command" in fields["ErrorObject"]["retry"]["description"]
    assert "carried out once" in fields["Apply"]["key"]["description"]
    assert fields["Applicant"]["reason"]["description"] == meanings.table("workflows")["reason"]


@pytest.mark.parametrize("room", ROOMS)
def test_no_meaning_is_said_of_a_field_that_nobody_has(room: str) -> None:
    shared = room in ("people", "protocol")
    names = {
        name
        for struct in {*below(Object), *below(Asked)}
        if shared or struct.__module__.startswith(f"{room}.")
        for name in (*struct.__struct_encode_fields__, struct.__struct_config__.tag_field)
    }
    assert meanings.table(room).keys() - names == set()


def below(struct: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for nearer in struct.__subclasses__():
        yield nearer
        yield from below(nearer)
