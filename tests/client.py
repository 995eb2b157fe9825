"""The clients that tests look through: those of `bin/chaos`, who look before they say yes."""

from typing import Any
from uuid import UUID

import httpx
from django.core.exceptions import ObjectDoesNotExist

from protocol.wire import Consent
from server import schema
from tools.chaos import client
from tools.chaos.client import WITHIN, Frame
from workflows.queries.terms import shown

__all__ = ["WITHIN", "Client", "Frame", "Http"]

#: Each yes, and the field that says to what.
CONSENTS = {
    verb: next(name for name in struct.__struct_fields__ if name not in ("terms", "key", "note"))
    for verb, struct in schema.verbs().items()
    if issubclass(struct, Consent)
}


class Client(client.Client):
    async def ask(self, verb: str, **fields: Any) -> Frame:
        return await super().ask(verb, **looked(verb, fields))


class Http(client.Http):
    async def ask(self, verb: str, **fields: Any) -> httpx.Response:
        return await super().ask(verb, **looked(verb, fields))


def looked(verb: str, fields: dict[str, Any]) -> dict[str, Any]:
    """With the terms as they are shown right now, unless a test names others."""
    if verb not in CONSENTS or "terms" in fields or CONSENTS[verb] not in fields:
        return fields
    try:
        terms = shown(verb, UUID(str(fields[CONSENTS[verb]])))
    except (ObjectDoesNotExist, ValueError):
        terms = "there is nothing"
    return {**fields, "terms": terms}
