"""The socket protocol as an AsyncAPI 3 document: one channel, every frame a message."""

import json
from typing import Any

from consumers.closes import CLOSES
from protocol.version import FEATURE_LEVEL, VERSION
from server import examples, framing, schema
from server.published import published

Document = dict[str, Any]
CHANNEL = {"$ref": "#/channels/socket"}


def document() -> str:
    return json.dumps(_told_apart_by_name(published(_document())), indent=1) + "\n"


def _told_apart_by_name(part: Any) -> Any:
    """In OpenAPI a `discriminator` is an object with the name of a field, here it is that name."""
    if isinstance(part, list):
        return [_told_apart_by_name(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    found = {key: _told_apart_by_name(value) for key, value in part.items()}
    if isinstance(found.get("discriminator"), dict):
        found["discriminator"] = found["discriminator"]["propertyName"]
    return found


def _document() -> Document:
    messages = {name: _message(name, frame) for name, frame in framing.every().items()}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Callboard",
            "version": VERSION,
            "description": "JSON text frames over one WebSocket, subprotocol callboard.v1.",
            "license": {"name": "MIT"},
            "x-feature-level": FEATURE_LEVEL,
        },
        "channels": {
            "socket": {
                "address": "/ws",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
                "bindings": {"ws": {"method": "GET", "bindingVersion": "0.1.0"}},
                "x-close-codes": {str(code): close.meaning for code, close in CLOSES.items()},
            }
        },
        "operations": {
            **{f"ask.{verb}": _asking(verb, frame) for verb, frame in framing.sent().items()},
            "tell": {
                "action": "send",
                "channel": CHANNEL,
                "summary": "What the server tells without being asked.",
                "messages": [_of_channel(f"server.{name}") for name in framing.told()],
            },
        },
        "components": {"messages": messages, "schemas": schema.components()},
    }


def _message(name: str, frame: Document) -> Document:
    payload = dict(frame)
    summary = payload.pop("description", "")
    message = {"name": name, "summary": summary, "payload": payload}
    whose, _, verb = name.partition(".")
    if whose == "client":
        message["examples"] = [{"payload": _example(verb)}]
    if "ref" in payload["properties"]:
        message["correlationId"] = {"location": "$message.payload#/ref"}
    return {key: value for key, value in message.items() if value}


def _example(verb: str) -> Document:
    """The envelope, and the verb's own fields."""
    ref = {} if verb in framing.QUIET else {"ref": 7}
    return {"type": verb, **ref, **examples.of(schema.verbs()[verb])}


def _asking(verb: str, frame: Document) -> Document:
    operation = {
        "action": "receive",
        "channel": CHANNEL,
        "summary": frame["description"],
        "messages": [_of_channel(f"client.{verb}")],
    }
    if verb not in framing.QUIET:
        answer = "server.welcome" if verb == "hello" else f"reply.{verb}"
        messages = [_of_channel(answer), _of_channel("reply.refused")]
        operation["reply"] = {"channel": CHANNEL, "messages": messages}
    return operation


def _of_channel(message: str) -> Document:
    return {"$ref": f"#/channels/socket/messages/{message}"}
