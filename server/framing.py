"""Every frame as it lies on the wire: a Struct's fields, the envelope, what is spliced in."""

from typing import Any

import msgspec

from consumers.commands import COMMANDS
from server import schema
from server.schema import Schema

INTEGER, STRING = {"type": "integer"}, {"type": "string"}
#: Not stored, so that they have no version and may be lost.
PASSING = {"typing", "presence", "receipts"}
#: Spliced into each recipient's own frame of an event.
SPLICED = {"message.created": {"last_read_number": INTEGER, "unread": INTEGER}}
#: A frame without an answer.
QUIET = {"mark", "pong"}


def every() -> dict[str, Schema]:
    """All of them, by a name that says whose they are."""
    return {
        **{f"client.{verb}": frame for verb, frame in sent().items()},
        **{f"server.{name}": frame for name, frame in told().items()},
        **{f"reply.{verb}": frame for verb, frame in replies().items()},
        "reply.refused": refusal(),
    }


def sent() -> dict[str, Schema]:
    """What a client may send, by verb. The server takes no other field than these."""
    return {
        verb: {
            **_frame(verb, ask, {} if verb in QUIET else {"ref": INTEGER}),
            "additionalProperties": False,
        }
        for verb, ask in sorted(schema.verbs().items())
    }


def told() -> dict[str, Schema]:
    """Events and the socket's own frames, by type; replies are apart."""
    events = {
        name: _frame(name, event, _place(name) | SPLICED.get(name, {}))
        for name, event in sorted(schema.events().items())
    }
    own = {
        name: _frame(name, frame, {})
        for name, frame in sorted(schema.frames().items())
        if name != "reply"
    }
    return events | own


def objects() -> dict[str, Schema]:
    """The same events as `sync` returns them: without a topic, and for every reader alike."""
    return {
        name: _frame(name, event, {"version": INTEGER})
        for name, event in sorted(schema.events().items())
        if name not in PASSING
    }


def replies() -> dict[str, Schema]:
    """The good answer to each verb, by verb; `hello` is answered by `welcome`."""
    return {verb: _reply({"ref": INTEGER}, True, data=data) for verb, data in _answers().items()}


def refusal() -> Schema:
    """The other answer to any of them. Without a `ref`: the frame could not be read so far."""
    return _reply({"ref": {"type": ["integer", "null"]}}, False, error=_ref("ErrorObject"))


def _reply(envelope: Schema, ok: bool, **body: Schema) -> Schema:
    properties = {"type": {"const": "reply"}, **envelope, "ok": {"const": ok}, **body}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _answers() -> dict[str, Schema]:
    online = {"type": "array", "items": {"type": "string", "format": "uuid"}}
    watched = {"type": "object", "properties": {"watched": INTEGER}, "required": ["watched"]}
    own: dict[str, Schema] = {
        "sync": {"type": "object", "additionalProperties": _ref("TopicState")},
        "watch": {"anyOf": [_ref("TopicState"), watched]},
        "unwatch": {"type": "object"},
        "presence": {"type": "object", "properties": {"online": online}, "required": ["online"]},
    }
    commands = {verb: _ref(command.answer.__name__) for verb, command in COMMANDS.items()}
    return dict(sorted((own | commands).items()))


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _place(event: str) -> Schema:
    return {"topic": STRING} if event in PASSING else {"topic": STRING, "version": INTEGER}


def _frame(name: str, struct: type[msgspec.Struct], envelope: Schema) -> Schema:
    body: dict[str, Any] = schema.components()[struct.__name__]
    around = {"type": {"const": name}, **envelope}
    return {
        "type": "object",
        "description": " ".join((struct.__doc__ or "").split()),
        "properties": {**around, **body["properties"]},
        "required": [*around, *(field for field in body["required"] if field not in around)],
    }
