"""What the API answers, as OpenAPI has it: refusals by their codes, and the headers of answers."""

from collections.abc import Iterable
from typing import Any

from core.refused import CODES, LATER

Document = dict[str, Any]

RATE = {
    "RateLimit-Policy": {
        "schema": {"type": "string"},
        "description": "How much may be asked: `q` at once, and as much again in `w` seconds.",
    },
    "RateLimit": {
        "schema": {"type": "string"},
        "description": "How much is left: `r`; in `t` seconds it is all there again.",
    },
}
ETAG = {"schema": {"type": "string"}, "description": "For `If-None-Match`, to ask for news only."}
RETRY_AFTER = {"schema": {"type": "integer"}, "description": "Seconds until another try."}


def refusals(refused: Iterable[str]) -> Document:
    """A response for each status, with the codes that it can carry."""
    by_status: dict[str, list[str]] = {}
    for name in (name for name in CODES if name in refused):
        by_status.setdefault(str(CODES[name].status), []).append(name)
    return {status: _refusal(names) for status, names in sorted(by_status.items())}


def _refusal(names: list[str]) -> Document:
    response: Document = {
        "description": "; ".join(f"`{name}`: {CODES[name].meaning}" for name in names),
        "content": json("ErrorObject"),
        "x-codes": names,
    }
    if any(name in LATER for name in names):
        response["headers"] = {"Retry-After": RETRY_AFTER}
    return response


def json(component: str) -> Document:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{component}"}}}
