"""An example of every verb, made from its schema, with words that could be somebody's."""

from typing import Any

from protocol.wire import Verb
from server import schema
from server.schema import Schema

ID = "5c0ffee0-1a2b-4c3d-8e4f-5a6b7c8d9e0f"
#: Of version 4: one of version 7 would be refused as too old one day.
KEY = "5f0c6a1e-9d42-4a7b-8c3e-2b1d0a9f7e64"
#: What stands in a field of this name, where its schema alone would not say much.
WORDS: dict[str, Any] = {
    "key": KEY,
    "content": "Free on Friday?",
    "title": "Life drawing on Tuesday",
    "note": "I would love to.",
    "name": "Ana",
    "about": "I hold long poses.",
    "place": "Studio 3, second floor",
    "time_zone": "Europe/Berlin",
    "local_start": "2030-05-07T19:00:00",
    "minutes": 120,
    "emoji": "\u2764\ufe0f",
    "fee_currency": "EUR",
    "language": "en",
    "link_url": "https://example.org/tuesday",
    "quiet_from": "22:00",
    "quiet_to": "07:00",
    "topic": f"call.{ID}",
    "cursors": {f"conversation.{ID}": 41},
    "reason": "They asked me for money.",
    "data": None,
    "next": None,
}
FORMATS = {
    "uuid": ID,
    "date-time": "2030-05-07T19:00:00Z",
    "date": "2030-05-07",
    "time": "22:00:00",
}


def of_schema(schema: Schema) -> Any:
    """An answer, whole."""
    return _value(schema)


def of(ask: type[Verb]) -> dict[str, Any]:
    """The fields that have to be there, and those that say what it is about."""
    shape = schema.components()[ask.__name__]
    required = set(shape.get("required", ()))
    chosen = {
        name: field
        for name, field in shape["properties"].items()
        if name in required or name in WORDS
    }
    return {name: _value(field, name) for name, field in chosen.items()}


def _value(field: Schema, name: str = "") -> Any:
    kind = _resolved(field)
    if name in WORDS:
        return WORDS[name]
    if "enum" in kind:
        return kind["enum"][0]
    if "anyOf" in kind:
        return _value(kind["anyOf"][0], name)
    if "default" in kind and kind["default"] is not None:
        return kind["default"]
    return _of_type(kind)


def _of_type(kind: Schema) -> Any:
    match kind.get("type"):
        case "object":
            needed = kind.get("required", ())
            fields = kind.get("properties", {})
            return {name: _value(fields[name], name) for name in needed}
        case "array":
            return [_value(kind.get("items", {}))]
        case "integer" | "number":
            return max(kind.get("minimum", 1), 1)
        case "boolean":
            return True
        case "string":
            return FORMATS.get(kind.get("format", ""), "text"[: kind.get("maxLength", 4)])
    return None


def _resolved(field: Schema) -> Schema:
    if "$ref" not in field:
        return field
    found: Schema = schema.components()[field["$ref"].rsplit("/", 1)[-1]]
    return found
