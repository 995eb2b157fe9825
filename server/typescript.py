"""The client's types, made from the same schema that the server validates with."""

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from protocol import topics
from protocol.limits import Limits
from server import schema
from workflows.machine import RULES
from workflows.money import CURRENCIES, DIGITS

HEADER = """\
// Made by `manage.py generate` from the server's Structs. Do not edit.
/* eslint-disable */
"""
KINDS_HEADER = "// Made by `manage.py generate` from the rooms' kinds of topics. Do not edit.\n"
SCALARS = {"integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def module() -> str:
    """The text of frontend/src/lib/protocol.ts."""
    blocks = [HEADER]
    blocks += [_interface(name, body) for name, body in schema.components().items()]
    blocks.append(_map("Verbs", {v: s.__name__ for v, s in schema.verbs().items()}))
    blocks.append(_map("Events", {e: s.__name__ for e, s in schema.events().items()}))
    blocks.append(_map("Frames", {t: s.__name__ for t, s in schema.frames().items()}))
    blocks.append(_limits())
    blocks.append(_machine())
    blocks.append(_money())
    return "\n".join(blocks)


def kinds_of_topics() -> str:
    """The text of frontend/src/lib/sync/generated/topics.ts."""
    rows = [
        f"\t{name!r}: {{ place: {_bool(kind.is_place)}, oneObject: {_bool(kind.is_one_object)},"
        f" hint: {_bool(kind.is_hint)} }},"
        for name, kind in sorted(topics.KINDS.items())
    ]
    lines = [
        "/** What the server says of each kind of topic: see `kinds.ts`. */",
        "export const kinds = {",
        *rows,
        "} as const;",
        "",
        "export type TopicKind = keyof typeof kinds;",
        "",
    ]
    return "\n".join([KINDS_HEADER, *lines])


def _bool(value: bool) -> str:
    return json.dumps(value)


def _interface(name: str, body: schema.Schema) -> str:
    required = set(body.get("required", ()))
    lines = [f"/** {_one_line(body['description'])} */"] if "description" in body else []
    lines.append(f"export interface {name} {{")
    for field, kind in body.get("properties", {}).items():
        optional = "" if field in required else "?"
        lines.append(f"\t{field}{optional}: {_type(kind)};")
    return "\n".join([*lines, "}", ""])


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("*/", "* /")


def _type(kind: Any) -> str:
    if "$ref" in kind:
        return str(kind["$ref"]).rsplit("/", 1)[-1]
    if "enum" in kind:
        return " | ".join(json.dumps(value) for value in kind["enum"])
    if "anyOf" in kind:
        return " | ".join(_unique(_type(option) for option in kind["anyOf"]))
    if kind.get("type") == "array":
        inner = _type(kind.get("items", {}))
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if kind.get("type") == "object":
        values = kind.get("additionalProperties", {})
        return f"Record<string, {_type(values) if values else 'any'}>"
    if kind.get("type") == "string":
        return "string"
    return SCALARS.get(kind.get("type", ""), "any")


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _map(name: str, entries: dict[str, str]) -> str:
    lines = [f"\t{json.dumps(key)}: {struct};" for key, struct in sorted(entries.items())]
    return "\n".join([f"export interface {name} {{", *lines, "}", ""])


def _limits() -> str:
    names = [field.name for field in msgspec.structs.fields(Limits)]
    lines = [f"\t{name}: number;" for name in names]
    return "\n".join(["export interface Limits {", *lines, "}", ""])


def _machine() -> str:
    """The transitions, from which the client takes its buttons."""
    rows = [f"\t{msgspec.json.encode(rule).decode()}," for rule in RULES]
    return "\n".join(["export const machine: Rule[] = [", *rows, "];", ""])


def _money() -> str:
    """Which currencies there are, and how many digits of each follow the decimal point."""
    codes = json.dumps(sorted(CURRENCIES))
    digits = json.dumps(DIGITS)
    return (
        f"export const currencies: string[] = {codes};\n"
        f"export const currencyDigits: Partial<Record<string, number>> = {digits};\n"
    )
