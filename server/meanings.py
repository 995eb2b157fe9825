"""Schemas whose fields say what they mean: in the words of their classes, or of their rooms."""

import inspect
import re
from importlib import import_module
from typing import Any

import msgspec

from protocol.fields import Fields
from protocol.pages import ALL

Schema = dict[str, Any]

#: Where a sentence may end: before a capital, or before the name of a field.
END = re.compile(r"(?<=[.;])\s+(?=[A-Z`])|(?<=:)\s+(?=`)|(?<=\.)\s+")
NAME = re.compile(r"`([^`]*)`")


def described(struct: type[msgspec.Struct], properties: Schema) -> Schema:
    """The properties of a Struct's schema, each with a description where something says it."""
    found = {}
    for name, schema in properties.items():
        said = schema.get("description", "")
        if not said or said.startswith(ALL):
            said = f"{said} {of(struct, name, schema)}".strip()
        found[name] = {**schema, "description": said} if said else schema
    return found


def of(struct: type[msgspec.Struct], name: str, schema: Schema) -> str:
    """What a field means; empty if nobody says it."""
    meaning, null = _in_table(struct, name)
    said = _in_docstring(struct, name) or _by_id(meaning, name, schema)
    if may_be_null(schema) and "null" not in said.lower():
        said = f"{said} {_null_in_docstring(struct) or null}".strip()
    return said


def _by_id(meaning: str, name: str, schema: Schema) -> str:
    """Of a thing that stands here as its id, it says so."""
    kinds = (schema, schema.get("items", {}), *schema.get("anyOf", ()))
    if name in ("id", "key") or not any(kind.get("format") == "uuid" for kind in kinds):
        return meaning
    return f"{meaning.removesuffix('.')}, by id."


def may_be_null(schema: Schema) -> bool:
    return {"type": "null"} in schema.get("anyOf", ()) or "null" in schema.get("type", ())


def _in_docstring(struct: type[msgspec.Struct], name: str) -> str:
    """What the class says of its field, or the one from which it has it."""
    for owner in struct.__mro__[: -len(msgspec.Struct.__mro__)]:
        if said := " ".join(it for it in _sentences(owner) if f"`{name}`" in it):
            return said
    return ""


def _null_in_docstring(struct: type[msgspec.Struct]) -> str:
    """What null means in all fields of the class of which nothing else is said."""
    return " ".join(it for it in _sentences(struct) if "null" in it and "`" not in it)


def _sentences(owner: type[msgspec.Struct]) -> list[str]:
    """Of a docstring. A word in backquotes that is no field begins no sentence."""
    found: list[str] = []
    for part in END.split(" ".join(inspect.cleandoc(owner.__doc__ or "").split())):
        named = NAME.match(part)
        if found and named and named[1] not in owner.__struct_encode_fields__:
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return [f"{it[:-1]}." if it.endswith((":", ";")) else it for it in found]


def _in_table(struct: type[msgspec.Struct], name: str) -> tuple[str, str]:
    for room in (struct.__module__.partition(".")[0], "people", "protocol"):
        if found := table(room).get(name):
            return found if isinstance(found, tuple) else (found, "")
    return "", ""


def table(room: str) -> Fields:
    found: Fields = import_module(f"{room}.fields").FIELDS
    return found
