"""Schemas as other people's tools read them: Markdown, portable patterns."""

import inspect
from typing import Any

Schema = dict[str, Any]

#: Python's `$` also stands before a last line break, which this forbids; elsewhere it says nothing
#: and some engines do not know it.
ONLY_PYTHON = r"(?!\n)"


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
    return found
