"""Every frame as it lies on the wire: a Struct's fields, the envelope, what is spliced in."""

from typing import Any

import msgspec

from consumers.commands import COMMANDS
from server import schema
from server.schema import Schema

REF = {
    "type": "integer",
    "description": "A number of the client's choice: the reply carries the same.",
}
TOPIC = {"type": "string", "description": "The name of the topic that it is about."}
VERSION = {"type": "integer", "description": "The version of the topic with this change."}
READ = {"type": "integer", "description": "The number up to which its recipient has read."}
UNREAD = {"type": "integer", "description": "How many messages are unread by its recipient now."}
#: Not stored, so that they have no version and may be lost.
PASSING = {"typing", "presence", "receipts"}
#: Spliced into each recipient's own frame of an event.
SPLICED = {"message.created": {"last_read_number": READ, "unread": UNREAD}}
ANSWER = {"description": "The answer."}
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
            **_frame(verb, ask, {} if verb in QUIET else {"ref": REF}),
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
        name: _frame(name, event, {"version": VERSION})
        for name, event in sorted(schema.events().items())
        if name not in PASSING
    }


def replies() -> dict[str, Schema]:
    """The good answer to each verb, by verb; `hello` is answered by `welcome`."""
    return {
        verb: _reply({"ref": REF}, True, data={**data, **ANSWER})
        for verb, data in _answers().items()
    }


def refusal() -> Schema:
    """The other answer to any of them. Without a `ref`: the frame could not be read so far."""
    ref = {
        "type": ["integer", "null"],
        "description": f"{REF['description']} Null: it could not be read.",
    }
    error = {**_ref("ErrorObject"), "description": "Why not."}
    return _reply({"ref": ref}, False, error=error)


def _reply(envelope: Schema, ok: bool, **body: Schema) -> Schema:
    outcome = {"const": ok, "description": "Whether it was done; if not, `error` says why."}
    properties = {"type": _type("reply"), **envelope, "ok": outcome, **body}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _answers() -> dict[str, Schema]:
    online = {
        "type": "array",
        "items": {"type": "string", "format": "uuid"},
        "description": "Those of the people asked about who are here, by their ids.",
    }
    count = {"type": "integer", "description": "How many profiles are watched for my feed."}
    watched = {"type": "object", "properties": {"watched": count}, "required": ["watched"]}
    own: dict[str, Schema] = {
        "sync": {"type": "object", "additionalProperties": _ref("TopicState")},
        "watch": {"anyOf": [_ref("TopicState"), watched]},
        "unwatch": {"type": "object"},
        "presence": {"type": "object", "properties": {"online": online}, "required": ["online"]},
    }
    commands = {verb: _ref(command.answer.__name__) for verb, command in COMMANDS.items()}
    return dict(sorted((own | commands).items()))


def _type(name: str) -> Schema:
    return {"const": name, "description": "Which frame this is."}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _place(event: str) -> Schema:
    return {"topic": TOPIC} if event in PASSING else {"topic": TOPIC, "version": VERSION}


def _frame(name: str, struct: type[msgspec.Struct], envelope: Schema) -> Schema:
    body: dict[str, Any] = schema.components()[struct.__name__]
    around = {"type": _type(name), **envelope}
    return {
        "type": "object",
        "description": " ".join((struct.__doc__ or "").split()),
        "properties": {**around, **body["properties"]},
        "required": [*around, *(field for field in body["required"] if field not in around)],
    }
