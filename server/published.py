"""Schemas as other people's tools read them: Markdown, portable patterns, words for fields."""

import inspect
import re
from typing import Any

Schema = dict[str, Any]

#: Python's `$` also stands before a last line break, which this forbids; elsewhere it says nothing
#: and some engines do not know it.
ONLY_PYTHON = r"(?!\n)"
SENTENCE = re.compile(r"(?<=[.:;])\s+(?=[A-Z`])|(?<=\.)\s+")


def published(part: Any) -> Any:
    """The same document, portable, with its docstrings as plain Markdown."""
    if isinstance(part, list):
        return [published(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    found = {key: published(value) for key, value in part.items()}
    if isinstance(found.get("description"), str):
        found["description"] = inspect.cleandoc(found["description"])
    if isinstance(found.get("pattern"), str):
        found["pattern"] = found["pattern"].removesuffix(ONLY_PYTHON)
    if "properties" in found and isinstance(found.get("description"), str):
        found["properties"] = _described(found["properties"], found["description"])
    return found


def _described(properties: Schema, description: str) -> Schema:
    """Fields with what the object's own description says of them."""
    sentences = SENTENCE.split(" ".join(description.split()))
    described = {}
    for name, schema in properties.items():
        said = " ".join(sentence for sentence in sentences if f"`{name}`" in sentence)
        new = said and isinstance(schema, dict) and "description" not in schema
        described[name] = {**schema, "description": said} if new else schema
    return described
