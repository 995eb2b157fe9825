"""The protocol as data, read from the Structs that validate it: verbs, events, frames, objects."""

import inspect
from functools import cache
from types import ModuleType
from typing import Any

import msgspec

import consumers.frames
import conversations.api
import conversations.events
import conversations.facts
import conversations.session_facts
import conversations.verbs
import feed.api
import feed.events
import feed.queries.follows
import feed.queries.home
import feed.queries.pages
import feed.verbs
import moderation.api
import moderation.events
import moderation.verbs
import notifications.api
import notifications.events
import notifications.verbs
import people.api
import people.events
import people.verbs
import protocol.pages
import protocol.states
import protocol.version
import protocol.wire
import rights.api
import rights.events
import rights.verbs
import workflows.answers
import workflows.api
import workflows.events
import workflows.machine
import workflows.queries.calls
import workflows.queries.cards
import workflows.queries.directory
import workflows.queries.prefill
import workflows.queries.upcoming
import workflows.verbs
from consumers.frames import Frame
from protocol.wire import Event, Object, Verb
from server import meanings

MODULES = [
    protocol.wire,
    protocol.version,
    protocol.states,
    people.events,
    people.verbs,
    notifications.events,
    notifications.verbs,
    conversations.facts,
    conversations.session_facts,
    conversations.events,
    conversations.verbs,
    workflows.events,
    workflows.verbs,
    workflows.answers,
    workflows.machine,
    workflows.queries.calls,
    workflows.queries.cards,
    workflows.queries.directory,
    workflows.queries.prefill,
    workflows.queries.upcoming,
    workflows.api,
    moderation.events,
    moderation.api,
    moderation.verbs,
    rights.events,
    rights.verbs,
    feed.events,
    feed.verbs,
    feed.queries.follows,
    feed.queries.pages,
    feed.queries.home,
    feed.api,
    notifications.api,
    people.api,
    rights.api,
    conversations.api,
    consumers.frames,
]

#: What others are built on: never on the wire themselves.
ABSTRACT = (
    Object,
    Verb,
    Event,
    Frame,
    protocol.wire.Keyed,
    protocol.wire.Consent,
    protocol.wire.Result,
    protocol.pages.Page,
    conversations.facts.OfGroup,
    conversations.session_facts.OfSession,
)

Schema = dict[str, Any]


def structs() -> list[type[msgspec.Struct]]:
    return [struct for module in MODULES for struct in _own_structs(module)]


def _own_structs(module: ModuleType) -> list[type[msgspec.Struct]]:
    return [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, (Object, Verb))
        and member.__module__ == module.__name__
        and member not in ABSTRACT
    ]


def verbs() -> dict[str, type[Verb]]:
    return {s.verb: s for s in structs() if issubclass(s, Verb)}


def events() -> dict[str, type[Event]]:
    return {s.event: s for s in structs() if issubclass(s, Event)}


def frames() -> dict[str, type[Frame]]:
    return {s.type: s for s in structs() if issubclass(s, Frame)}


@cache
def components() -> dict[str, Schema]:
    """JSON Schema (2020-12) of every Struct by its name."""
    template = "#/components/schemas/{name}"
    _, schemas = msgspec.json.schema_components(structs(), ref_template=template)
    return described(dict(sorted(schemas.items())))


def described(schemas: dict[str, Schema]) -> dict[str, Schema]:
    """The same schemas, each of a Struct with words for its fields."""
    known = {struct.__name__: struct for struct in structs()}
    return {
        name: {**found, "properties": meanings.described(known[name], found["properties"])}
        if name in known and "properties" in found
        else found
        for name, found in schemas.items()
    }


def components_by_ref(ref: str) -> type[Verb]:
    """The verb that a document refers to."""
    name = ref.rsplit("/", 1)[-1]
    return next(verb for verb in verbs().values() if verb.__name__ == name)


def objects() -> list[type[Object]]:
    special = (Verb, Event, Frame)
    return [s for s in structs() if issubclass(s, Object) and not issubclass(s, special)]
