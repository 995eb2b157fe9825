"""Every address that the server answers, read from its routes, with something in each gap."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from server.health import PROBES

#: One of each kind; nobody has these names or ids.
VALUES = {
    "uuid": str(uuid.UUID(int=7)),
    "slug": "nobody-of-this-name",
    "str": "nothing",
    "int": "7",
    "path": "nothing",
}
GAP = re.compile(r"<(?:(\w+):)?\w+>")
GROUP = re.compile(r"\(\?P<\w+>[^)]*\)")


def addresses() -> list[str]:
    """One of each route, with those that are answered before any route is looked for."""
    found = [*PROBES, *(f"/{route}" for route in _routes(get_resolver().url_patterns, ""))]
    return sorted(set(found))


def _routes(patterns: list[Any], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + _filled(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def _filled(route: str) -> str:
    plain = GROUP.sub("nothing", route)
    plain = re.sub(r"^\^|\$$|\\Z$", "", plain).replace("\\", "")
    return GAP.sub(lambda gap: VALUES[gap[1] or "str"], plain)
