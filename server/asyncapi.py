"""The socket protocol as an AsyncAPI 3 document: one channel, every frame a message."""

import json
from typing import Any

from consumers.closes import CLOSES
from server import framing, schema

Document = dict[str, Any]
CHANNEL = {"$ref": "#/channels/socket"}


def document() -> str:
    return json.dumps(_document(), indent=1) + "\n"


def _document() -> Document:
    messages = {name: _message(name, frame) for name, frame in framing.every().items()}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Callboard",
            "version": "1",
            "description": "JSON text frames over one WebSocket, subprotocol callboard.v1.",
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
    if "ref" in payload["properties"]:
        message["correlationId"] = {"location": "$message.payload#/ref"}
    return {key: value for key, value in message.items() if value}


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
